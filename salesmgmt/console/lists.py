"""The lists of people, with today's places and roles, and of deliveries of webhooks."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.console.forms.delivery_filters import DeliveryFilter
from salesmgmt.console.forms.person_filters import PersonFilter
from salesmgmt.outbox.choices import DeliveryState
from salesmgmt.outbox.families import all_kinds, title_of
from salesmgmt.outbox.models import WebhookDelivery, WebhookEndpoint
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Team
from salesmgmt.people.queries.directory import people_visible_to, with_places_and_roles
from salesmgmt.people.rules import is_admin
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.days import ago, day
from salesmgmt.web.components.marks import chip
from salesmgmt.web.components.persons import avatar, who
from salesmgmt.web.lists.declaration import Column, List, View
from salesmgmt.web.lists.filters import Choice, Row, Search
from salesmgmt.web.lists.registry import register

DASH = "\N{EN DASH}"


def _name(person: User) -> SafeString:
    return format_html(
        '<span class="who">{}<a href="{}">{}</a>{}</span>',
        avatar(person, named=False),
        row_url("console:person", person.pk),
        person.name,
        "" if person.is_active else chip("left"),
    )


def _place(name: str) -> Any:
    """A fact of where somebody stands today; None for whoever stands nowhere."""
    return lambda person: getattr(person.places_today[0], name) if person.places_today else None


def _named(name: str, empty: str = DASH) -> Any:
    return lambda person: str(_place(name)(person) or empty)


def _manager(person: User) -> SafeString | str:
    manager = _place("manager")(person)
    return who(manager) if manager else DASH


def _manager_email(person: User) -> str:
    manager = _place("manager")(person)
    return manager.email if manager else ""


def _roles(person: Any) -> SafeString | str:
    chips = [(chip(grant.get_role_display().lower()),) for grant in person.grants_today]
    return format_html_join(" ", "{}", chips) if chips else DASH


def _since(person: User) -> SafeString | str:
    since = _place("since")(person)
    return day(since) if since else DASH


PEOPLE = register(
    List(
        code="people",
        nouns=("person", "people"),
        title="People",
        sub="Who is here, where they stand today and what they may do",
        url_name="console:people",
        page="console/settings.html",
        here={"section": "people"},
        visible=is_admin,
        rows=lambda reader: people_visible_to(reader.user),
        joined=lambda people, reader: with_places_and_roles(people),
        columns=(
            Column("name", "Person", _name, lambda person: person.name, order=by_name(), css="wrap-s", on_phone=True),
            Column("team", "Team", _named("team"), _named("team", ""), css="wrap-s", on_phone=True),
            Column("manager", "Manager", _manager, _named("manager", "")),
            Column(
                "roles",
                "Roles",
                _roles,
                lambda person: ", ".join(dict.fromkeys(grant.role for grant in person.grants_today)),
                css="wrap-s",
                on_phone=True,
            ),
            Column("since", "Since", _since, _place("since"), css="t-2"),
            Column(
                "email", "Address", lambda person: person.email, lambda person: person.email, order="email", css="t-2"
            ),
            Column("manager_email", "Manager's e-mail", _manager_email, _manager_email, shown=False),
            Column("office", "Office", _named("office"), _named("office", ""), shown=False),
            Column("profile", "Role profile", _named("role_profile"), _named("role_profile", ""), shown=False),
        ),
        filterset=PersonFilter,
        filters=(
            Search(name="search", title="Name or address"),
            Row(name="team", title="Team", rows=lambda user: Team.objects.offered(), any_words="All teams"),
            Choice(name="role", title="Role", choices=Role.choices, any_words="All roles"),
            Choice(
                name="is_active",
                title="Here",
                choices=(("true", "Here now"), ("false", "Left")),
                any_words="Here or left",
            ),
        ),
        search="Name or address",
        start="is_active=true",
        order="name",
        views=(View("Here now", "is_active=true"), View("Left", "is_active=false"), View("All", "")),
        link=lambda person: row_url("console:person", person.pk),
        actions="console/person_button.html",
        imported_as="people",
    )
)


def _delivery_state(delivery: WebhookDelivery) -> SafeString:
    tones = {DeliveryState.DELIVERED: "good", DeliveryState.GIVEN_UP: "bad"}
    tone = tones.get(DeliveryState(delivery.state), "watch" if delivery.attempts and not delivery.ended_at else "")
    return chip(delivery.get_state_display().lower(), tone)


def _last_answer(delivery: WebhookDelivery) -> str:
    tries = list(delivery.tries.all())
    return str(tries[-1].status or tries[-1].get_problem_display()) if tries else DASH


def _delivery_kind(delivery: WebhookDelivery) -> SafeString:
    return format_html(
        '<a href="{}">{}</a><span class="sub narrow">{}</span>',
        row_url("console:delivery", delivery.pk),
        title_of(delivery.event.kind),
        delivery.endpoint,
    )


KINDS = sorted(((kind, title_of(kind)) for kind in all_kinds()), key=lambda kind: kind[1])
DELIVERIES = register(
    List(
        code="webhook-deliveries",
        not_imported="Deliveries are written down as things happen; add a webhook, and they follow.",
        nouns=("delivery", "deliveries"),
        title="Deliveries",
        sub="What was, or is to be, told to webhooks in the last 30 days",
        url_name="console:deliveries",
        page="console/settings.html",
        here={"section": "webhooks"},
        visible=is_admin,
        rows=lambda reader: WebhookDelivery.objects.visible_to(reader.user),
        joined=lambda rows, reader: rows.select_related("event", "endpoint").prefetch_related("tries"),
        columns=(
            Column("kind", "What happened", _delivery_kind, lambda row: row.event.kind, css="wrap-s", on_phone=True),
            Column("webhook", "Webhook", lambda row: row.endpoint, lambda row: row.endpoint.name),
            Column("state", "State", _delivery_state, lambda row: row.state, on_phone=True),
            Column("answer", "Last answer", _last_answer, _last_answer, css="t-2"),
            Column("attempts", "Attempts", lambda row: row.attempts, lambda row: row.attempts, css="num"),
            Column(
                "created",
                "Written down",
                lambda row: ago(row.created_at),
                lambda row: row.created_at,
                order="created_at",
                first="-",
                css="t-2",
                on_phone=True,
            ),
            Column("message", "Id", lambda row: row.message_id, lambda row: row.message_id, shown=False),
        ),
        filterset=DeliveryFilter,
        filters=(
            Row(
                name="webhook",
                title="Webhook",
                rows=lambda user: WebhookEndpoint.objects.visible_to(user).order_by("name"),
                any_words="Any webhook",
            ),
            Choice(name="state", title="State", choices=DeliveryState.choices, any_words="Any state"),
            Choice(name="kind", title="What happened", choices=KINDS, any_words="Anything"),
        ),
        order="-created",
        views=(View("All", ""), View("Given up", "state=GIVEN_UP"), View("Waiting", "state=WAITING")),
        link=lambda row: row_url("console:delivery", row.pk),
        empty="console/no_deliveries.html",
    )
)
