"""The onboarding plan, published, and the journeys of everybody who was hired."""

from hiring.domain.hires import HIRED_FROM
from onboarding.choices import JourneyState, MilestoneKind
from onboarding.models import Journey, JourneyItem, Plan, PlanItem, PlanVersion, RampDefinition
from salesmgmt.demo.world.facts import Item
from salesmgmt.demo.world.staff import IT, RECRUITER
from salesmgmt.demo.world.words.plan import PLAN, PLAN_NAME
from salesmgmt.demo.writing.book import Book
from salesmgmt.demo.writing.copying import Row, copy_rows, days, reserve
from salesmgmt.events.domain.log import append


def write_onboarding(book: Book) -> None:
    plan = Plan.objects.create(name=PLAN_NAME)
    version = PlanVersion.objects.create(plan=plan, number=1)
    items = PlanItem.objects.bulk_create(
        PlanItem(
            version=version,
            position=position,
            title=title,
            why=why,
            minutes=minutes,
            working_day=working_day,
            relation=relation,
        )
        for position, (title, why, minutes, working_day, relation) in enumerate(PLAN, start=1)
    )
    version.published_at, version.published_by = book.founded_at, book.by
    version.save(update_fields=["published_at", "published_by"])
    payload = {"plan_id": plan.pk, "number": 1, "items": len(items)}
    append(kind="onboarding_version.published", subject=version, by=book.by, at=book.founded_at, payload=payload)
    for profile in book.profiles.values():
        made = RampDefinition.objects.create(
            role_profile_id=profile, milestone=MilestoneKind.FIRST_DEAL, valid=days(book.first_day)
        )
        payload = {"role_profile_id": profile, "milestone": MilestoneKind.FIRST_DEAL.value}
        append(kind="ramp.defined", subject=made, by=book.by, at=book.founded_at, payload=payload)
    _write_journeys(book, version, [item.pk for item in items])


def _write_journeys(book: Book, version: PlanVersion, plan_items: list[int]) -> None:
    numbered = list(enumerate(book.world.journeys, start=1))
    offset = reserve(Journey, len(numbered))
    staff = book.world.staff
    rows: list[Row] = []
    for place, journey in numbered:
        person = staff.person(journey.person)
        stopped = journey.state == JourneyState.STOPPED
        done = sum(item.done_at is not None for item in journey.items)
        rows.append(
            (
                offset + place,
                book.user(person.number),
                version.pk,
                book.profiles[person.profile],
                book.offices[person.office],
                person.start,
                book.user(journey.buddy),
                book.user(IT),
                HIRED_FROM,
                str(book.candidacies + journey.applicant),
                journey.state,
                book.user(RECRUITER),
                journey.ended_at,
                "Left the company" if stopped else "",
                1 + done + stopped,
            )
        )
    copy_rows(
        Journey,
        (
            *("id", "user", "plan_version", "role_profile", "office", "start_date", "buddy", "it_person"),
            *("hired_from", "origin_ref", "state", "started_by", "ended_at", "end_reason", "version"),
        ),
        rows,
    )
    copy_rows(
        JourneyItem,
        ("journey", "plan_item", "assignee", "due_date", "done_at", "done_by", "note", "version"),
        (
            (offset + place, plan_items[item.position - 1], *_item(book, item))
            for place, journey in numbered
            for item in journey.items
        ),
    )
    for journey in Journey.objects.filter(pk__gt=offset).order_by("pk"):
        payload = {
            "user_id": journey.user_id,
            "plan_version_id": version.pk,
            "role_profile_id": journey.role_profile_id,
            "date": journey.start_date,
        }
        append(kind="journey.started", subject=journey, by=book.by, at=book.today_at, payload=payload)


def _item(book: Book, item: Item) -> Row:
    assignee, done = book.user(item.assignee), item.done_at is not None
    return assignee, item.due, item.done_at, assignee if done else None, "", 2 if done else 1
