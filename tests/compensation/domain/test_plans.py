"""Plans: drafted, published for good, succeeded by the next version; who is on them, one at a time."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from compensation.domain.assignments import PlanOverlap, assign_plan, end_assignment
from compensation.domain.plans import PlanIsPublished, change_draft, draft_plan, draft_version
from compensation.domain.publishing import publish_plan_version
from compensation.domain.runs import finalize_run
from compensation.engine.document import digest, write_plan
from compensation.engine.reading import PlanFault, read_plan
from compensation.models import Assignment, Plan, PlanVersion, Run
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.models import Event
from tests.cast import AT, Cast
from tests.compensation.rows import OVER, YEAR, calculated, document, make_plan, put_on


def spans(user) -> list[tuple[int, date, date | None]]:
    rows = Assignment.objects.filter(user=user).order_by("valid").select_related("plan_version")
    return [(row.plan_version.number, row.valid.lower, row.valid.upper) for row in rows]


def test_draft_plan_keeps_the_terms_in_their_one_spelling(cast: Cast) -> None:
    version = draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    terms = read_plan(document())
    assert (version.number, version.is_published) == (1, False)
    assert version.document == write_plan(terms)
    assert version.sha256 == digest(terms)
    event = Event.objects.get(kind="plan_version.drafted")
    assert event.payload["sha256"] == version.sha256


def test_draft_plan_refuses_a_taken_name(cast: Cast) -> None:
    draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    with pytest.raises(Refused, match="There is a plan AE already: choose another name") as refusal:
        draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    assert refusal.value.field == "name"
    assert (Plan.objects.count(), PlanVersion.objects.count()) == (1, 1)


def test_draft_plan_refuses_terms_that_cannot_be_paid_by(cast: Cast) -> None:
    with pytest.raises(PlanFault, match="at most 100%"):
        draft_plan(name="AE", document=document(flat="101%"), first_day=YEAR, by=cast.carla, at=AT)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("who", ["rita", "max", "olga", "finn", "api_user"])
def test_only_compensation_admins_draft_publish_and_assign(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    draft = draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    with pytest.raises(NotAllowed):
        draft_plan(name="Other", document=document(), first_day=YEAR, by=by, at=AT)
    with pytest.raises(NotAllowed):
        change_draft(version=draft, document=document(flat="1%"), first_day=YEAR, by=by, at=AT)
    with pytest.raises(NotAllowed):
        publish_plan_version(version=draft, by=by, at=AT)
    with pytest.raises(NotAllowed):
        assign_plan(user=cast.rita, plan_version=draft, first_day=YEAR, by=by, at=AT)
    draft.refresh_from_db()
    assert draft.published_at is None
    assert (Plan.objects.count(), Assignment.objects.count()) == (1, 0)


def test_published_version_is_not_changed_by_verb_or_by_sql(cast: Cast) -> None:
    version = make_plan(cast.carla)
    with pytest.raises(PlanIsPublished, match="draft a new version instead"):
        change_draft(version=version, document=document(flat="1%"), first_day=YEAR, by=cast.carla, at=AT)
    with pytest.raises(PlanIsPublished, match="is published already"):
        publish_plan_version(version=version, by=cast.carla, at=AT)
    rows = PlanVersion.objects.filter(pk=version.pk)
    for write in (
        lambda: rows.update(document={}),
        lambda: rows.update(sha256="0" * 64),
        lambda: rows.update(published_at=None, published_by=None),
        rows.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert digest(rows.get().terms) == version.sha256


def test_plan_has_one_draft_at_a_time(cast: Cast) -> None:
    draft = draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    with pytest.raises(Conflict, match="AE, version 1 is still a draft: change or publish that one"):
        draft_version(plan=draft.plan, document=document(), first_day=YEAR, by=cast.carla, at=AT)
    assert PlanVersion.objects.count() == 1


def test_publishing_the_next_version_moves_the_people_over(cast: Cast) -> None:
    first = make_plan(cast.carla)
    put_on(first, cast.rita, by=cast.carla, ote_amount=Decimal(120_000), variable_bp=5_000)
    put_on(first, cast.nora, by=cast.carla, first_day=date(2026, 7, 1))
    put_on(first, cast.sam, by=cast.carla, end_day=date(2026, 3, 1))
    draft = draft_version(
        plan=first.plan, document=document(flat="4%"), first_day=date(2026, 4, 1), by=cast.carla, at=AT
    )
    publish_plan_version(version=draft, by=cast.carla, at=AT)
    first.refresh_from_db()
    assert first.valid.upper == date(2026, 4, 1)
    assert spans(cast.rita) == [(1, YEAR, date(2026, 4, 1)), (2, date(2026, 4, 1), None)]
    assert spans(cast.nora) == [(2, date(2026, 7, 1), None)]
    assert spans(cast.sam) == [(1, YEAR, date(2026, 3, 1))]
    assert Assignment.objects.get(user=cast.rita, plan_version=draft).ote_amount == Decimal(120_000)
    assert Event.objects.get(kind="plan_version.published", subject_id=draft.pk).payload["moved"] == 2


def test_next_version_starts_after_the_one_before(cast: Cast) -> None:
    first = make_plan(cast.carla)
    draft = draft_version(plan=first.plan, document=document(flat="4%"), first_day=YEAR, by=cast.carla, at=AT)
    with pytest.raises(Refused, match="choose a later first day"):
        publish_plan_version(version=draft, by=cast.carla, at=AT)
    first.refresh_from_db()
    draft.refresh_from_db()
    assert (first.valid.upper, draft.published_at) == (None, None)


def test_next_version_does_not_reach_into_final_pay(quarter: Cast, plan: PlanVersion) -> None:
    finalize_run(run=calculated(quarter), by=quarter.finn, at=OVER)
    draft = draft_version(
        plan=plan.plan, document=document(flat="4%"), first_day=date(2026, 3, 1), by=quarter.carla, at=AT
    )
    with pytest.raises(Refused, match="2026 Q1 is final: let it start on 1 Apr 2026 or later"):
        publish_plan_version(version=draft, by=quarter.carla, at=AT)
    assert spans(quarter.rita) == [(1, YEAR, None)]
    change_draft(version=draft, document=document(flat="4%"), first_day=date(2026, 4, 1), by=quarter.carla, at=AT)
    publish_plan_version(version=draft, by=quarter.carla, at=AT)
    assert spans(quarter.rita) == [(1, YEAR, date(2026, 4, 1)), (2, date(2026, 4, 1), None)]


def test_assign_plan_refuses_a_second_plan_on_the_same_days(cast: Cast) -> None:
    put_on(make_plan(cast.carla), cast.rita, by=cast.carla)
    with pytest.raises(PlanOverlap) as refusal:
        put_on(make_plan(cast.carla, "Other"), cast.rita, by=cast.carla, first_day=date(2026, 6, 1))
    assert refusal.value.message == (
        "Rita Sandoval is on Enterprise AE 2026, version 1 from 1 Jan 2026: end that assignment first."
    )
    assert Assignment.objects.count() == 1


def test_assign_plan_refuses_a_draft_and_days_outside(cast: Cast) -> None:
    draft = draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    with pytest.raises(Refused, match="is a draft: publish it before"):
        put_on(draft, cast.rita, by=cast.carla)
    publish_plan_version(version=draft, by=cast.carla, at=AT)
    with pytest.raises(Refused, match="is paid by from 1 Jan 2026: choose days within"):
        put_on(draft, cast.rita, by=cast.carla, first_day=date(2025, 12, 31))
    with pytest.raises(Refused, match="would end before it starts"):
        put_on(draft, cast.rita, by=cast.carla, end_day=YEAR)
    assert not Assignment.objects.exists()


def test_end_assignment_makes_room_for_the_next_plan(cast: Cast) -> None:
    assignment = put_on(make_plan(cast.carla), cast.rita, by=cast.carla)
    with pytest.raises(Refused, match="from 1 Jan 2026: choose an end after that"):
        end_assignment(assignment=assignment, end_day=YEAR, by=cast.carla, at=AT)
    end_assignment(assignment=assignment, end_day=date(2026, 6, 1), by=cast.carla, at=AT)
    put_on(make_plan(cast.carla, "Other"), cast.rita, by=cast.carla, first_day=date(2026, 6, 1))
    assert Assignment.objects.filter(user=cast.rita).count() == 2


def test_assignments_make_the_draft_of_their_days_stale(quarter: Cast, plan: PlanVersion) -> None:
    run = calculated(quarter)
    put_on(plan, quarter.sam, by=quarter.carla, first_day=date(2026, 4, 1))
    run.refresh_from_db()
    assert run.stale is False
    put_on(plan, quarter.max, by=quarter.carla, first_day=date(2026, 3, 31))
    assert Run.objects.get().stale is True
