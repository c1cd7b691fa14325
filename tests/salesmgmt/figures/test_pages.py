"""The pages of figures: they say what the API says, open to rows, and refuse at the field."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salesmgmt.figures import presentation

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def get(user, address: str, **headers):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.get(f"/figures/{address}", **headers)

    return get


def text(answer) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", plain.replace("&#x27;", "'").replace("&amp;", "&"))


def test_the_catalogue_lists_what_one_may_ask(cast, page):
    shown = text(page(cast.rita, ""))
    assert "Won deals divided by closed deals, and by all." in shown
    assert "toy.deals" in shown
    assert "toy.deals" not in text(page(cast.finn, ""))


def test_a_report_says_sentence_table_definition_and_rows(cast, deals, page):
    answer = page(cast.rita, "toy.win_rate/")
    shown = text(answer)
    assert answer.status_code == 200
    sentence = "2 of 3 closed deals were won, 66.7% (20.8% to 93.9%). 1 left out, because they have no close date."
    assert sentence in shown
    assert "small sample" in shown
    assert shown.index(sentence) < shown.index("By owner") < shown.index("Definition", shown.index("By owner"))
    assert "Rita Sandoval 66.7% 20.8% to 93.9% (95%) 40.0% 11.8% to 76.9% (95%) 3" in shown
    assert "Alba Rita Sandoval 1 1 1" in shown
    assert 'style="' not in answer.content.decode()


def test_a_picture_has_a_title_and_says_itself_in_words(cast, deals, page):
    shown = page(cast.olga, "toy.amount/?by=owner").content.decode()
    assert '<title id="picture-title">Amount by owner</title>' in shown
    assert "Sam Okafor: 1,005.00 EUR, n 2. Rita Sandoval: 360.51 EUR, n 4." in shown
    assert [float(width) for width in re.findall(r'class="f4"[^>]* width="([\d.]+)"', shown)] == [280.0, 100.4]


def test_a_group_opens_to_its_rows(cast, deals, page):
    shown = page(cast.olga, "toy.deals/?by=owner").content.decode()
    assert f"/figures/toy.deals/?by=owner&amp;group={cast.sam.pk}#rows" in shown
    group = text(page(cast.olga, f"toy.deals/?by=owner&group={cast.sam.pk}"))
    assert "Fuga" in group
    assert "Alba" not in group


def test_a_report_shows_only_what_is_visible(cast, deals, page):
    assert "Fuga" not in text(page(cast.rita, "toy.deals/"))
    assert "There is no deal." in text(page(cast.stranger, "toy.deals/"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=soon", "from=soon is no day: write it as 2026-11-21."),
        ("from=2026-04-01&to=2026-03-01", "The days from 2026-04-01 up to 2026-03-01 are none"),
        ("by=secret", "cannot be broken down by secret"),
        ("colour=red", "toy.deals has no parameter colour: it takes from, to, as_of, owner, by, group."),
        ("as_of=2999-01-01", "lies in the future"),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_page(cast, deals, page, query, sentence):
    answer = page(cast.rita, f"toy.deals/?{query}")
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Alba" not in text(answer)


def test_a_figure_one_may_not_ask_is_not_there(cast, page):
    assert page(cast.finn, "toy.deals/").status_code == 404
    assert page(cast.finn, "toy.deals/why/").status_code == 404
    assert page(cast.rita, "toy.nothing/").status_code == 404


def test_why_is_a_fragment_with_interval_denominator_as_of_and_ways_on(cast, deals, page):
    answer = page(cast.rita, f"toy.win_rate/why/?owner={cast.rita.pk}&from=2026-01-01", HTTP_HX_REQUEST="true")
    html, shown = answer.content.decode(), text(answer)
    assert "<html" not in html
    assert "Win rate: 66.7%" in shown
    assert "2 of 3 closed deals were won from 1 Jan 2026, 66.7%" in shown
    assert "Interval 20.8% to 93.9% (95%), small sample" in shown
    assert "Of all deals 50.0%" in shown
    assert "Made of 3: Closed deals; in the second, all deals." in shown
    assert "As of" in shown
    assert "Left out 1, because they have no close date" in shown
    assert f'href="/figures/toy.win_rate/?from=2026-01-01&amp;owner={cast.rita.pk}#rows"' in html
    assert 'href="/figures/toy.win_rate/#definition"' in html


def test_why_refuses_in_a_toast(cast, page):
    answer = page(cast.rita, "toy.win_rate/why/?colour=red", HTTP_HX_REQUEST="true")
    assert answer.status_code == 400
    assert "has no parameter colour" in str(answer.headers)


def test_rows_of_a_report_are_paged(cast, deals, page, monkeypatch):
    monkeypatch.setattr("salesmgmt.figures.views.report.ROWS", 2)
    first = page(cast.rita, "toy.deals/")
    following = (
        re.search(r'href="(\?[^"]*cursor=[^"]*)" rel="next"', first.content.decode()).group(1).replace("&amp;", "&")
    )
    second = text(page(cast.rita, f"toy.deals/{following}"))
    assert "Coda" in second
    assert "Alba Rita" not in second


def test_a_report_stays_within_the_query_budget(cast, deals, page):
    page(cast.olga, "toy.win_rate/?by=owner")
    with CaptureQueriesContext(connection) as captured:
        assert page(cast.olga, "toy.win_rate/?by=owner").status_code == 200
    reads = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert len(reads) <= 12, reads


def test_a_page_shows_the_first_groups_and_says_of_how_many(cast, deals, page, monkeypatch):
    monkeypatch.setattr(presentation, "MOST_LINES", 1)
    shown = text(page(cast.olga, "toy.deals/?by=owner"))
    assert "The first 1 of 2; the figure’s API answers with all of them." in shown
    assert "The first" not in text(page(cast.olga, f"toy.deals/?by=owner&group={cast.sam.pk}"))
