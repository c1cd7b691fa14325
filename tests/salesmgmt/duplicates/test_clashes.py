"""Why two rows cannot be one where the database refuses: in words, with a way out that leads out."""

import pytest
from django.db import connection

from hiring.models import CandidateRequest
from pipeline.domain.leads import create_lead
from pipeline.models import Lead
from salesmgmt.common.problems import Refused
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.queries.pointing import pointers
from salesmgmt.duplicates.registry import Mergeable, mergeable_of, mergeables
from tests.checksums import checksums
from tests.hiring_rows import make_candidacy, make_profile

pytestmark = pytest.mark.django_db

NEVER_BROKEN = {
    "hiring_erasure_candidate_id_key": "who was erased is not merged",
    "an_erased_candidate_says_nothing": "who was erased is not merged",
    "an_account_has_one_plan": "two plans become one",
    "an_account_is_not_its_own_parent": "`against` looks behind the lock of both",
    "a_contact_has_a_buying_role_once_in_a_deal": "`against` looks behind the lock of both",
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
        chosen = (name for name in mergeable.fields if name not in mergeable.along)
        fields = [mergeable.model._meta.get_field(name).column for name in chosen]
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
