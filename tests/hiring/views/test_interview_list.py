"""The list of interviews: what narrows it, and that nothing of it tells what a scorecard says before one may know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hiring.domain.interviews import cancel
from hiring.lists import INTERVIEWS
from hiring.models import Candidacy
from hiring.models.interview import ScorecardQuerySet
from tests.cast import AT
from tests.hiring_rows import HOUR, make_candidacy, make_interview, submit

SAID = ("strong no", "STRONG_NO", "Qzsummary", "Qzevidence")


@pytest.fixture
def interviews(profile, candidacy, cast):
    """Cal saw Ivan, who says strong no, and Max, who owes his card; Ada saw Ivan, who owes; Bo's is to come; Di's is
    cancelled."""
    made = {"Cal": make_interview(candidacy, cast.max, [cast.ivan, cast.max])}
    submit(made["Cal"], cast.ivan, recommendation="STRONG_NO", discovery=1, evidence="Qzevidence", summary="Qzsummary")
    soon = timezone.now() + timedelta(days=30)
    for name, panel, when in (("Ada", cast.ivan, AT + HOUR), ("Bo", cast.max, soon), ("Di", cast.max, AT + 3 * HOUR)):
        made[name] = make_interview(make_candidacy(profile, cast.max, name), cast.max, [panel], scheduled_at=when)
    cancel(interview=made["Di"], by=cast.max, at=AT)
    return made


def listed(client, query="sort=when"):
    page = client.get(f"/hiring/interviews/list/?{query}")
    assert page.status_code == 200
    return page


def names(page):
    return {each.row.candidacy.candidate.name.split()[0]: each for each in page.context["dressed"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=when", {"Cal", "Ada", "Bo", "Di"}),
        ("state=CANCELLED", {"Di"}),
        ("scorecards=missing", {"Cal", "Ada"}),
        ("scorecards=in", set()),
        ("mine=owe", {"Cal"}),
        ("mine=sit", {"Cal", "Bo", "Di"}),
        ("panelist={ivan}", {"Cal", "Ada"}),
        ("search=ada", {"Ada"}),
        ("profile={profile}&state=HELD", {"Cal"}),
    ],
)
def test_interviews_are_narrowed_alike_on_the_page_and_over_the_api(interviews, cast, client, query, found):
    query = query.format(ivan=cast.ivan.pk, profile=interviews["Cal"].candidacy.profile_id)
    client.force_login(cast.max)
    assert set(names(listed(client, query))) == found
    filters = "&".join(part for part in query.split("&") if not part.startswith("sort="))
    over_api = client.get(f"/api/v1/hiring/interviews/?{filters}").json()["results"]
    assert {each["id"] for each in over_api} == {interviews[name].pk for name in found}


def test_all_scorecards_in_is_a_filter_once_they_are(interviews, cast, client):
    submit(interviews["Cal"], cast.max, at=AT + 5 * HOUR)
    client.force_login(cast.max)
    assert set(names(listed(client, "scorecards=in"))) == {"Cal"}
    assert set(names(listed(client, "scorecards=missing"))) == {"Ada"}


def test_the_list_says_who_sits_in_and_whose_scorecard_is_missing(interviews, cast, client):
    client.force_login(cast.max)
    page = listed(client, "sort=when&cols=panel,scorecards,missing,mine").content.decode()
    assert "Ivan Ilić, Max Adler" in page or f"{cast.ivan.name}, {cast.max.name}" in page
    assert "1 of 2 in" in page
    assert f"/hiring/interviews/{interviews['Cal'].pk}/scorecard/" in page
    client.force_login(cast.ivan)
    assert set(names(listed(client))) == {"Cal", "Ada"}
    client.force_login(cast.mona)
    assert names(listed(client)) == {}


def everything_told(client):
    """All that the list says to a person: all columns by each order, each filter's choices, parts, export, and the same
    filters over the API."""
    columns = ",".join(column.name for column in INTERVIEWS.columns)
    orders = ["recommended", *(each.name for each in INTERVIEWS.columns if each.order)]
    queries = [f"sort={sign}{name}&cols={columns}" for name in orders for sign in ("", "-")]
    queries += [f"{name}={value}&cols={columns}" for name, value in asked_for()]
    told = [listed(client, query) for query in queries]
    told += [client.get(f"/lists/interviews/{part}/") for part in ("columns", "filters", "totals")]
    told += [client.get(f"/api/v1/hiring/interviews/?{name}={value}") for name, value in asked_for()]
    text = "".join(answer.content.decode() for answer in told)
    sent = {"form": "csv", "all_columns": "on"}
    return text + b"".join(client.post("/lists/interviews/export/?sort=when", sent).streaming_content).decode()


def asked_for():
    """Each choice of each filter."""
    declared = INTERVIEWS.filterset.base_filters.items()
    return [(name, value) for name, each in declared for value, _ in each.extra.get("choices", [])]


def test_nothing_of_the_list_tells_what_a_scorecard_says_before_one_s_own_is_in(interviews, cast, client):
    for blind in (cast.max, cast.rosa, cast.olga):
        client.force_login(blind)
        told = everything_told(client)
        assert [word for word in SAID if word in told] == [], blind
    client.force_login(cast.ivan)
    assert "1 strong no" in everything_told(client)
    submit(interviews["Cal"], cast.max, at=AT + 5 * HOUR)
    client.force_login(cast.max)
    assert names(listed(client))["Cal"].recommended == {"STRONG_NO": 1, "YES": 1}
    assert "1 yes, 1 strong no" in everything_told(client)
    client.force_login(cast.rosa)
    assert "1 yes, 1 strong no" in everything_told(client)
    client.force_login(cast.olga)
    assert "strong no" not in everything_told(client)


def test_a_broken_blind_rule_is_noticed(interviews, cast, client, monkeypatch):
    monkeypatch.setattr(ScorecardQuerySet, "visible_to", lambda self, user: self)
    client.force_login(cast.max)
    assert "strong no" in everything_told(client)


def test_an_order_or_filter_by_what_scorecards_say_is_not_there(interviews, cast, client):
    client.force_login(cast.max)
    plain = [each.row.pk for each in listed(client, "sort=when").context["dressed"]]
    for query in ("sort=recommended", "sort=-recommended", "sort=when&recommended=1+strong+no"):
        assert [each.row.pk for each in listed(client, query).context["dressed"]] == plain
    assert client.get("/api/v1/hiring/interviews/?recommended=1").status_code == 400
    assert names(listed(client, "search=Qzsummary")) == {}


def test_a_rejected_candidate_s_interview_owes_nothing(interviews, cast, client):
    Candidacy.objects.filter(pk=interviews["Ada"].candidacy_id).update(state="REJECTED", ended_at=timezone.now())
    client.force_login(cast.rosa)
    assert set(names(listed(client, "scorecards=missing"))) == {"Cal"}
