"""What happened to a deal, newest first, in words: the log and the activities together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from pipeline.choices import ActivityKind, BuyingRole, StageKind
from pipeline.models import Activity, Deal, DealVersion
from pipeline.queries.course_changes import names_of_stages, times_taken
from pipeline.queries.readers import mentioned_in
from pipeline.rules import works_deals
from salesmgmt.accounts.models import User
from salesmgmt.common.money import money_said
from salesmgmt.common.period import day_of
from salesmgmt.events.models import Event

RECENT = 30


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: who (empty: the system), what in words, when, and the tone of its point.

    `day` is set where only the day is known, and `at` is then its first instant, for sorting. `about` is the row that
    it happened to, where that is not the one whose timeline it is. `act_url` is what whoever looks may do about it.
    """

    at: datetime
    who: str
    what: str
    tone: str = ""
    note: str = ""
    day: date | None = None
    act_url: str = ""
    act_label: str = ""
    about: str = ""
    about_url: str = ""


@dataclass(frozen=True)
class Names:
    """What the ids in the payloads are called: stages, which everybody in the pipeline reads, and people."""

    stages: Mapping[int, str]
    people: Mapping[int, str]
    currency: str

    def stage(self, pk: int | None) -> str:
        return self.stages.get(pk or 0, "a stage that is gone")

    def person(self, pk: int | None) -> str:
        return self.people.get(pk or 0, "somebody")

    def money(self, text: str | None) -> str:
        if text is None:
            return "no amount"
        return money_said(Decimal(text), self.currency)


Said = tuple[str, str]
FIELDS = {
    "name": "name",
    "account": "account",
    "amount": "amount",
    "close_date": "close date",
    "forecast_category": "forecast category",
    "lead_source": "lead source",
    "campaign": "campaign",
}
DID = {"CALL": "called", "EMAIL": "wrote to", "MEETING": "met", "DEMO": "gave a demo to", "NOTE": "noted"}


def happenings(deal: Deal, *, viewer: User, zone: str, limit: int | None = RECENT) -> tuple[list[Happening], bool]:
    """The latest entries and whether there are earlier ones; `zone` is the company's.

    Activities come out of their own rows, which are seen with the deal; the log's entries about them are left out.
    What an import knew of a deal stands in its versions alone.
    """
    cut = None if limit is None else limit + 1
    facts = Event.objects.of(deal)
    if hasattr(deal, "order"):
        facts |= Event.objects.of(deal.order)
    log = facts.exclude(kind__startswith="activity.").select_related("actor").order_by("-id")
    done = Activity.objects.visible_to(viewer).filter(deal=deal).select_related("user", "contact", "verified_by")
    done = done.annotate(told=mentioned_in())
    events, activities = list(log[:cut]), list(done[:cut])
    names = _names(deal, events)
    entries = [_of_event(event, names) for event in events]
    entries += [of_activity(activity, viewer) for activity in activities]
    entries += imported_stages(deal, zone=zone)
    entries += [
        Happening(each["at"], each["who"], f"took it to version {each['number']} of its process, in {each['stage']}")
        for each in times_taken(deal)
    ]
    entries += _handed(deal)
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return (entries, False) if limit is None else (entries[:limit], len(entries) > limit)


def _handed(deal: Any) -> list[Happening]:
    """Hand-overs of a book of deals that took this one along, and those that were taken back."""
    entries = []
    for each in getattr(deal, "was_handed", []):
        what = f"handed it over from {each['giver']} to {each['to']}"
        entries.append(Happening(datetime.fromisoformat(each["at"]), each["by"], what, note=each["note"]))
        if each["back_at"]:
            back = f"gave it back to {each['giver']}"
            entries.append(Happening(datetime.fromisoformat(each["back_at"]), each["back_by"], back))
    return entries


def imported_stages(deal: Deal, *, zone: str) -> list[Happening]:
    """The stages that an import says the deal went through: days from its file in a zone, or the import itself."""
    if not deal.external_source:
        return []
    versions = list(DealVersion.objects.counted().filter(deal=deal).select_related("stage").order_by("valid_from"))
    known = [version for version in versions if version.from_day] or versions[:1]
    return [
        Happening(
            at=version.valid_from,
            who="",
            what=_ENTERED[version.stage.kind].format(stage=version.stage),
            tone="good" if version.stage.kind == StageKind.WON else "",
            note="as the import says" if version.from_day else "when it was imported",
            day=day_of(version.valid_from, zone),
        )
        for version in known
    ]


_ENTERED = {StageKind.OPEN: "entered {stage}", StageKind.WON: "was won", StageKind.LOST: "was lost"}


_PEOPLE = {
    "deal.given": ("from_id", "to_id"),
    "deal.followed": ("user_id",),
    "deal.unfollowed": ("user_id",),
    "deal.help_asked": ("user_id",),
    "deal.task_given": ("to_id",),
}
"""Which ids in a payload are people's."""


def _names(deal: Deal, events: Sequence[Event]) -> Names:
    people = {event.payload.get(key) for event in events for key in _PEOPLE.get(event.kind, ())}
    return Names(
        stages=names_of_stages(deal),
        people=dict(User.objects.filter(pk__in=people - {None}).values_list("pk", "name")) if people else {},
        currency=deal.currency,
    )


def _of_event(event: Event, names: Names) -> Happening:
    said = _SAYS.get(event.kind)
    what, tone = said(event.payload, names) if said else (event.kind.replace(".", " ").replace("_", " "), "")
    return Happening(event.happened_at, event.actor.name if event.actor else "", what, tone)


def of_activity(activity: Any, viewer: User) -> Happening:
    what = DID[activity.kind]
    if activity.contact:
        what += f" {activity.contact.name}"
    elif activity.kind != "NOTE":
        what = {"CALL": "called", "EMAIL": "wrote an e-mail", "MEETING": "had a meeting", "DEMO": "gave a demo"}[
            activity.kind
        ]
    if activity.minutes:
        what += f", {activity.minutes} min"
    if activity.told:
        what += f", told {_listed(activity.told)}"
    if activity.outcome:
        what += f": {activity.get_outcome_display().lower()}"
    if activity.verified_by:
        what += f", verified by {activity.verified_by.name}"
    by_others = activity.verified_by is None and activity.kind != ActivityKind.NOTE and activity.user_id != viewer.pk
    open_to = by_others and works_deals(viewer)
    return Happening(
        activity.happened_at,
        activity.user.name,
        what,
        note=activity.note,
        act_url=reverse("pipeline:verify", args=[activity.pk]) if open_to else "",
        act_label="Verify",
    )


def _moved(payload: Mapping[str, Any], names: Names) -> Said:
    what = f"moved it from {names.stage(payload['from_id'])} to {names.stage(payload['to_id'])}"
    return what + _all_the_same(payload), "accent"


def _all_the_same(payload: Mapping[str, Any]) -> str:
    """That exit criteria were not met, where an override let the deal through."""
    count = sum(len(each["criterion_ids"]) for each in payload.get("overridden", ()))
    return f" although {count} exit criteri{'on was' if count == 1 else 'a were'} not met" if count else ""


def _undone(payload: Mapping[str, Any], names: Names) -> Said:
    return f"took the move to {names.stage(payload['from_id'])} back", ""


def _edited(payload: Mapping[str, Any], names: Names) -> Said:
    fields = [FIELDS.get(name, name) for name in payload["fields"]]
    what = f"changed {_listed(fields)}"
    return (f"{what}: {names.money(payload['amount'])}" if payload["fields"] == ["amount"] else what), ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _lined(payload: Mapping[str, Any], names: Names) -> Said:
    count = payload["lines"]
    return f"set {count} line{'' if count == 1 else 's'}, {names.money(payload['amount'])}", ""


def _shared(payload: Mapping[str, Any], names: Names) -> Said:
    count = len({share["user_id"] for share in payload["shares"]})
    return (f"shared it between {count} people" if count > 1 else "left the credit to one person"), ""


_SAYS: dict[str, Callable[[Mapping[str, Any], Names], Said]] = {
    "deal.created": lambda payload, names: (f"opened it in {names.stage(payload['stage_id'])}", "accent"),
    "deal.moved": _moved,
    "deal.move_undone": _undone,
    "deal.edited": _edited,
    "deal.given": lambda payload, names: (
        f"gave it from {names.person(payload['from_id'])} to {names.person(payload['to_id'])}",
        "",
    ),
    "deal.next_step_set": lambda payload, names: (f"set a next step for {day_said(payload['due_date'])}", ""),
    "deal.next_step_put_back": lambda payload, names: ("took a change of the next step back", ""),
    "deal.paused": lambda payload, names: (f"paused it until {day_said(payload['until'])}", ""),
    "deal.lines_set": _lined,
    "deal.shared": _shared,
    "deal.won": lambda payload, names: (f"won it for {names.money(payload['amount'])}{_all_the_same(payload)}", "good"),
    "deal.criterion_met": lambda payload, names: ("met an exit criterion", "good"),
    "deal.criterion_unticked": lambda payload, names: ("took a tick back", ""),
    "deal.buyer_added": lambda payload, names: (f"named a contact as {BuyingRole(payload['role']).label.lower()}", ""),
    "deal.buyer_removed": lambda payload, names: (
        f"no longer has a contact as {BuyingRole(payload['role']).label.lower()}",
        "",
    ),
    "deal.task_made": lambda payload, names: (f"wrote a task down for {day_said(payload['due_date'])}", ""),
    "deal.task_edited": lambda payload, names: (_task_edited(payload), ""),
    "deal.task_put_back": lambda payload, names: ("took a change of a task back", ""),
    "deal.task_given": lambda payload, names: (f"gave a task to {names.person(payload['to_id'])}", ""),
    "deal.task_taken_along": lambda payload, names: ("took a task of the lead along", ""),
    "deal.task_done": lambda payload, names: (f"did {_task(payload)}", "good"),
    "deal.task_skipped": lambda payload, names: (f"skipped {_task(payload)}", ""),
    "deal.task_reopened": lambda payload, names: (f"has {_task(payload)} to do again", ""),
    "deal.scored": lambda payload, names: (f"scored what is known: {_points(payload)}", ""),
    "deal.score_taken_back": lambda payload, names: ("took a score back", ""),
    "deal.probability_set": lambda payload, names: (f"said it is {_percent(payload['probability'])} likely", ""),
    "deal.probability_removed": lambda payload, names: (
        f"took its own probability of {_percent(payload['before'])} away",
        "",
    ),
    "deal.probability_taken_back": lambda payload, names: ("took a change of its probability back", ""),
    "deal.meeting_planned": lambda payload, names: (f"planned a meeting for {day_said(payload['starts_at'])}", ""),
    "deal.meeting_planned_again": lambda payload, names: ("planned a cancelled meeting again", ""),
    "deal.meeting_held": lambda payload, names: ("held a meeting as planned", "good"),
    "deal.meeting_hold_undone": lambda payload, names: ("took back that a meeting was held", ""),
    "deal.meeting_cancelled": lambda payload, names: ("cancelled a meeting", ""),
    "deal.help_asked": lambda payload, names: (f"asked {names.person(payload['user_id'])} for help", ""),
    "deal.help_answered": lambda payload, names: ("answered a question about it", "good"),
    "deal.help_withdrawn": lambda payload, names: ("withdrew a question", ""),
    "deal.followed": lambda payload, names: (f"let {names.person(payload['user_id'])} follow it", ""),
    "deal.unfollowed": lambda payload, names: (f"took {names.person(payload['user_id'])} off its followers", ""),
    "order.placed": lambda payload, names: (f"placed the order for {names.money(payload['amount'])}", "good"),
    "order.taken_back": lambda payload, names: ("took the order back", ""),
    "deal.win_undone": lambda payload, names: ("took the win back", ""),
    "deal.lost": lambda payload, names: ("closed it as lost", ""),
    "deal.loss_undone": lambda payload, names: ("took the loss back", ""),
    "deal.reopened": lambda payload, names: (f"opened it again in {names.stage(payload['to_id'])}", "accent"),
}


def _task(payload: Mapping[str, Any]) -> str:
    return "a step of the playbook" if payload.get("step_id") else "a task"


def _task_edited(payload: Mapping[str, Any]) -> str:
    if "due_date" in payload["fields"]:
        return f"moved a task to {day_said(payload['due_date'])}"
    return "changed a task"


def _points(payload: Mapping[str, Any]) -> str:
    before, now = ("unknown" if payload[name] is None else payload[name] for name in ("before", "score"))
    return f"{before} to {now}"


def _percent(text: str) -> str:
    return f"{(Decimal(text) * 100).normalize():f}%"


def day_said(text: str) -> str:
    day = datetime.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"
