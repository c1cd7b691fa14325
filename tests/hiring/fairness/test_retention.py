"""How long candidates are kept: the page's worked table, rules, and that nothing is told to others."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hiring.choices import CandidacyState, Origin
from hiring.domain.retention import remove_rule, set_rule
from hiring.models import BenchEntry, Candidacy, Candidate, RetentionRule
from hiring.queries.retention import due_by_rule
from salesmgmt.common.problems import NotAllowed
from tests.hiring_rows import hiring_stage
from tests.pipeline.crm.test_worked_tables import tables
from tests.refusals import assert_refused

pytestmark = pytest.mark.django_db
GERMANY = {"region": "Germany", "places": "Berlin, Hamburg,, Germany "}
EVERYWHERE = {"region": "", "places": ""}
DUE = {
    "Germany, application": ("Germany", "APPLICATION"),
    "Germany, consent": ("Germany", "CONSENT"),
    "everywhere else, application": ("", "APPLICATION"),
}


def at_noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)


def candidate(row: dict[str, str], profile, cast) -> None:
    made = Candidate.objects.create(
        name=row["candidate"], location=row["lives in"], email=f"{row['candidate']}@post.example", created_at=cast_at()
    )
    how = row["application ended"]
    state = {"open": CandidacyState.OPEN, "hired": CandidacyState.HIRED}.get(how, CandidacyState.REJECTED)
    ended_at = {"open": None, "hired": at_noon("2025-01-09")}.get(how) if how in {"open", "hired"} else at_noon(how)
    candidacy = Candidacy.objects.create(
        candidate=made,
        profile=profile,
        stage=hiring_stage("Applied"),
        state=state,
        origin=Origin.FILE,
        applied_at=cast_at(),
        stage_entered_at=cast_at(),
        ended_at=ended_at,
        hired_user=cast.rita if how == "hired" else None,
    )
    if row["consent until"]:
        until = date.fromisoformat(row["consent until"])
        BenchEntry.objects.create(
            candidacy=candidacy,
            tier="A",
            owner=cast.max,
            put_at=cast_at(),
            left_at=cast_at() + timedelta(days=2),
            leave_reason="Over.",
            consent_until=until,
            next_touch_date=until,
        )


def cast_at() -> datetime:
    return at_noon("2025-01-02")


def test_the_worked_table(cast, profile, at):
    for where, basis, days in (
        (GERMANY, "APPLICATION", 180),
        (GERMANY, "CONSENT", 30),
        (EVERYWHERE, "APPLICATION", 365),
    ):
        set_rule(**where, basis=basis, days=days, by=cast.rosa, at=at)
    (rows,) = tables("retention.md")
    for row in rows:
        candidate(row, profile, cast)
    found = due_by_rule(cast.rosa, company=cast.company, on=date(2026, 7, 1))
    due = {each.name: (one.rule.region, one.rule.basis) for one in found for each in one.first}
    assert due == {row["candidate"]: DUE[said] for row in rows if (said := row["due on 2026-07-01 by"])}
    assert [one.count for one in found] == [1, 1, 1]
    assert due_by_rule(cast.ivan, company=cast.company, on=date(2026, 7, 1)) != found
    assert all(not one.count for one in due_by_rule(cast.mona, company=cast.company, on=date(2026, 7, 1)))


def test_a_rule_is_set_again_and_removed(cast, at):
    for days in (180, 90):
        rule = set_rule(**GERMANY, basis="APPLICATION", days=days, by=cast.rosa, at=at)
    assert (RetentionRule.objects.get().days, rule.words) == (90, ["Berlin", "Hamburg", "Germany"])
    with pytest.raises(NotAllowed):
        remove_rule(rule=rule, by=cast.max, at=at)
    assert RetentionRule.objects.count() == 1
    for _ in range(2):
        remove_rule(rule=rule, by=cast.rosa, at=at)
    assert not RetentionRule.objects.exists()


def test_what_is_no_rule_is_refused(cast, at):
    no_places = "a_region_of_a_retention_rule_has_places"
    for facts, code, field in (
        ({**GERMANY, "basis": "APPLICATION", "days": 0}, "days", "days"),
        ({**GERMANY, "basis": "LAW", "days": 9}, "basis", "basis"),
        ({"region": "", "places": "Berlin", "basis": "CONSENT", "days": 9}, "region", "region"),
        ({"region": "Germany", "places": " , ", "basis": "CONSENT", "days": 9}, no_places, "places"),
    ):
        with assert_refused(code, field):
            set_rule(**facts, by=cast.rosa, at=at)


PREVIEW = "/hiring/retention/preview/"


def test_a_rule_says_what_would_go_before_it_is_set(cast, profile, client, at):
    """By the same query as the night; nothing is kept of the question."""
    (rows,) = tables("retention.md")
    for row in rows:
        candidate(row, profile, cast)
    set_rule(**GERMANY, basis="APPLICATION", days=1, by=cast.rosa, at=at)
    client.force_login(cast.rosa)
    page = client.get(PREVIEW, {"region": "", "basis": "APPLICATION", "days": "1", "warn_days": "9"}).content.decode()
    names = {row["candidate"] for row in rows if f">{row['candidate']}</a>" in page}
    assert names == {"Cy", "Di"}  # the others live in Germany, have consented, run for something or were hired
    assert "<b>2 candidates</b> would be due today" in page
    replaced = client.get(PREVIEW, {**GERMANY, "basis": "APPLICATION", "days": "3000"}).content.decode()
    assert "Nobody would be due today" in replaced
    assert RetentionRule.objects.get().days == 1


@pytest.mark.parametrize("days", ["", "0", "4000", "many"])
def test_a_preview_of_what_cannot_be_a_rule_says_what_is_missing(cast, client, days):
    client.force_login(cast.rosa)
    answer = client.get(PREVIEW, {"basis": "APPLICATION", "days": days})
    assert (answer.status_code, "who would be due stands here" in answer.content.decode()) == (200, True)
