"""`manage.py jobs`: the latest jobs; `manage.py jobs retry|cancel ID --by EMAIL` starts one again or calls it off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain import jobs
from salesmgmt.events.models import Job

SHOWN = 20
ACTS = {"retry": jobs.retry, "cancel": jobs.cancel}


class Command(BaseCommand):
    help = "List the latest jobs, start one again, or call one off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", nargs="?", choices=["list", *ACTS], default="list")
        parser.add_argument("id", nargs="?", type=int)
        parser.add_argument("--by", metavar="EMAIL", help="who does it; the event log keeps it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "list":
            for job in Job.objects.order_by("-pk")[:SHOWN]:
                self._show(job)
            return
        job = Job.objects.filter(pk=options["id"]).first()
        by = User.objects.filter(email=options["by"]).first()
        if job is None or by is None:
            raise CommandError(
                f"{options['act']} needs the number of a job and --by with the address of a person; "
                f"there is no {'such job' if job is None else 'such person'}."
            )
        try:
            self._show(ACTS[options["act"]](job=job, by=by, at=timezone.now()))
        except Refused as problem:
            raise CommandError(problem.message) from problem

    def _show(self, job: Job) -> None:
        percent = "" if job.percent is None else f" {job.percent}%"
        self.stdout.write(f"{job.pk}  {job.state}{percent}  {job.kind}  {job.effect_key}  {job.error}".rstrip())
