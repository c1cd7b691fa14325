"""The blind rule in every door: what one may not read is not listed, opened, filtered, sorted, averaged or told."""

import pytest

from hiring.domain.scorecards import save_draft
from hiring.models import Scorecard
from hiring.queries.timeline import happenings
from salesmgmt.events.models import Event
from salesmgmt.figures.registry import figures_for
from tests.hiring_rows import card_facts, submit

API = "/api/v1/hiring/"
CARDS = f"{API}scorecards/"
SECRET = ("STRONG_NO", "Listens well.", "Asked five questions")


@pytest.fixture
def secret(interview, cast) -> Scorecard:
    """Ivan has submitted; Max, who sat with him, has not."""
    return submit(interview, cast.ivan, discovery=1, recommendation="STRONG_NO")


def blind_readers(cast):
    return [cast.max, cast.rosa, cast.olga, cast.mona, cast.rita]


def test_lists_and_details_hide_it(secret, cast, as_):
    for user in blind_readers(cast):
        assert as_(user).get(CARDS).json()["results"] == []
        assert as_(user).get(f"{CARDS}{secret.pk}/").status_code == 404
        assert as_(user).put(f"{CARDS}{secret.pk}/", {}, format="json").status_code == 404
        assert as_(user).post(f"{CARDS}{secret.pk}/submit/").status_code == 404


def test_a_draft_is_nobody_elses_even_then(interview, secret, cast, as_, at):
    submit(interview, cast.max)
    assert {row["author_name"] for row in as_(cast.max).get(CARDS).json()["results"]} == {"Ivan Ilic", "Max Adler"}
    other = save_draft(interview=_another(interview, cast), facts=card_facts(), by=cast.ivan, at=at)
    assert as_(cast.max).get(f"{CARDS}{other.pk}/").status_code == 404


def test_no_filter_and_no_order_asks_what_it_says(secret, cast, as_):
    client = as_(cast.max)
    for name in ("recommendation", "value", "ratings", "summary", "rating"):
        for where in ("scorecards", "interviews", "candidacies", "candidates"):
            assert client.get(f"{API}{where}/?{name}=STRONG_NO").status_code == 400
    for where in ("scorecards", "interviews", "candidacies", "candidates"):
        for order in ("recommendation", "interview__scorecards__recommendation", "rating"):
            assert client.get(f"{API}{where}/?order={order}").status_code == 400


def test_allowed_filters_find_none_of_it(interview, secret, cast, as_):
    for query in (f"interview={interview.pk}", f"candidacy={interview.candidacy_id}", f"author={cast.ivan.pk}"):
        assert as_(cast.max).get(f"{CARDS}?{query}").json()["results"] == []


def test_other_rows_tell_that_it_is_in_and_nothing_of_what_it_says(interview, secret, cast, as_):
    client = as_(cast.max)
    shown = client.get(f"{API}interviews/{interview.pk}/").json()
    assert shown["submitted"] == [cast.ivan.pk]
    for path in (
        f"interviews/{interview.pk}/",
        f"candidacies/{interview.candidacy_id}/",
        f"candidacies/{interview.candidacy_id}/visits/",
        f"candidates/{interview.candidacy.candidate_id}/",
        "bench-entries/",
    ):
        said = client.get(f"{API}{path}").content.decode()
        assert not [words for words in SECRET if words in said]


def test_timeline_tells_that_it_is_in_and_nothing_of_what_it_says(interview, secret, cast):
    def told(user) -> str:
        entries = happenings(interview.candidacy, viewer=user)
        return " ".join(f"{each.who} {each.what} {each.note}" for each in entries)

    for user in blind_readers(cast):
        assert "Ivan Ilic submitted a scorecard for Applied" in told(user)
        assert "strong no" not in told(user)
        assert "Listens well." not in told(user)
    assert "strong no" in told(cast.ivan)
    submit(interview, cast.max)
    for user in (cast.max, cast.rosa):
        assert "Ivan Ilic submitted a scorecard for Applied: strong no" in told(user)


def test_log_and_figures_hold_none_of_it(secret, cast):
    told = " ".join(str(payload) for payload in Event.objects.values_list("payload", flat=True))
    assert not [words for words in (*SECRET, "evidence") if words in told]
    for user in blind_readers(cast):
        for figure in figures_for(user):
            if figure.name.startswith("hiring."):
                named = [*figure.contributions, *(each.name for each in (*figure.columns, *figure.groupings))]
                assert not {"recommendation", "rating", "value", "scorecard"} & set(named)


def _another(interview, cast):
    from tests.hiring_rows import make_interview

    return make_interview(interview.candidacy, cast.max, [cast.ivan])
