"""Campaigns of candidate sources: from the address of the form to the hire, and what a hire costs by them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import signing
from django.utils import timezone

from hiring.domain.campaigns import add_campaign, edit_campaign, set_hour_cost
from hiring.domain.candidates import Came, enter_candidate
from hiring.domain.hires import Joining, hire
from hiring.domain.interviews import mark_held
from hiring.domain.sources import add
from hiring.models import Candidacy, CandidateCampaign, InterviewHourCost
from salesmgmt.common.problems import Conflict, NotAllowed
from tests.checksums import checksums
from tests.hiring.test_worked_tables import ask
from tests.hiring_rows import HOUR, make_candidacy, make_entry, make_interview
from tests.import_files import load, take_back
from tests.onboarding.rows import make_plan
from tests.pipeline.crm.test_worked_tables import tables
from tests.refusals import all_rows, assert_refused

pytestmark = pytest.mark.django_db
SPRING = {"name": "Spring fair", "start_date": date(2026, 3, 1), "cost_amount": Decimal("1000.00")}


@pytest.fixture
def fair(cast, at):
    return add(code="fair", name="Fair", by=cast.rosa, at=at)


@pytest.fixture
def spring(cast, fair, at) -> CandidateCampaign:
    return add_campaign(code="spring", facts={**SPRING, "source": fair}, by=cast.rosa, at=at)


def test_the_list_shows_what_a_campaigns_cost_per_hire_is_made_of(profile, spring, cast, client, at):
    make_plan(profile.role_profile, by=cast.olga)
    set_hour_cost(hourly_amount=Decimal("80.00"), by=cast.rosa, at=at)
    facts = {"name": "Ada Brandt", "email": "ada@post.example"}
    candidacy = enter_candidate(profile=profile, facts=facts, came=Came(campaign=spring), by=cast.rosa, at=at)
    mark_held(interview=make_interview(candidacy, cast.rosa, [cast.ivan]), by=cast.rosa, at=at + 2 * HOUR)
    joining = Joining(date(2026, 4, 1), cast.north, cast.max, "ada@kestrel.example")
    hire(candidacy=candidacy, joining=joining, by=cast.max, at=at + 3 * HOUR)
    client.force_login(cast.rosa)
    (row,) = client.get("/hiring/campaigns/").context["dressed"]
    assert (row.row.cost_amount, row.interviewers, row.spent, row.each) == (1000, 60, 1060, 1060)


def test_what_a_hire_costs_by_the_worked_table(profile, fair, spring, cast, at):
    said, wanted = tables("cost_per_hire.md")
    make_plan(profile.role_profile, by=cast.olga)
    set_hour_cost(hourly_amount=Decimal("80.00"), by=cast.rosa, at=at)
    sources = {"fair": fair, "board": add(code="board", name="Board", by=cast.rosa, at=at)}
    for row in said:
        campaign = CandidateCampaign.objects.filter(code=row["campaign"]).first()
        if campaign is None:
            facts = {"name": row["campaign"], "start_date": date(2026, 3, 1), "source": sources[row["source"]]}
            facts["cost_amount"] = Decimal(row["cost"]) if row["cost"] else None
            campaign = add_campaign(code=row["campaign"], facts=facts, by=cast.rosa, at=at)
        if not row["candidate"]:
            continue
        facts = {"name": row["candidate"], "email": f"{row['candidate']}@post.example"}
        came = Came(campaign=campaign)
        candidacy = enter_candidate(profile=profile, facts=facts, came=came, by=cast.rosa, at=at)
        if int(row["minutes sat"]):
            panel = [cast.ivan, cast.max][: int(row["minutes sat"]) // 45]
            mark_held(interview=make_interview(candidacy, cast.rosa, panel), by=cast.rosa, at=at + 2 * HOUR)
        if row["became"] == "ready":
            make_entry(candidacy, cast.max)
        elif row["became"] == "hired":
            joining = Joining(date(2026, 4, 1), cast.north, cast.max, "ada@kestrel.example")
            hire(candidacy=candidacy, joining=joining, by=cast.max, at=at + 3 * HOUR)
    make_candidacy(profile, cast.max, "Eve Early")  # of no known source
    found = ask(cast, "hiring.cost_per_hire", by="source")
    assert found["left_out"]["count"] == 1
    of = {group["label"].lower(): group["measures"] for group in found["groups"]} | {"": found["measures"]}
    for row in wanted:
        measures = of[row["source"]]
        counts = [str(measures[name]["value"]) for name in ("applicants", "ready", "hired")]
        assert counts == [row["applicants"], row["ready"], row["hired"]]
        amounts = [measures[name]["said"] for name in ("campaigns", "interviews", "total")]
        assert amounts == [f"{row[name]} EUR" for name in ("campaigns", "interviewers", "cost")]
        assert measures["each"]["said"] == (f"{row['each']} EUR" if row["each"] else "not known")


def test_the_code_in_the_address_is_kept_with_the_candidacy(profile, spring, client, cast, at):
    profile.takes_applications = True
    profile.save()
    page = client.get("/apply/enterprise-ae/?c=spring")
    form = page.context["form"]
    assert form["c"].value() == "spring"
    sent = {"name": "Ann Applicant", "email": "ann@post.example", "shown": _a_minute_ago(), "c": "Spring"}
    assert client.post("/apply/enterprise-ae/", sent).status_code == 302
    made = Candidacy.objects.get(candidate__email="ann@post.example")
    assert (made.campaign, made.candidate.source) == (spring, spring.source)
    unknown = {**sent, "name": "Bob", "email": "bob@post.example", "c": "no-such-code"}
    assert client.post("/apply/enterprise-ae/", unknown).status_code == 302
    assert Candidacy.objects.get(candidate__email="bob@post.example").campaign is None


def _a_minute_ago() -> str:
    signer = signing.TimestampSigner(salt="hiring.application")
    signer.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - 60)
    return signer.sign("shown")


def test_who_recommended_somebody_is_shown_and_counted(profile, spring, client, cast):
    client.force_login(cast.rosa)
    sent = {"name": "Ron", "profile": profile.pk, "campaign": spring.pk, "referred_by": cast.rita.pk}
    answer = client.post("/hiring/candidates/new/", sent)
    made = Candidacy.objects.get(candidate__name="Ron")
    assert (made.campaign, made.referred_by, made.candidate.source) == (spring, cast.rita, spring.source)
    assert "Recommended by" in client.get(answer.url).content.decode()
    groups = ask(cast, "hiring.source_return", by="referrer")["groups"]
    assert [group["label"] for group in groups] == ["Rita Sandoval"]


def test_how_somebody_came_is_corrected_on_a_page_and_over_the_api(candidacy, spring, client, cast):
    address = f"/hiring/candidacies/{candidacy.pk}/came/"
    client.force_login(cast.max)
    assert 'name="campaign"' not in client.get(address).content.decode()
    said = {"version": candidacy.version, "referred_by": cast.rita.pk, "campaign": spring.pk}
    assert client.post(address, said).status_code == 302
    candidacy.refresh_from_db()
    assert (candidacy.referred_by, candidacy.campaign) == (cast.rita, None)  # whom no field asks for it says none
    page = client.get(f"/hiring/candidacies/{candidacy.pk}/").content.decode()
    assert ("Recommended by" in page, "/undo/" in page, "Spring fair" in page) == (True, True, False)
    client.force_login(cast.rosa)
    api = f"/api/v1/hiring/candidacies/{candidacy.pk}/"
    sent = client.post(f"{api}came/", {"campaign": "spring"}, content_type="application/json")
    assert (sent.status_code, sent.json()["campaign"]) == (200, "spring")
    assert "Spring fair" in client.get(f"/hiring/candidacies/{candidacy.pk}/").content.decode()
    assert client.post(address, said).status_code == 422  # somebody else has changed it since
    client.force_login(cast.max)
    assert client.get(api).json()["campaign"] is None


def test_campaigns_are_for_those_who_read_every_candidate(spring, client, cast, at):
    client.force_login(cast.rosa)
    shown = client.get("/hiring/campaigns/").content.decode()
    assert "Spring fair" in shown
    with pytest.raises(NotAllowed):
        add_campaign(code="x", facts={**SPRING, "source": spring.source}, by=cast.max, at=at)
    assert not CandidateCampaign.objects.visible_to(cast.max).exists()


def test_refusals_change_nothing(spring, cast, at):
    with assert_refused("hiring_candidatecampaign_code_key", "code", says="another code"):
        add_campaign(code="spring", facts={**SPRING, "name": "Other", "source": spring.source}, by=cast.rosa, at=at)
    with assert_refused("a_candidate_campaign_ends_after_it_starts", "end_date", says="correct one of the days"):
        edit_campaign(campaign=spring, facts={"end_date": date(2026, 2, 1)}, by=cast.rosa, at=at)
    with assert_refused("an_interview_hour_costs_0_or_more", "hourly_amount", says="0 or more"):
        set_hour_cost(hourly_amount=Decimal(-1), by=cast.rosa, at=at)
    edit_campaign(campaign=spring, facts={"cost_amount": Decimal(5)}, by=cast.rosa, at=at, expected_version=1)
    before = all_rows()
    with pytest.raises(Conflict):
        edit_campaign(campaign=spring, facts={"cost_amount": Decimal(6)}, by=cast.rosa, at=at, expected_version=1)
    assert all_rows() == before


def test_an_hour_has_one_cost(cast, at):
    set_hour_cost(hourly_amount=Decimal(80), by=cast.rosa, at=at)
    set_hour_cost(hourly_amount=Decimal(90), by=cast.olga, at=at)
    assert InterviewHourCost.objects.get().hourly_amount == 90


def test_candidates_are_narrowed_by_campaign_for_those_who_may_read_it(profile, spring, client, cast, at):
    """Max sees the candidate, but not by which campaign they came."""
    came = enter_candidate(
        profile=profile,
        facts={"name": "Ada", "email": "ada@post.example"},
        came=Came(campaign=spring),
        by=cast.rosa,
        at=at,
    )
    make_candidacy(profile, cast.max, "Bo")
    found = {}
    for who in (cast.rosa, cast.max):
        client.force_login(who)
        people = client.get(f"/api/v1/hiring/candidates/?campaign={spring.pk}").json()["results"]
        running = client.get(f"/api/v1/hiring/candidacies/?campaign={spring.pk}").json()["results"]
        page = client.get(f"/hiring/candidates/?campaign={spring.pk}&cols=campaign")
        found[who] = (
            [each["id"] for each in people],
            [each["id"] for each in running],
            sorted(each.row.candidate.name for each in page.context["dressed"]),
            spring.name in page.content.decode(),
        )
    assert found[cast.rosa] == ([came.candidate_id], [came.pk], ["Ada"], True)
    assert found[cast.max] == ([], [], ["Ada", "Bo"], False)


HEADS = ["Code", "Campaign", "Source", "Starts", "Over on", "Cost", "Currency"]


def test_campaigns_are_imported_told_apart_by_code_and_taken_back(spring, cast):
    before = checksums()
    rows = [
        ["spring", "Spring fair", "", "", "2026-06-01", "1200.5", ""],
        ["autumn", "Autumn fair", "Fair", "2026-09-01", "", "", "EUR"],
    ]
    batch = load("candidate_campaigns", [HEADS, *rows], cast.rosa)
    assert [str(row) for row in batch.refusals.all()] == []
    facts = ("code", "source__code", "start_date", "end_date", "cost_amount", "currency")
    assert list(CandidateCampaign.objects.order_by("code").values_list(*facts)) == [
        ("autumn", "fair", date(2026, 9, 1), None, None, "EUR"),
        ("spring", "fair", date(2026, 3, 1), date(2026, 6, 1), Decimal("1200.5"), "EUR"),
    ]
    take_back(batch, cast.rosa)
    assert checksums() == before


def test_what_a_row_of_campaigns_says_wrong_is_told_and_changes_nothing(spring, cast, at):
    add(code="board", name="Board", by=cast.rosa, at=at)
    before = checksums()
    wrong = [
        (["Autumn", "A", "Fair", "2026-09-01", "", "", ""], "a code is written in small letters"),
        (["b", "B", "Nowhere", "2026-09-01", "", "", ""], "“Nowhere” is not a source"),
        (["c", "C", "", "2026-09-01", "", "", ""], "a new campaign has a source and a first day"),
        (["d", "Spring fair", "Fair", "2026-09-01", "", "", ""], "another campaign is called “Spring fair”"),
        (["e", "E", "Fair", "2026-09-01", "", "5", "USD"], "a cost in “USD”; campaigns cost EUR"),
        (
            ["spring", "Spring fair", "Board", "", "", "", ""],
            "a campaign of another source, and candidates are counted",
        ),
        (["spring", "Spring fair", "", "", "2026-01-01", "", ""], "it would be over before it starts"),
    ]
    for row, says in wrong:
        batch = load("candidate_campaigns", [HEADS, row], cast.rosa)
        assert says in " ".join(batch.refusals.values_list("reason", flat=True)), row
    assert {name for name, summed in checksums().items() if summed != before[name]} <= {"imports_importedrow"}
    with pytest.raises(NotAllowed):
        load("candidate_campaigns", [HEADS, wrong[0][0]], cast.max)
