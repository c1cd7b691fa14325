"""Pairs, merges and what takes them apart again."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from hiring.domain.applications import apply
from hiring.domain.endings import withdraw
from hiring.domain.profiles import edit
from hiring.models import Candidacy, Candidate, RetentionWarning
from pipeline.domain.account_plans import write_plan
from pipeline.domain.accounts import add_contact, create_account, edit_account
from pipeline.models import Account, AccountPlan, Contact, Deal, DealContact
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.common.proof import proofs
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.domain.pairing import keep_apart, look_at, look_at_all
from salesmgmt.duplicates.domain.unmerging import unmerge
from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.duplicates.queries.comparing import compared
from salesmgmt.duplicates.queries.entry import alike
from salesmgmt.duplicates.queries.merged import merged_into
from salesmgmt.duplicates.queries.pointing import pointers
from salesmgmt.duplicates.registry import mergeable_of, mergeables
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.checksums import checksums
from tests.doors import go_through
from tests.hiring_rows import make_candidacy, make_profile
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ACCOUNT, CANDIDATE = "pipeline.account", "hiring.candidate"


@pytest.fixture
def accounts(cast, at):
    """Helix twice: Rita's with a deal, an order's worth of contacts and a subsidiary, and one entered anew."""
    make_process()
    deal = make_deal(cast.rita, "Helix Robotics GmbH")
    old = deal.account
    add_contact(account=old, name="Ada Ames", by=cast.rita, at=at, facts={"email": "ada@helix.example"})
    create_account(name="Helix Parts", by=cast.rita, at=at, facts={"parent": old})
    new = create_account(name="HELIX ROBOTICS", by=cast.rita, at=at, facts={"country": "Germany"})
    add_contact(account=new, name="Bo Bell", by=cast.rita, at=at, facts={"email": "bo@www.helix.example"})
    return old, new


@pytest.fixture
def candidates(cast, at):
    """Cal for two profiles, once with an address and once with another."""
    one = make_candidacy(make_profile(cast), cast.rosa, "Cal Candidate", phone="+49 30 1234567")
    other = make_candidacy(make_profile(cast, "Partner Manager"), cast.rosa, "Càl Candidate", email="cal@other.example")
    return one.candidate, other.candidate


def together(kind, kept, gone, by, at, **more):
    return merge(mergeable=mergeable_of(kind), kept=kept.pk, gone=gone.pk, by=by, at=at, **more)


def differences():
    return {proof.name: proof.look().count for proof in proofs() if proof.look().count}


def test_what_was_entered_is_paired_by_its_event(accounts, at):
    old, new = accounts
    drain("duplicates.pipeline.account", at=at, own=True)
    pair = DuplicatePair.objects.get()
    assert (pair.kind, pair.low_id, pair.high_id) == (ACCOUNT, old.pk, new.pk)
    assert (pair.reasons, pair.name_percent) == (["DOMAIN", "NAME"], 100)
    assert pair.words == ["contacts at the same domain", "names 100% alike"]
    drain("duplicates.pipeline.account", at=at, own=True)
    assert DuplicatePair.objects.count() == 1


def test_all_are_found_as_the_ones_are(accounts, candidates, at):
    edit = Candidate.objects.get(pk=candidates[1].pk)
    Candidate.objects.filter(pk=edit.pk).update(phone="030/123 45 67")
    for kind, rows in ((ACCOUNT, accounts), (CANDIDATE, candidates)):
        look_at(mergeable_of(kind), [row.pk for row in rows], at=at)
    by_index = list(DuplicatePair.objects.order_by("kind").values_list("kind", "low_id", "high_id", "score", "reasons"))
    DuplicatePair.objects.all().delete()
    for kind in (ACCOUNT, CANDIDATE):
        look_at_all(mergeable_of(kind), at=at)
    assert by_index == list(
        DuplicatePair.objects.order_by("kind").values_list("kind", "low_id", "high_id", "score", "reasons")
    )
    assert [(row[3], row[4]) for row in by_index] == [(85, ["NAME", "PHONE"]), (85, ["DOMAIN", "NAME"])]


def test_a_pair_that_is_no_longer_alike_goes_and_one_that_was_decided_stays(accounts, cast, at):
    new = accounts[1]
    new.contacts.update(email="bo@vela.example")
    look_at(mergeable_of(ACCOUNT), [new.pk], at=at)
    edit_account(account=new, facts={"name": "Vela Foods"}, by=cast.rita, at=at)
    drain("duplicates.pipeline.account", at=at, own=True)
    assert not DuplicatePair.objects.exists()
    edit_account(account=new, facts={"name": "Helix Robotics"}, by=cast.rita, at=at)
    look_at(mergeable_of(ACCOUNT), [new.pk], at=at)
    pair = keep_apart(pair=DuplicatePair.objects.get(), by=cast.rita, at=at)
    look_at(mergeable_of(ACCOUNT), [new.pk], at=at)
    assert list(DuplicatePair.objects.values_list("state", flat=True)) == ["NOT_DUPLICATE"]
    with pytest.raises(Conflict, match="Somebody has decided"):
        keep_apart(pair=pair, by=cast.olga, at=at)


def test_a_pair_is_shown_to_those_who_may_see_both(accounts, candidates, cast, at):
    look_at_all(mergeable_of(ACCOUNT), at=at)
    look_at_all(mergeable_of(CANDIDATE), at=at)
    seen = {name: DuplicatePair.objects.visible_to(person).count() for name, person in cast.everybody().items()}
    assert {name: count for name, count in seen.items() if count} == {"rita": 1, "max": 2, "olga": 2, "rosa": 1}
    Account.objects.filter(pk=accounts[1].pk).update(owner=cast.sam)
    assert not DuplicatePair.objects.visible_to(cast.rita).exists()


def test_entering_tells_what_looks_the_same_of_what_one_sees(accounts, candidates, cast):
    found = alike(mergeable_of(ACCOUNT), {"name": "Helix Robotic Ltd"}, viewer=cast.rita)
    assert [each.row for each in found] == list(accounts)
    assert found[0].words == ["names 81% alike"]
    assert alike(mergeable_of(ACCOUNT), {"name": "Helix Robotic Ltd"}, viewer=cast.sam) == []
    said = {"name": "Kal", "email": "c.al@post.example", "phone": "0049301234567"}
    found = alike(mergeable_of(CANDIDATE), said, viewer=cast.rosa)
    assert [(each.row, each.words) for each in found] == [(candidates[0], ["same phone"])]


def test_a_merge_moves_everything_and_taking_it_back_restores_every_table(accounts, cast, at):
    old, new = accounts
    look_at_all(mergeable_of(ACCOUNT), at=at)
    before = checksums()
    together(ACCOUNT, new, old, cast.rita, at, take=["name", "sector"], versions={old.pk: 1, new.pk: 1})
    kept = Account.objects.get(pk=new.pk)
    assert (kept.name, kept.country, kept.version) == ("Helix Robotics GmbH", "Germany", 2)
    assert not Account.objects.filter(pk=old.pk).exists()
    assert set(kept.contacts.values_list("name", flat=True)) == {"Ada Ames", "Bo Bell"}
    assert (kept.deals.count(), kept.subsidiaries.get().name) == (1, "Helix Parts")
    assert DuplicatePair.objects.get().state == "MERGED"
    assert merged_into(ACCOUNT, old.pk) == new.pk
    assert Event.objects.get(kind="account.merged").payload == {"gone_id": old.pk}
    assert differences() == {}
    undo = Undo.objects.get(verb="duplicates.merge")
    assert undo.until_at == at + 90 * DAY
    back = take_back(undo=undo, by=cast.rita, at=at + DAY)
    assert back.words == "Helix Robotics GmbH is a record of its own again"
    assert checksums() == before
    assert merged_into(ACCOUNT, old.pk) is None
    assert differences() == {}


def test_candidates_are_merged_with_their_candidacies_and_taken_apart(candidates, cast, at):
    one, other = candidates
    before = checksums()
    record = together(CANDIDATE, one, other, cast.rosa, at, take=["email", "headline"])
    kept = Candidate.objects.get()
    assert (kept.email, kept.phone) == ("cal@other.example", "+49 30 1234567")
    assert Candidacy.objects.filter(candidate=kept).count() == 2
    assert differences() == {}
    assert Undo.objects.standing(at).get().params == {"merge_id": record.pk}
    unmerge(record=record, by=cast.rosa, at=at)
    assert checksums() == before
    assert not Undo.objects.standing(at).exists()
    with pytest.raises(Refused, match="taken apart already"):
        unmerge(record=record, by=cast.rosa, at=at)


def test_two_who_are_warned_of_are_merged_and_taken_apart_and_the_night_warns_of_them_anew(candidates, cast, at):
    one, other = candidates
    for each in candidates:
        RetentionWarning.objects.create(
            candidate=each, basis="APPLICATION", warned_date=at.date(), goes_date=at.date() + 14 * DAY
        )
    record = together(CANDIDATE, one, other, cast.rosa, at)
    assert not RetentionWarning.objects.exists()
    RetentionWarning.objects.create(
        candidate=one, basis="CONSENT", warned_date=at.date(), goes_date=at.date() + 14 * DAY
    )
    unmerge(record=record, by=cast.rosa, at=at + DAY)
    assert not RetentionWarning.objects.exists()
    assert Candidacy.objects.filter(candidate=other).count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("itself", "a row is not merged with itself"),
        ("stale", "changed by somebody else in between"),
        ("out of sight", "not here for you to merge"),
        ("unknown field", "version cannot be chosen"),
        ("parent", "HELIX ROBOTICS stands below Helix Robotics GmbH, and no account belongs to itself"),
        ("far below", "HELIX ROBOTICS stands below Helix Robotics GmbH, and no account belongs to itself"),
    ],
)
def test_what_a_merge_refuses_changes_nothing(accounts, cast, at, change, says):
    old, new = accounts
    if change == "parent":
        Account.objects.filter(pk=new.pk).update(parent=old)
    if change == "far below":
        Account.objects.filter(pk=new.pk).update(parent=old.subsidiaries.get())
    before = checksums(leaving_out=("events_event",))
    given = {
        "itself": (new, new, cast.rita, {}),
        "stale": (new, old, cast.rita, {"versions": {old.pk: 7}}),
        "out of sight": (new, old, cast.sam, {}),
        "unknown field": (new, old, cast.rita, {"take": ["version"]}),
        "parent": (new, old, cast.rita, {}),
        "far below": (new, old, cast.rita, {}),
    }[change]
    with pytest.raises(Refused, match=says):
        together(ACCOUNT, given[0], given[1], given[2], at, **given[3])
    assert checksums(leaving_out=("events_event",)) == before


def test_two_who_run_for_the_same_profile_are_one_when_one_candidacy_has_ended(cast, at):
    profile = make_profile(cast)
    one = make_candidacy(profile, cast.rosa, "Cal Candidate")
    other = make_candidacy(profile, cast.rosa, "Kal Candidate")
    with pytest.raises(Refused, match="Both run for Enterprise AE"):
        together(CANDIDATE, one.candidate, other.candidate, cast.rosa, at)
    withdraw(candidacy=other, reason="Is Cal.", by=cast.rosa, at=at)
    together(CANDIDATE, one.candidate, other.candidate, cast.rosa, at)
    assert Candidacy.objects.filter(candidate=one.candidate).count() == 2


def test_a_manager_merges_only_those_whose_every_candidacy_is_theirs(cast, at):
    one = make_candidacy(make_profile(cast), cast.rosa, "Cal Candidate")
    other = make_candidacy(make_profile(cast, "Partner Manager", hirers=[cast.mona]), cast.rosa, "Kal Candidate")
    with pytest.raises(Refused, match="not here for you to merge"):
        together(CANDIDATE, one.candidate, other.candidate, cast.max, at)


def test_taking_back_is_refused_after_somebody_changed_what_it_would_write_over(accounts, cast, at):
    old, new = accounts
    record = together(ACCOUNT, new, old, cast.rita, at)
    edit_account(account=new, facts={"sector": "Robots"}, by=cast.max, at=at)
    before = checksums()
    with pytest.raises(Conflict, match=r"has changed since the merge \(sector\)"):
        unmerge(record=record, by=cast.rita, at=at)
    edit_account(account=new, facts={"sector": ""}, by=cast.max, at=at)
    Deal.objects.filter(pk=old.deals.first().pk if old.deals.exists() else new.deals.first().pk).update(account=None)
    with pytest.raises(Conflict, match="a deal that moved"):
        unmerge(record=record, by=cast.rita, at=at)
    assert checksums()["pipeline_contact"] == before["pipeline_contact"]


def test_what_was_set_back_is_no_change_and_can_be_taken_apart(accounts, cast, at):
    old, new = accounts
    before = checksums()
    record = together(ACCOUNT, new, old, cast.rita, at)
    edit_account(account=new, facts={"sector": "Robots"}, by=cast.max, at=at)
    edit_account(account=new, facts={"sector": ""}, by=cast.max, at=at)
    unmerge(record=record, by=cast.rita, at=at)
    assert checksums() == before


def test_a_revenue_comes_with_its_currency(accounts, cast, at):
    old, new = accounts
    for account, amount, currency in ((old, "58000000.00", "EUR"), (new, "1000.00", "USD")):
        facts = {"revenue_amount": Decimal(amount), "revenue_currency": currency}
        edit_account(account=account, facts=facts, by=cast.rita, at=at)
    shown = {
        each.name: each
        for each in compared(
            mergeable_of(ACCOUNT), *Account.objects.filter(pk__in=(old.pk, new.pk)).order_by("pk"), kept="low"
        )
    }
    assert (shown["revenue_amount"].low, shown["revenue_amount"].high) == ("58,000,000.00\xa0EUR", "1,000.00\xa0USD")
    together(ACCOUNT, new, old, cast.rita, at, take=["revenue_amount"])
    kept = Account.objects.get(pk=new.pk)
    assert (kept.revenue_amount, kept.revenue_currency) == (58_000_000, "EUR")


def test_two_plans_become_one_and_are_two_again(accounts, cast, at):
    old, new = accounts
    later, sooner = at.date() + 30 * DAY, at.date() + 9 * DAY
    write_plan(account=old, text="Sell them the line.", next_review_date=sooner, by=cast.rita, at=at)
    write_plan(account=new, text="Meet the CFO.", next_review_date=later, by=cast.rita, at=at)
    before = checksums()
    record = together(ACCOUNT, new, old, cast.rita, at)
    plan = AccountPlan.objects.get()
    assert (plan.account_id, plan.text) == (new.pk, "Meet the CFO.\n\nSell them the line.")
    assert (plan.next_review_date, plan.version) == (sooner, 2)
    write_plan(account=new, text="Meet her.", next_review_date=sooner, by=cast.rita, at=at)
    with pytest.raises(Conflict, match=r"has changed since the merge \(the account plan\)"):
        unmerge(record=record, by=cast.rita, at=at)
    write_plan(account=new, text=plan.text, next_review_date=sooner, by=cast.rita, at=at)
    unmerge(record=record, by=cast.rita, at=at)
    assert checksums() == before


def test_two_contacts_in_one_role_of_a_deal_are_refused_with_the_way_out(accounts, cast, at):
    old, _ = accounts
    deal, ada = old.deals.get(), old.contacts.get()
    again = add_contact(account=old, name="Ada Ames", by=cast.rita, at=at)
    for contact in (ada, again):
        DealContact.objects.create(deal=deal, contact=contact, role="CHAMPION", by=cast.rita, at=at)
    before = checksums()
    with pytest.raises(
        Refused, match=f"Both are champion of the deal {deal}, .* take one of the two off the deal first"
    ):
        together("pipeline.contact", ada, again, cast.rita, at)
    assert checksums() == before


def test_an_account_says_which_one_it_may_be(accounts, cast, at, client):
    old, new = accounts
    look_at_all(mergeable_of(ACCOUNT), at=at)
    compare = reverse("pipeline:account-pair", args=[DuplicatePair.objects.get().pk])
    client.force_login(cast.rita)
    for row in (old, new):
        assert compare in client.get(reverse("pipeline:account", args=[row.pk])).content.decode()


def test_what_was_chosen_stays_chosen_after_a_refusal(accounts, cast, at, client):
    old, _ = accounts
    Account.objects.filter(pk=old.pk).update(country="Austria")
    look_at_all(mergeable_of(ACCOUNT), at=at)
    pair = DuplicatePair.objects.get()
    client.force_login(cast.rita)
    address = reverse("pipeline:account-duplicates") + f"{pair.pk}/"
    chosen = {"kept": "high", "take-country": "low", "low_version": 1, "high_version": 9}
    answer = client.post(address, chosen)
    assert answer.status_code == 422
    page = answer.content.decode()
    for name, value in (("kept", "high"), ("take-country", "low")):
        assert re.search(rf'name="{name}" value="{value}" checked', page)


def test_taking_back_is_refused_when_somebody_else_has_the_address_now(candidates, cast, at):
    one, other = candidates
    record = together(CANDIDATE, one, other, cast.rosa, at)
    make_candidacy(make_profile(cast, "Trainee"), cast.rosa, "Kim", email="cal@other.example")
    before = checksums(leaving_out=())
    with pytest.raises(Refused, match="is another's by now"):
        unmerge(record=record, by=cast.rosa, at=at)
    assert checksums(leaving_out=()) == before


def test_what_was_added_since_stays_with_the_kept_one(accounts, cast, at):
    old, new = accounts
    record = together(ACCOUNT, new, old, cast.rita, at)
    added = add_contact(account=new, name="Cy Cole", by=cast.rita, at=at)
    unmerge(record=record, by=cast.rita, at=at)
    assert Contact.objects.get(pk=added.pk).account_id == new.pk
    assert old.contacts.get().name == "Ada Ames"


def test_erasing_a_candidate_empties_what_merges_keep_of_them(candidates, cast, at):
    one, other = candidates
    record = together(CANDIDATE, one, other, cast.rosa, at)
    assert go_through("duplicates.merges", Candidate.objects.get()) == 1
    record.refresh_from_db()
    assert (record.gone_row, record.kept_before, record.kept_after, record.gone_name) == ({}, {}, {}, "erased")
    with pytest.raises(Refused, match="erased"):
        unmerge(record=record, by=cast.rosa, at=at)


NEVER_MOVED = {"hiring_selfidentification.candidate_id"}
"""What candidates say of themselves goes with the one that goes (docs/adr/self-identification.md)."""
WORKED_OUT = {"hiring_retentionwarning.candidate_id"}
"""The night warns anew of whoever is due, as they are then."""


def test_every_foreign_key_to_a_mergeable_row_is_moved():
    """Held against the catalogue of the database, so that a key that the models hide is not forgotten either."""
    for mergeable in mergeables():
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT conrelid::regclass::text || '.' || attname FROM pg_constraint
                   JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)
                   WHERE contype = 'f' AND confrelid = %s::regclass""",
                [mergeable.table],
            )
            keys = {row[0] for row in cursor.fetchall()}
        moved = {
            f"{each.model._meta.db_table}.{each.model._meta.get_field(each.field).column}"
            for each in pointers(mergeable)
            if not each.record
        }
        assert moved == keys - NEVER_MOVED - WORKED_OUT


def test_an_application_makes_a_pair_and_tells_the_applicant_nothing(cast, at):
    profile = make_profile(cast)
    make_candidacy(profile, cast.rosa, "Cal Candidate", phone="030 1234567")
    edit(profile=profile, facts={"takes_applications": True}, by=cast.olga, at=at)
    facts = {"name": "Kal C", "email": "kal@new.example", "phone": "+49301234567"}
    assert apply(profile=profile, facts=facts, at=at) is None
    drain("duplicates.hiring.candidate", at=at, own=True)
    assert DuplicatePair.objects.get().reasons == ["PHONE"]
