"""The debrief and interviewers' figures: side by side, missing is missing, and blind for whoever may not read yet."""

from datetime import date

from hiring.domain.availability import set_availability
from hiring.domain.interviews import cancel
from hiring.domain.scorecards import RatingFacts, ScorecardFacts, submit_scorecard
from hiring.queries.debrief import debrief_of
from hiring.queries.interviewers import interviewers_seen
from salesmgmt.figures.queries.rows import shown_rows
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.people.models import Competency
from tests.hiring.test_worked_tables import ask
from tests.hiring_rows import DAY, HOUR, make_candidacy, make_interview, submit

MONDAY = date(2026, 3, 2)


def closing(interview, by, value: int, at) -> None:
    rating = RatingFacts(Competency.objects.get(code="closing"), value, "Asked for the order.")
    submit_scorecard(interview=interview, facts=ScorecardFacts([rating], "NO", "Not yet."), by=by, at=at)


def lines(debrief) -> dict:
    return {line.name: ([each.value for each in line.seen], line.rated) for line in debrief.lines}


def test_debrief_stands_side_by_side_and_leaves_out_what_was_not_seen(interview, candidacy, cast, at):
    submit(interview, cast.ivan, discovery=4)
    closing(interview, cast.max, 2, at + 2 * HOUR)
    found = debrief_of(candidacy, viewer=cast.max)
    assert lines(found) == {"Closing": ([None, 2], 1), "Discovery": ([4, None], 1)}
    assert [count for *_, count in found.lines[1].counts] == [0, 0, 0, 1, 0]
    assert (found.said, found.hidden, found.missing) == ("1 yes, 1 no", 0, [])


def test_debrief_is_blind_until_ones_own_are_in(interview, candidacy, cast, at):
    submit(interview, cast.ivan)
    for viewer, missing in ((cast.max, ["Max Adler"]), (cast.rosa, ["Max Adler"]), (cast.olga, ["Max Adler"])):
        found = debrief_of(candidacy, viewer=viewer)
        assert (found.cards, found.said, found.hidden) == ([], "", 1)
        assert [name for name, _ in found.missing] == missing
    closing(interview, cast.max, 2, at + 2 * HOUR)
    assert [len(debrief_of(candidacy, viewer=viewer).cards) for viewer in (cast.max, cast.rosa, cast.olga)] == [2, 2, 0]


def test_load_counts_what_was_not_cancelled_by_week_in_the_companys_zone(profile, interview, cast, at):
    set_availability(windows=None, per_day=4, per_week=5, by=cast.ivan, at=at)
    other = make_candidacy(profile, cast.max, "Ada Brandt")
    make_interview(other, cast.max, [cast.ivan], scheduled_at=at - 2 * DAY)
    make_interview(other, cast.max, [cast.ivan], scheduled_at=at + 8 * DAY)
    cancel(interview=make_interview(other, cast.max, [cast.ivan], scheduled_at=at + DAY), by=cast.max, at=at)
    rows = {row.person.short_name: row for row in interviewers_seen(cast.max, today=MONDAY)}
    assert rows["Ivan"].weeks == [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0]
    assert (rows["Ivan"].this_week, rows["Ivan"].per_week) == (1, 5)
    assert (rows["Max"].this_week, rows["Max"].per_week) == (1, 12)
    assert interviewers_seen(cast.mona, today=MONDAY) == []


def test_agreement_is_made_of_scorecards_that_the_viewer_may_read(profile, cast, at):
    for number, recommendation in enumerate(["YES", "STRONG_YES", "NO"]):
        candidacy = make_candidacy(profile, cast.max, f"Cal{number} Candidate")
        seen = make_interview(candidacy, cast.max, [cast.ivan, cast.max], scheduled_at=at + number * HOUR)
        submit(seen, cast.ivan, at=at + 4 * HOUR)
        if number < 2:
            submit(seen, cast.max, recommendation=recommendation, at=at + 4 * HOUR)
    rows = {row.person.short_name: row for row in interviewers_seen(cast.max, today=MONDAY)}
    assert (rows["Ivan"].agreement.same, rows["Ivan"].agreement.pairs) == (2, 2)
    assert not rows["Ivan"].agreement.is_enough
    admins = {row.person.short_name: row for row in interviewers_seen(cast.olga, today=MONDAY)}
    assert (admins["Ivan"].agreement.pairs, admins["Ivan"].leniency) == (0, None)
    assert admins["Ivan"].this_week == 3


def test_agreement_and_leniency_are_figures_with_their_rows(profile, cast, at):
    """Ivan rates each of twenty a point above Max; both say yes of half of them, and differ on the others."""
    for number in range(20):
        candidacy = make_candidacy(profile, cast.max, f"P{number:02} Person")
        interview = make_interview(candidacy, cast.max, [cast.ivan, cast.max], scheduled_at=at + number * 4 * DAY)
        submit(interview, cast.ivan, at=at + 90 * DAY, discovery=4 + number % 2)
        submit(
            interview, cast.max, at=at + 90 * DAY, discovery=3 + number % 2, recommendation=("YES", "NO")[number % 2]
        )
    agreement = ask(cast, "hiring.interviewer_agreement", user=cast.max, by="interviewer")
    assert (agreement["measures"]["same"]["n"], agreement["measures"]["same"]["value"]) == (40, 0.5)
    ivan = next(group for group in agreement["groups"] if group["label"] == "Ivan Ilic")["measures"]["same"]
    assert (ivan["n"], ivan["value"], round(ivan["interval"]["low"], 3)) == (20, 0.5, 0.299)
    leniency = ask(cast, "hiring.interviewer_leniency", user=cast.max)
    assert (leniency["measures"]["apart"]["n"], leniency["value"]) == (2, 1.0)
    figure = figure_for("hiring.interviewer_leniency", cast.max)
    scope = read_scope(figure, {}, user=cast.max, at=at)
    rows = {row["column_interviewer"]: row["column_leniency"] for row in shown_rows(figure, scope)}
    assert rows["Ivan Ilic"].startswith("+0.50 points")
    assert rows["Max Adler"].startswith("-0.50 points")
    assert ask(cast, "hiring.interviewer_agreement")["measures"]["same"]["n"] == 0  # an admin reads no scorecards
