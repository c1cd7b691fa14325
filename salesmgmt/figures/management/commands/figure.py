"""`manage.py figure NAME`: a figure on the command line, as one person sees it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.figures.aggregates import Survival
from salesmgmt.figures.curve_rows import curve_rows
from salesmgmt.figures.queries.answer import Answer, Result, answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.figures.wording import interval_said, made_of, sentence, value_said
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant

_SCOPE = ("from", "to", "as_of", "team", "owner", "by")


class Command(BaseCommand):
    help = "Say one figure, with its definition, denominator and as-of time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="such as pipeline.win_rate")
        for name in _SCOPE:
            parser.add_argument(f"--{name.replace('_', '-')}", dest=name)
        parser.add_argument("--as-user", metavar="EMAIL", help="whose view; without it that of the first admin")
        parser.add_argument("--json", action="store_true", help="the same document as the API answers")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] for name in _SCOPE if options[name] is not None}
        try:
            user = _person(options["as_user"])
            figure = figure_for(options["name"], user)
            found = answer(figure, read_scope(figure, given, user=user, at=timezone.now()))
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            json.dumps(answer_data(found), cls=DjangoJSONEncoder, indent=2) if options["json"] else _words(found)
        )


def _person(email: str | None) -> User:
    if email is None:
        admins = User.objects.filter(
            is_active=True, role_grants__in=RoleGrant.objects.today().filter(role=Role.ADMIN)
        ).order_by("pk")
        if (admin := admins.first()) is None:
            raise CommandError("Nobody is an admin yet: say with --as-user as whom the figure is asked.")
        return admin
    try:
        return User.objects.get(email=email, is_active=True)
    except User.DoesNotExist as error:
        raise CommandError(f"Nobody who is active signs in as {email}: check the address.") from error


def _words(found: Answer) -> str:
    figure = found.figure
    lines = [sentence(found)]
    for result in found.results:
        interval = interval_said(result.estimate)
        value = value_said(result, found.currency)
        lines.append(f"  {result.measure.label}: {value}, n {made_of(result)}{', ' + interval if interval else ''}")
    lines += _curve(found.results[0])
    for group in found.groups:
        values = "; ".join(value_said(result, found.currency) for result in group.results)
        lines.append(f"  {group.label}: {values}")
    if found.left_out is not None:
        lines.append(f"Left out: {found.left_out:,}, {figure.left_out_why}")
    lines += [f"Made of: {figure.denominator}", f"As of: {found.as_of:%Y-%m-%d %H:%M} UTC", figure.definition]
    return "\n".join(lines)


def _curve(result: Result) -> list[str]:
    aggregate, curve = result.measure.aggregate, result.estimate.curve
    if not isinstance(aggregate, Survival) or curve is None:
        return []
    lines = []
    for row in curve_rows(curve):
        ends = f" ({row.interval.low:.1%} to {row.interval.high:.1%})" if row.interval else ""
        share = f"{row.survival:.1%}{ends} {aggregate.waiting_are}"
        lines.append(f"  Day {row.day:,}: {row.at_risk:,} at risk, {row.events:,} {aggregate.happened_are}, {share}")
    return lines
