"""Pay pages: who may open them, and what they do."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from compensation.domain.plans import change_draft, draft_plan
from compensation.domain.runs import calculate_run, finalize_run, start_run
from compensation.models import Assignment, PlanVersion, Run, Statement
from salesmgmt.common.period import quarter_of
from salesmgmt.people.models import Company
from tests.cast import AT, Cast
from tests.compensation.rows import OVER, YEAR, calculated, document, make_won, put_on, statement_of, work


def get(user, name: str, *args) -> int:
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"compensation:{name}", args=args)).status_code


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def run(quarter: Cast) -> Run:
    return calculated(quarter)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rita", 200),
        ("carla", 200),
        ("finn", 200),
        ("max", 404),
        ("mona", 404),
        ("nora", 404),
        ("olga", 404),
        ("rosa", 404),
        ("ivan", 404),
        ("api_user", 404),
        ("stranger", 404),
    ],
)
def test_statement_is_open_to_its_person_and_to_those_who_read_all_pay(quarter: Cast, run: Run, who, status) -> None:
    assert get(getattr(quarter, who), "statement", statement_of(run, quarter.rita).pk) == status


def test_managers_open_their_own_line_where_that_is_switched_on(quarter: Cast, run: Run) -> None:
    Company.objects.update(managers_see_pay=True)
    statement = statement_of(run, quarter.rita).pk
    assert get(quarter.max, "statement", statement) == 200
    assert get(quarter.mona, "statement", statement) == 404
    assert get(quarter.rita, "statement", statement_of(run, quarter.nora).pk) == 404


def test_list_shows_only_what_may_be_opened(quarter: Cast, run: Run) -> None:
    own = signed_in(quarter.rita).get(reverse("compensation:statements")).content.decode()
    assert "Rita Sandoval" in own
    assert "Nora Nye" not in own
    everybody = signed_in(quarter.finn).get(reverse("compensation:statements")).content.decode()
    assert "Rita Sandoval" in everybody
    assert "Nora Nye" in everybody
    assert "No statements yet" in signed_in(quarter.sam).get(reverse("compensation:statements")).content.decode()
    admin = signed_in(quarter.olga).get(reverse("compensation:statements")).content.decode()
    assert "No pay that you may see" in admin
    assert "Rita Sandoval" not in admin


@pytest.mark.parametrize("name", ["run", "run_progress"])
def test_runs_are_not_there_for_others(quarter: Cast, run: Run, name: str) -> None:
    for who in ("rita", "max", "olga", "api_user", "stranger"):
        assert get(getattr(quarter, who), name, run.pk) == 404
        assert get(getattr(quarter, who), "runs") == 404
    assert get(quarter.finn, "run", run.pk) == 200


@pytest.mark.parametrize("name", ["run_new", "plan_new", "assignment_new"])
def test_forms_are_for_compensation_admins(quarter: Cast, name: str) -> None:
    assert get(quarter.carla, name) == 200
    for who in ("rita", "max", "finn", "olga"):
        assert get(getattr(quarter, who), name) == 403


def test_plan_version_is_open_to_the_people_on_it(quarter: Cast, plan: PlanVersion) -> None:
    for who, status in (("rita", 200), ("finn", 200), ("carla", 200), ("sam", 404), ("max", 404), ("olga", 404)):
        assert get(getattr(quarter, who), "plan_version", plan.pk) == status
    assert get(quarter.rita, "plan_edit", plan.pk) == 403


@pytest.mark.parametrize("name", ["run_calculate", "run_finalize"])
def test_nobody_else_acts_on_a_run(quarter: Cast, run: Run, name: str) -> None:
    for who, status in (("rita", 404), ("max", 404), ("olga", 404)):
        response = signed_in(getattr(quarter, who)).post(reverse(f"compensation:{name}", args=[run.pk]))
        assert response.status_code == status
    run.refresh_from_db()
    assert (run.calculation, run.state) == (1, "DRAFT")


def test_finance_reads_runs_and_closes_them_but_does_not_calculate(quarter: Cast, run: Run) -> None:
    client = signed_in(quarter.finn)
    assert client.post(reverse("compensation:run_calculate", args=[run.pk])).status_code == 403
    assert client.post(reverse("compensation:run_finalize", args=[run.pk])).status_code == 302
    run.refresh_from_db()
    assert (run.calculation, run.state, run.finalized_by) == (1, "FINAL", quarter.finn)


def test_plan_is_drafted_published_assigned_and_calculated_by_pages_alone(cast: Cast) -> None:
    client = signed_in(cast.carla)
    form = {
        "name": "Enterprise AE 2026",
        "first_day": "2026-01-01",
        "currency": "EUR",
        "ladder_name": "New business",
        "ladder_objective": "win new accounts",
        "basis": "QUOTA",
        "boundary": "REACHES",
        "ladder_rounding": "HALF_EVEN",
        "from_0": "0",
        "rate_0": "5",
        "from_1": "50",
        "rate_1": "7",
        "flat_name": "Every booking",
        "flat_objective": "keep and grow",
        "flat_rate": "3",
        "flat_rounding": "HALF_EVEN",
    }
    saved = client.post(reverse("compensation:plan_new"), form)
    version = PlanVersion.objects.get()
    assert saved.url == reverse("compensation:plan_version", args=[version.pk])
    expected = document(tiers=[("0%", "5%"), ("50%", "7%")])
    assert [part["code"] for part in version.document["components"]] == ["new-business", "every-booking"]
    assert version.document["components"][0]["tiers"] == expected["components"][0]["tiers"]
    client.post(reverse("compensation:plan_publish", args=[version.pk]))
    version.refresh_from_db()
    assert version.is_published
    put = {"user": cast.rita.pk, "plan_version": version.pk, "first_day": "2026-01-01", "variable_percent": "50"}
    client.post(reverse("compensation:assignment_new"), put | {"ote_amount": "120000"})
    assert Assignment.objects.get().variable_bp == 5_000
    started = client.post(reverse("compensation:run_new"), {"day": "2026-03-02"})
    run = Run.objects.get()
    assert started.url == reverse("compensation:run", args=[run.pk])
    assert "2026 Q1 is being calculated." in client.get(started.url).content.decode()
    progress = client.get(reverse("compensation:run_progress", args=[run.pk]))
    assert progress.status_code == 200
    work(run)
    ended = client.get(reverse("compensation:run_progress", args=[run.pk]))
    assert (ended.status_code, ended["HX-Refresh"]) == (204, "true")
    page = client.get(started.url).content.decode()
    assert "Rita Sandoval has no bookings quota for 2026 Q1" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rate_1": "101"}, "at most 100%"),
        ({"from_1": "0"}, "Tier 2 starts where tier 1 starts"),
        ({"from_0": "10"}, "start it at 0"),
        ({"flat_objective": ""}, "This part has no objective: write what it pays for"),
        ({"ladder_name": ""}, "This part has no name: write one"),
        ({"rate_1": ""}, "There is no rate here: write one, such as 7.5%."),
        ({"from_1": ""}, "This tier has no start: write where it starts"),
        ({"flat_rate": "7,5"}, "7,5 is not a percentage with up to 4 decimals"),
        ({"ladder_name": "Same", "flat_name": "Same"}, "give each its own code"),
        ({"name": ""}, "is missing: fill it in"),
        ({"currency": "euro"}, "at most 3 characters"),
    ],
)
def test_plan_form_shows_the_sentence_and_saves_nothing(cast: Cast, change, words) -> None:
    form = {
        "name": "AE",
        "first_day": "2026-01-01",
        "currency": "EUR",
        "ladder_name": "New business",
        "ladder_objective": "win",
        "basis": "QUOTA",
        "boundary": "REACHES",
        "ladder_rounding": "HALF_EVEN",
        "flat_rounding": "HALF_EVEN",
        "from_0": "0",
        "rate_0": "5",
        "from_1": "50",
        "rate_1": "7",
        "flat_name": "Every booking",
        "flat_objective": "keep",
        "flat_rate": "3",
    }
    response = signed_in(cast.carla).post(reverse("compensation:plan_new"), form | change)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize(
    "name", ["新しい取引", "New business of accounts that were won back after they had left us for a rival"]
)
def test_any_name_of_a_part_can_be_paid_by(quarter: Cast, name: str) -> None:
    form = {"name": "AE", "first_day": "2026-01-01", "currency": "EUR", "basis": "QUOTA", "boundary": "REACHES"}
    form |= {"ladder_rounding": "HALF_EVEN", "flat_rounding": "HALF_EVEN", "flat_rate": "3"}
    form |= {"flat_name": name, "flat_objective": "grow"}
    client = signed_in(quarter.carla)
    assert client.post(reverse("compensation:plan_new"), form).status_code == 302
    version = PlanVersion.objects.get(plan__name="AE")
    client.post(reverse("compensation:plan_publish", args=[version.pk]))
    make_won(quarter.sam, "Ferrol Glass", "1000")
    put_on(version, quarter.sam, by=quarter.carla)
    assert statement_of(calculated(quarter), quarter.sam).total_minor == 3_000


def test_example_is_worked_out_as_it_is_typed_and_stores_nothing(cast: Cast) -> None:
    typed = {
        "currency": "EUR",
        "ladder_name": "New business",
        "ladder_objective": "win",
        "basis": "QUOTA",
        "boundary": "REACHES",
        "ladder_rounding": "HALF_EVEN",
        "flat_rounding": "HALF_EVEN",
        "from_0": "0",
        "rate_0": "5",
        "from_1": "50",
        "rate_1": "7",
        "from_2": "100",
        "rate_2": "9",
        "quota": "300000",
        "before": "278000",
        "deal": "34000",
    }
    page = signed_in(cast.carla).post(reverse("compensation:plan_example"), typed).content.decode()
    assert "22,000.00 × 7%" in page
    assert "1,540.00" in page
    assert "12,000.00 × 9%" in page
    assert '<b class="t-pay">2,620.00</b>' in page
    assert not PlanVersion.objects.exists()
    assert signed_in(cast.rita).post(reverse("compensation:plan_example"), typed).status_code == 403


def test_example_takes_grouped_amounts_and_never_stands_for_what_was_not_typed(
    quarter: Cast, plan: PlanVersion
) -> None:
    client = signed_in(quarter.carla)
    address = reverse("compensation:plan_version", args=[plan.pk])
    typed = {"quota": "300,000", "before": "278 000", "deal": "34000"}
    assert '<b class="t-pay">3,640.00</b>' in client.get(address, typed).content.decode()
    page = client.get(address, typed | {"quota": "a lot"}).content.decode()
    assert "Quota: Write an amount, such as 300,000." in page
    assert "t-pay" not in page
    assert 'value="a lot"' in page


def test_draft_is_changed_and_a_published_version_gets_a_successor(cast: Cast) -> None:
    client = signed_in(cast.carla)
    draft = draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    address = reverse("compensation:plan_edit", args=[draft.pk])
    page = client.get(address)
    form = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    client.post(address, form | {"flat_rate": "4%"})
    draft.refresh_from_db()
    assert draft.document["components"][1]["rate"] == "4%"
    client.post(reverse("compensation:plan_publish", args=[draft.pk]))
    company = Company.objects.current()
    next_quarter = quarter_of(company.day_of(timezone.now()), fiscal_year_start=company.fiscal_year_start).end
    assert client.get(address).context["form"]["first_day"].value() == next_quarter
    client.post(address, form | {"first_day": "2026-07-01"})
    following = PlanVersion.objects.get(number=2)
    assert (following.is_published, following.valid.lower) == (False, date(2026, 7, 1))
    assert PlanVersion.objects.get(number=1).document["components"][1]["rate"] == "4%"


def test_draft_that_somebody_else_changed_meanwhile_keeps_their_terms_and_what_was_typed(cast: Cast) -> None:
    client = signed_in(cast.carla)
    draft = draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    address = reverse("compensation:plan_edit", args=[draft.pk])
    page = client.get(address)
    form = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    assert client.post(address, form | {"flat_rate": "4%"}).status_code == 302
    stale = client.post(address, form | {"flat_rate": "1%"})
    assert stale.status_code == 422
    assert "Somebody changed AE, version 1 in between" in stale.content.decode()
    assert stale.context["form"]["flat_rate"].value() == "1%"
    draft.refresh_from_db()
    assert draft.document["components"][1]["rate"] == "4%"


def test_draft_is_published_only_as_it_was_looked_at(cast: Cast) -> None:
    client = signed_in(cast.carla)
    draft = draft_plan(name="AE", document=document(), first_day=YEAR, by=cast.carla, at=AT)
    page = client.get(reverse("compensation:plan_version", args=[draft.pk])).content.decode()
    assert '<input type="hidden" name="version" value="1">' in page
    change_draft(version=draft, document=document(flat="4%"), first_day=YEAR, by=cast.carla, at=AT)
    stale = client.post(reverse("compensation:plan_publish", args=[draft.pk]), {"version": "1"})
    assert stale.status_code == 409
    draft.refresh_from_db()
    assert not draft.is_published


@pytest.mark.parametrize("name", ["run_calculate", "run_finalize"])
def test_run_is_acted_on_only_as_it_was_looked_at(quarter: Cast, run: Run, name: str) -> None:
    client = signed_in(quarter.carla)
    page = client.get(reverse("compensation:run", args=[run.pk])).content.decode()
    assert page.count('<input type="hidden" name="version" value="1">') == 2
    work(calculate_run(run=run, by=quarter.carla, at=AT))
    stale = client.post(reverse(f"compensation:{name}", args=[run.pk]), {"version": "1"})
    assert stale.status_code == 409
    assert "Somebody changed 2026 Q1 in between" in stale.content.decode()
    run.refresh_from_db()
    assert (run.calculation, run.state) == (2, "DRAFT")


def test_second_run_of_a_quarter_is_refused_at_the_field(quarter: Cast, run: Run) -> None:
    response = signed_in(quarter.carla).post(reverse("compensation:run_new"), {"day": "2026-01-01"})
    assert response.status_code == 422
    assert "There is a run of 2026 Q1 already: open it and calculate it again." in response.content.decode()
    assert Run.objects.count() == 1


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_day_beyond_all_quarters_is_refused_at_the_field(quarter: Cast, day: str) -> None:
    response = signed_in(quarter.carla).post(reverse("compensation:run_new"), {"day": day})
    assert response.status_code == 422
    assert "choose a day in one of them" in response.context["form"].errors["day"][0]
    assert not Run.objects.exists()


def test_assignment_is_ended_by_page(quarter: Cast) -> None:
    assignment = Assignment.objects.get(user=quarter.rita)
    client = signed_in(quarter.carla)
    address = reverse("compensation:assignment_end", args=[assignment.pk])
    assert client.post(address, {"end_day": "2025-01-01"}).status_code == 422
    assert client.post(address, {"end_day": "2026-07-01"}).status_code == 302
    assignment.refresh_from_db()
    assert assignment.valid.upper == date(2026, 7, 1)


def test_ended_assignment_is_told_with_its_last_day(quarter: Cast) -> None:
    client = signed_in(quarter.carla)
    assignment = Assignment.objects.get(user=quarter.rita)
    address = reverse("compensation:assignment_end", args=[assignment.pk])
    page = client.post(address, {"end_day": "2026-07-01"}, follow=True).content.decode()
    assert page.count("1 Jan to 30 Jun 2026") == 3
    assert "1 Jul" not in page
    put = {"user": quarter.rita.pk, "plan_version": assignment.plan_version_id, "first_day": "2026-06-30"}
    refused = client.post(reverse("compensation:assignment_new"), put).content.decode()
    assert "from 1 Jan 2026 to 30 Jun 2026: end that assignment first." in refused


def test_on_target_earnings_of_nothing_are_refused_at_their_field(quarter: Cast, plan: PlanVersion) -> None:
    put = {"user": quarter.sam.pk, "plan_version": plan.pk, "first_day": "2026-01-01", "ote_amount": "0"}
    response = signed_in(quarter.carla).post(reverse("compensation:assignment_new"), put)
    assert response.status_code == 422
    assert response.context["form"].errors["ote_amount"] == [
        "On-target earnings are more than 0: write what a year at quota comes to, or leave them blank."
    ]
    assert not Assignment.objects.filter(user=quarter.sam).exists()


def test_run_of_the_quarter_that_goes_on_says_when_it_can_be_closed(quarter: Cast) -> None:
    run = calculated(quarter, day=Company.objects.current().day_of(timezone.now()))
    page = signed_in(quarter.finn).get(reverse("compensation:run", args=[run.pk])).content.decode()
    assert "Close the quarter" not in page
    assert "Can be closed after" in page


def test_final_run_shows_no_acts(quarter: Cast, run: Run) -> None:
    finalize_run(run=run, by=quarter.carla, at=OVER)
    page = signed_in(quarter.carla).get(reverse("compensation:run", args=[run.pk])).content.decode()
    assert "Calculate again" not in page
    assert "Close the quarter" not in page


@pytest.mark.parametrize("name", ["statements", "plans", "assignments", "runs"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    quarter: Cast, plan: PlanVersion, name: str, django_assert_max_num_queries
) -> None:
    calculated(quarter)
    client = signed_in(quarter.carla)
    address = reverse(f"compensation:{name}")
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for day in (date(2026, 4, 1), date(2026, 7, 1)):
        work(start_run(day=day, by=quarter.carla, at=AT))
    with django_assert_max_num_queries(12) as many:
        client.get(address)
    assert len(many.captured_queries) == len(few.captured_queries)
    assert Statement.objects.count() == 6


def test_people_are_put_on_a_plan_one_after_another(quarter: Cast, plan: PlanVersion) -> None:
    client = signed_in(quarter.carla)
    put = {"user": quarter.sam.pk, "plan_version": plan.pk, "first_day": "2026-02-01"}
    again = client.post(reverse("compensation:assignment_new"), put | {"another": "1"})
    assert again.url == f"{reverse('compensation:assignment_new')}?plan_version={plan.pk}&first_day=2026-02-01"
    form = client.get(again.url)
    assert form.context["form"]["first_day"].value() == "2026-02-01"
    assert 'value="2026-02-01"' in form.content.decode()
    assert Assignment.objects.filter(user=quarter.sam, plan_version=plan).exists()


def test_exports_of_pay_hold_numbers_and_days_to_reckon_with(quarter: Cast, run: Run) -> None:
    def rows(code: str) -> list[dict[str, str]]:
        sent = signed_in(quarter.carla).post(f"/lists/{code}/export/", {"form": "csv", "all_columns": "on"})
        return list(csv.DictReader(b"".join(sent.streaming_content).decode("utf-8-sig").splitlines()))

    [paid] = rows("runs")
    total = sum(Statement.objects.values_list("total_minor", flat=True))
    assert (Decimal(paid["Pay"]), paid["Currency"]) == (Decimal(total) / 100, "EUR")
    Assignment.objects.filter(user=quarter.rita).update(variable_bp=4550, valid=(date(2026, 1, 1), date(2027, 1, 1)))
    on_plan = next(row for row in rows("assignments") if row["E-mail"] == quarter.rita.email)
    assert (on_plan["First day"], on_plan["Last day"]) == ("2026-01-01", "2026-12-31")
    assert (on_plan["Varies"], on_plan["Currency"]) == ("0.455", "EUR")


def test_a_final_run_is_taken_out_for_payroll_by_its_page(quarter: Cast, run: Run) -> None:
    finalize_run(run=run, by=quarter.carla, at=OVER)
    client = signed_in(quarter.finn)
    address = f"{reverse('web:list-export', args=['statements'])}?run={run.pk}"
    assert address in client.get(reverse("compensation:run", args=[run.pk])).text
    answer = client.post(address, {"form": "xlsx", "all_columns": "on"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    head, *rows = book.get_sheet_by_index(0).to_python()
    paid = {row[head.index("E-mail")]: row[head.index("Pay")] for row in rows}
    assert paid == {each.user.email: each.total_minor / 100 for each in run.statements.select_related("user")}


def test_run_is_removed_from_its_page_with_a_reason(quarter: Cast, run: Run) -> None:
    client = signed_in(quarter.carla)
    page, address = reverse("compensation:run", args=[run.pk]), reverse("compensation:run_remove", args=[run.pk])
    assert "2 statements with every line go with it." in client.get(page).content.decode()
    assert "Remove the run" not in signed_in(quarter.finn).get(page).content.decode()
    nothing_said = client.post(address, {"version": "1", "reason": ""})
    assert (nothing_said.status_code, Statement.objects.count()) == (422, 2)
    another = client.post(address, {"version": "0", "reason": "The wrong quarter"})
    assert another.status_code == 409
    assert "Somebody changed 2026 Q1 in between" in another.content.decode()
    assert 'value="The wrong quarter"' in another.content.decode()
    assert client.post(address, {"version": "1", "reason": "The wrong quarter"}).url == page
    removed = client.get(page).content.decode()
    assert "Carla Cole: “The wrong quarter” Nothing of it counts any more" in removed
    assert "Calculate again" not in removed
    runs = reverse("compensation:runs")
    assert "2026 Q1" not in client.get(runs).content.decode()
    assert "2026 Q1" in client.get(runs, {"removed": "true"}).content.decode()
    assert "is removed. Its quarter can be calculated anew." in removed
