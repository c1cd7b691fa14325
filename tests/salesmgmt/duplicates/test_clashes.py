"""Why two rows cannot be one where the database refuses: in words, with a way out that leads out."""

import pytest
from django.db import connection

from hiring.models import CandidateRequest
from pipeline.choices import BuyingRole
from pipeline.domain.account_plans import write_plan
from pipeline.domain.accounts import add_contact, edit_account
from pipeline.domain.buying import add_buyer, remove_buyer
from pipeline.domain.leads import create_lead
from pipeline.models import Account, AccountPlan, Contact, DealContact, Lead
from salesmgmt.common.problems import Refused
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.queries.pointing import pointers
from salesmgmt.duplicates.registry import Mergeable, mergeable_of, mergeables
from tests.checksums import checksums
from tests.hiring_rows import make_candidacy, make_profile
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db

NEVER_BROKEN = {
    "hiring_erasure_candidate_id_key": "who was erased is not merged",
    "an_erased_candidate_says_nothing": "who was erased is not merged",
}
UNIQUE = """
    SELECT indexrelid::regclass::text FROM pg_index
    JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indisunique AND indrelid = %s::regclass AND attname = %s
"""
OWN = """
    SELECT conname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
    WHERE contype IN ('c', 'x') AND cardinality(conkey) > 1 AND conrelid = %s::regclass AND attname = ANY (%s)
"""
"""What holds for one column alone holds for both rows, and so for the one that takes it over."""


def breakable(mergeable: Mergeable) -> set[str]:
    """What a merge can break: where its number stands once, and what several of its fields say together."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for each in pointers(mergeable):
            if not each.record:
                cursor.execute(UNIQUE, [each.model._meta.db_table, each.model._meta.get_field(each.field).column])
                found |= {name for (name,) in cursor.fetchall()}
        fields = [mergeable.model._meta.get_field(name).column for name in mergeable.fields]
        cursor.execute(OWN, [mergeable.table, fields])
        return found | {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("kind", [each.kind for each in mergeables()])
def test_a_kind_has_a_sentence_for_all_that_a_merge_can_break(kind):
    mergeable = mergeable_of(kind)
    assert breakable(mergeable) - set(NEVER_BROKEN) == set(mergeable.clashes)
    for name, sentence in mergeable.clashes.items():
        assert sentence.endswith(".")
        assert ";" in sentence  # the rule, and the way out
        assert name.replace("_", " ") not in sentence


def refused(kind: str, kept, gone, by, at, take=()) -> str:
    """The sentence; nothing has changed."""
    before = checksums(leaving_out=("events_event",))
    with pytest.raises(Refused) as caught:
        together(kind, kept, gone, by, at, take)
    assert caught.value.code == "stands_twice"
    assert checksums(leaving_out=("events_event",)) == before
    return caught.value.message


def together(kind: str, kept, gone, by, at, take=()) -> None:
    merge(mergeable=mergeable_of(kind), kept=kept.pk, gone=gone.pk, take=take, by=by, at=at)


@pytest.fixture
def accounts(cast, at) -> list[Account]:
    make_process()
    return [make_deal(cast.rita, name).account for name in ("Helix", "Helix GmbH")]


def test_two_plans(accounts, cast, at):
    for account in accounts:
        write_plan(account=account, text="Grow", next_review_date=None, by=cast.rita, at=at)
    assert refused("pipeline.account", *accounts, cast.rita, at) == (
        "Helix and Helix GmbH cannot be one: both have a plan, and an account has one; write what matters into the "
        "one, and take the other away on its page, by saving it without words and a day."
    )
    write_plan(account=accounts[1], text="", next_review_date=None, by=cast.rita, at=at)
    together("pipeline.account", *accounts, cast.rita, at)
    assert AccountPlan.objects.get().account_id == accounts[0].pk


def test_an_account_and_its_parent(accounts, cast, at):
    kept, gone = accounts
    edit_account(account=kept, facts={"parent": gone}, by=cast.rita, at=at)
    assert "an account does not belong to itself" in refused("pipeline.account", kept, gone, cast.rita, at)
    edit_account(account=kept, facts={"parent": None}, by=cast.rita, at=at)
    together("pipeline.account", kept, gone, cast.rita, at)


def test_a_revenue_without_its_currency(accounts, cast, at):
    kept, gone = accounts
    Account.objects.filter(pk=gone.pk).update(revenue_amount=100, revenue_currency="EUR")
    said = refused("pipeline.account", kept, gone, cast.rita, at, take=["revenue_amount"])
    assert said.endswith("a revenue and its currency go together; take over both or neither.")
    together("pipeline.account", kept, gone, cast.rita, at, take=["revenue_amount", "revenue_currency"])


def test_two_buyers_in_one_role(accounts, cast, at):
    account = accounts[0]
    deal, contacts = account.deals.get(), []
    for name in ("Ada Ames", "Ada Ames-Bell"):
        contacts.append(add_contact(account=account, name=name, by=cast.rita, at=at))
        add_buyer(deal=deal, contact=contacts[-1], role=BuyingRole.USER, by=cast.rita, at=at)
    said = refused("pipeline.contact", *contacts, cast.rita, at)
    assert "both have the same buying role in a deal, and a contact has it there once" in said
    remove_buyer(buyer=DealContact.objects.get(contact=contacts[1]), by=cast.rita, at=at)
    together("pipeline.contact", *contacts, cast.rita, at)
    assert Contact.objects.filter(account=account).count() == 1


def test_a_lead_that_would_name_nobody(cast, at):
    made = [
        create_lead(facts={"company_name": "Helix"}, owner=cast.rita, by=cast.rita, at=at),
        create_lead(facts={"person_name": "Ada Ames"}, owner=cast.rita, by=cast.rita, at=at),
    ]
    said = refused("pipeline.lead", *made, cast.rita, at, take=["company_name"])
    assert said.endswith("neither a person nor a company would be named; keep one of the two names.")
    together("pipeline.lead", *made, cast.rita, at, take=["person_name"])
    assert Lead.objects.get().person_name == "Ada Ames"


def test_two_who_ask_for_the_same(cast, at):
    one, other = (
        make_candidacy(make_profile(cast, role), cast.rosa, name).candidate
        for role, name in (("Enterprise AE", "Cal Candidate"), ("Trainee", "Kal Candidate"))
    )
    for each in (one, other):
        CandidateRequest.objects.create(candidate=each, kind="ERASURE", asked_at=at)
    said = refused("hiring.candidate", one, other, cast.rosa, at)
    assert "both ask for the same by their page, and one such request of a candidate is open at a time" in said
