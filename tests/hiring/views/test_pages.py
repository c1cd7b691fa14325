"""What the pages of hiring cost and say: the same queries for one row and for three, and no row that is not visible."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hiring.domain.bench import put_on_bench
from hiring.domain.candidacies import move_candidacy
from hiring.domain.endings import reject
from hiring.domain.interviews import plan_interview
from hiring.domain.profiles import edit
from hiring.domain.touches import log_touch
from hiring.models import BenchEntry, Candidacy
from hiring.queries.warmth import warmth
from hiring.templatetags.hiring import warmth_words
from tests.cast import AT
from tests.hiring_rows import HOUR, hiring_stage, make_candidacy, make_entry, make_interview, make_profile, submit

PAGES = {
    "/hiring/": 12,
    "/hiring/board/": 12,
    "/hiring/candidates/?state=OPEN": 12,
    "/hiring/interviews/": 12,
    "/hiring/bench/list/": 10,
    "/hiring/interviews/list/?sort=when": 10,
}
NAMES = ["Ada Brandt", "Bea Fontaine", "Tess Corrigan"]


def benched(cast, profile, count, *, at=AT):
    """So many people on Max's bench, each seen by Max and Ivan, with a scorecard of Ivan's and a touch."""
    for name in NAMES[:count]:
        candidacy = make_candidacy(profile, cast.max, name, at=at)
        submit(make_interview(candidacy, cast.max, [cast.ivan, cast.max]), cast.ivan)
        entry = make_entry(candidacy, cast.max, at=at)
        log_touch(entry=entry, kind="CALL", happened_at=at + HOUR, by=cast.max, at=at + HOUR)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", PAGES)
def test_pages_stay_within_their_queries(profile, cast, client, address, count, django_assert_max_num_queries):
    benched(cast, profile, count)
    client.force_login(cast.max)
    client.get(address)
    with django_assert_max_num_queries(PAGES[address]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("part", ["", "panel/"])
def test_record_stays_within_twelve_queries(
    profile, candidacy, cast, client, part, count, django_assert_max_num_queries
):
    for _ in range(count):
        submit(make_interview(candidacy, cast.max, [cast.ivan, cast.max]), cast.ivan)
    entry = make_entry(candidacy, cast.max)
    for hour in range(count):
        happened = AT + (1 + hour) * HOUR
        log_touch(entry=entry, kind="CALL", happened_at=happened, by=cast.max, at=happened)
    client.force_login(cast.max)
    address = f"/hiring/candidacies/{candidacy.pk}/{part}"
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_bench_says_what_its_figures_say(profile, cast, client):
    edit(profile=profile, facts={"bench_goal": 3}, by=cast.olga, at=AT)
    now = timezone.now()
    fresh = make_candidacy(profile, cast.max, "Ada Brandt", at=now)
    put_on_bench(candidacy=fresh, tier="A", by=cast.max, at=now)
    stale = make_candidacy(profile, cast.max, "Bea Fontaine", at=now - timedelta(days=60))
    put_on_bench(candidacy=stale, tier="A", by=cast.max, at=now - timedelta(days=30))
    later = make_candidacy(profile, cast.max, "Tess Corrigan", at=now)
    ready = (now + timedelta(days=60)).date()
    put_on_bench(candidacy=later, tier="B", by=cast.max, at=now, ready_date=ready)
    client.force_login(cast.max)
    answer = client.get("/hiring/")
    page = answer.context["bench"]
    assert (len(page.rows), page.ready, page.goal, page.warm, page.late, page.due) == (3, 2, 3, 2, 1, 1)
    assert page.without_consent == 3
    text = " ".join(answer.content.decode().split())
    assert "1 touch is late." in text
    assert "Enterprise AE is 1 short of its goal</b>: 2 of 3 are ready." in text
    assert "3 people, no opening needed" in text
    for query in ("whose=line", "tier=A", "late=on"):  # a goal is not measured with a part of the people
        text = client.get(f"/hiring/?{query}").content.decode()
        assert ("short of its goal" in text, "A goal is measured with everybody" in text) == (False, True)


def test_whose_consent_has_ended_is_not_among_the_late(profile, cast, client):
    """Nobody gets in touch with them, and the figures above do not count them."""
    now = timezone.now()
    ended = {"consent_until": (now - timedelta(days=40)).date()}
    for name, facts in (("Ada Brandt", {}), ("Bea Fontaine", ended)):
        candidacy = make_candidacy(profile, cast.max, name, at=now - timedelta(days=60))
        put_on_bench(candidacy=candidacy, tier="A", by=cast.max, at=now - timedelta(days=50), **facts)
    client.force_login(cast.max)
    page = client.get("/hiring/?late=on").context["bench"]
    assert [row.entry.candidacy.candidate.name for row in page.rows] == ["Ada Brandt"]
    assert page.late == page.standing == 1


def test_more_rows_continue_a_bench_without_gap_or_repetition(profile, cast, client, monkeypatch):
    monkeypatch.setattr("hiring.queries.bench_page.SHOWN", 2)
    other = make_profile(cast, "Sales engineer")
    for name, of in [*((name, profile) for name in "ABCDE"), ("F", other)]:
        put_on_bench(candidacy=make_candidacy(of, cast.max, name), tier="B", by=cast.max, at=AT)
    put_on_bench(candidacy=make_candidacy(profile, cast.max, "G"), tier="C", by=cast.max, at=AT)
    client.force_login(cast.max)
    answer = client.get("/hiring/?tier=B")
    first = {str(bench.profile): bench for bench in answer.context["bench"].benches}
    assert {name: (bench.depth.standing, len(bench.rows)) for name, bench in first.items()} == {
        "Enterprise AE": (5, 2),
        "Sales engineer": (1, 1),
    }
    bench = first["Enterprise AE"]
    shown, following, left = [row.entry.pk for row in bench.rows], bench.next, bench.left
    while following:
        asked = {"tier": "B", "cursor": following, "left": left}
        context = client.get(f"/hiring/bench/rows/{profile.pk}/", asked).context
        shown += [row.entry.pk for row in context["rows"]]
        following, left = context["next"], context["left"]
    wanted = BenchEntry.objects.filter(tier="B", candidacy__profile=profile).order_by("next_touch_date", "pk")
    assert (shown, left) == (list(wanted.values_list("pk", flat=True)), 0)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("whose=mine", ["Ada Brandt"]),
        ("whose=line", ["Ada Brandt"]),
        ("tier=B", ["Bea Fontaine"]),
        ("late=on", []),
        ("tier=Z", ["Ada Brandt", "Bea Fontaine"]),
    ],
)
def test_bench_is_narrowed_by_its_address(profile, cast, client, query, names):
    now = timezone.now()
    put_on_bench(candidacy=make_candidacy(profile, cast.max, "Ada Brandt", at=now), tier="A", by=cast.max, at=now)
    bea = make_candidacy(profile, cast.max, "Bea Fontaine", at=now)
    put_on_bench(candidacy=bea, tier="B", owner=cast.rosa, by=cast.max, at=now)
    client.force_login(cast.max)
    page = client.get(f"/hiring/?{query}").context["bench"]
    assert sorted(row.entry.candidacy.candidate.name for row in page.rows) == names


def test_a_filter_that_cannot_be_read_is_said(profile, cast, client):
    client.force_login(cast.max)
    assert [chip.words for chip in client.get("/hiring/?tier=Z").context["chips"]] == ["Z cannot be read as tier"]


def test_bench_teaches_where_nobody_stands(profile, cast, client):
    client.force_login(cast.max)
    text = client.get("/hiring/").content.decode()
    assert "Nobody on the bench for Enterprise AE" in text
    assert f"/hiring/candidates/new/?profile={profile.pk}" in text


def test_bench_shows_no_profile_that_one_does_not_hire_for(profile, cast, client):
    benched(cast, profile, 1)
    client.force_login(cast.mona)
    text = client.get("/hiring/").content.decode()
    assert "Ada Brandt" not in text
    assert "You hire for no role profile yet" in text


def test_who_only_interviews_lands_at_their_interviews(profile, cast, client):
    client.force_login(cast.ivan)
    assert client.get("/hiring/").headers["Location"] == "/hiring/interviews/"


def test_board_counts_and_says_how_many_went_on(profile, cast, client):
    first = make_candidacy(profile, cast.max, "Ada Brandt")
    make_candidacy(profile, cast.max, "Bea Fontaine")
    move_candidacy(candidacy=first, to=hiring_stage("Screen"), by=cast.max, at=AT + HOUR)
    client.force_login(cast.max)
    answer = client.get("/hiring/board/")
    counts = [each["column"].count for each in answer.context["columns"]]
    assert counts == [1, 1, 0, 0, 0]
    assert "50% of 2 went on" in answer.content.decode()
    assert answer.context["total"] == 2


def test_a_card_says_the_next_interview_and_whose_scorecard_is_missing(profile, candidacy, cast, client):
    now = timezone.now()
    soon = now + timedelta(days=2)
    plan_interview(candidacy=candidacy, scheduled_at=soon, panel=[cast.ivan], by=cast.max, at=now)
    plan_interview(
        candidacy=candidacy, scheduled_at=now - timedelta(hours=2), panel=[cast.ivan, cast.max], by=cast.max, at=now
    )
    client.force_login(cast.max)
    [card] = client.get("/hiring/board/").context["columns"][0]["cards"]
    assert (card[2].interview_at, card[2].missing, card[2].tier) == (soon, 2, None)


def test_more_cards_continue_a_column_without_gap_or_repetition(profile, cast, client):
    for number in range(28):
        make_candidacy(profile, cast.max, f"C{number:02} Candidate")
    client.force_login(cast.max)
    column = client.get("/hiring/board/").context["columns"][0]
    shown = [row.pk for row, _, _ in column["cards"]]
    stage = hiring_stage("Applied")
    answer = client.get(f"/hiring/board/{stage.pk}/more/?cursor={column['next']}&left=3")
    rest = [row.pk for row, _, _ in answer.context["cards"]]
    assert (len(shown), len(rest), answer.context["next"]) == (15, 13, "")
    assert sorted(shown + rest) == sorted(Candidacy.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("sort", ["name", "-name", "applied", "-applied", "entered", "nonsense"])
def test_list_pages_through_every_order(profile, cast, client, monkeypatch, sort):
    monkeypatch.setattr("salesmgmt.web.lists.asked.ROWS", 2)
    for name in NAMES:
        make_candidacy(profile, cast.max, name)
    client.force_login(cast.max)
    seen, address = [], f"/hiring/candidates/?sort={sort}"
    for _ in range(2):
        context = client.get(address).context
        seen += [each.row.pk for each in context["dressed"]]
        address = context["next"]
    assert address == ""
    assert sorted(seen) == sorted(Candidacy.objects.values_list("pk", flat=True))


def test_list_is_searched_and_says_what_it_shows(profile, cast, client):
    for name in NAMES:
        make_candidacy(profile, cast.max, name)
    client.force_login(cast.max)
    context = client.get("/hiring/candidates/?search=fontaine&state=OPEN").context
    assert [each.row.candidate.name for each in context["dressed"]] == ["Bea Fontaine"]
    assert [chip.words for chip in context["chips"]] == ["“fontaine”", "Open"]


def test_own_interviews_are_sorted_by_what_they_ask_for(profile, candidacy, cast, client):
    now = timezone.now()

    def planned(days):
        return plan_interview(
            candidacy=candidacy,
            scheduled_at=now + timedelta(days=days),
            panel=[cast.ivan],
            by=cast.max,
            at=now - timedelta(days=9),
        )

    coming, owed, done = planned(2), planned(-2), planned(-5)
    submit(done, cast.ivan, at=now)
    client.force_login(cast.ivan)
    context = client.get("/hiring/interviews/").context
    found = {name: [each.interview.pk for each in context[name]] for name in ("to_score", "coming", "done")}
    assert found == {"to_score": [owed.pk], "coming": [coming.pk], "done": [done.pk]}
    reject(candidacy=candidacy, reason="No", by=cast.max, at=now)  # decided: Today and reminders ask for no more either
    assert client.get("/hiring/interviews/").context["to_score"] == []


def test_others_scorecards_are_not_on_the_page_before_ones_own_is_in(interview, candidacy, cast, client):
    submit(interview, cast.ivan)
    address = f"/hiring/candidacies/{candidacy.pk}/"
    client.force_login(cast.max)
    blind = client.get(address).content.decode() + client.get(f"{address}timeline/").content.decode()
    assert "blind until yours is in" in blind
    assert "Listens well." not in blind
    assert "Asked five questions" not in blind
    submit(interview, cast.max, recommendation="NO")
    read = client.get(address).content.decode()
    assert "blind until" not in read
    assert "Listens well." in read
    assert "Asked five questions before any answer." in read


def test_a_blind_scorecard_says_by_what_it_opens_to_whom(interview, candidacy, cast, client, at):
    submit(interview, cast.ivan)
    make_interview(candidacy, cast.max, [cast.mona], scheduled_at=at + 3 * HOUR)
    for person, says in (
        (cast.max, "blind until yours is in"),
        (cast.mona, "blind until all of yours are in"),  # she sees them in another interview
        (cast.rosa, "blind until all are in"),
        (cast.olga, "blind except to those who interviewed"),
    ):
        client.force_login(person)
        for page in ("", "debrief/"):
            text = client.get(f"/hiring/candidacies/{candidacy.pk}/{page}").content.decode()
            assert (says in text, "Listens well." in text) == (True, False), (person, page)


def test_a_recruiter_reads_scorecards_when_all_are_in(interview, candidacy, cast, client):
    submit(interview, cast.ivan)
    address = f"/hiring/candidacies/{candidacy.pk}/"
    client.force_login(cast.rosa)
    page = client.get(address).content.decode()
    assert ("blind until all are in" in page, "Listens well." in page) == (True, False)
    submit(interview, cast.max)
    assert "Listens well." in client.get(address).content.decode()


def test_an_admin_reads_no_scorecards(interview, candidacy, cast, client):
    submit(interview, cast.ivan)
    submit(interview, cast.max)
    client.force_login(cast.olga)
    assert "Listens well." not in client.get(f"/hiring/candidacies/{candidacy.pk}/").content.decode()


STRANGE = [
    "/hiring/?profile=x&tier=%00&whose=theirs",
    "/hiring/board/?profile=" + "9" * 25,
    "/hiring/board/?search=%00",
    "/hiring/board/?owner=abc&bench=maybe",
    "/hiring/board/columns/?column=x&cards=-1",
    "/hiring/candidates/?cursor=abc",
    "/hiring/candidates/?sort=%27&stage=" + "9" * 25,
    "/hiring/candidates/?search=%00",
    "/hiring/candidates/new/?profile=x",
    "/hiring/candidacies/" + "9" * 25 + "/",
    "/apply/nowhere/",
]


@pytest.mark.parametrize("address", STRANGE)
@pytest.mark.parametrize("who", ["olga", "max", "ivan"])
def test_a_strange_address_is_no_error(profile, candidacy, cast, client, who, address):
    client.force_login(getattr(cast, who))
    assert client.get(address).status_code < 500


def test_profiles_of_others_do_not_stand_on_the_board(profile, cast, client):
    other = make_profile(cast, "Sales engineer", hirers=[cast.mona])
    client.force_login(cast.max)
    assert [each.pk for each in client.get("/hiring/board/").context["profiles"]] == [profile.pk]
    assert client.get(f"/hiring/board/?profile={other.pk}").context["profile"].pk == profile.pk


def test_no_scorecard_is_missing_before_the_interview(candidacy, cast, client):
    soon = timezone.now() + timedelta(days=2)
    make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=soon)
    client.force_login(cast.ivan)
    ahead = client.get(f"/hiring/candidacies/{candidacy.pk}/").content.decode()
    assert ("Look at the kit" in ahead, ", with Ivan Ilic" in ahead) == (True, True)
    assert not any(words in ahead for words in (">missing<", "0 of 1 in", "waiting for"))


@pytest.mark.parametrize(
    ("days", "was_touched", "words"),
    [
        (1, True, "hot: last touch 1 day ago, one every 14 days"),
        (0, True, "hot: last touch today, one every 14 days"),
        (20, False, "cooling: no touch yet, on the bench for 20 days, one every 14 days"),
        (0, False, "hot: no touch yet, on the bench since today, one every 14 days"),
    ],
)
def test_warmth_says_no_touch_that_nobody_made(days, was_touched, words):
    assert warmth_words(warmth(days, 14, was_touched=was_touched)) == words
