"""Who writes about a candidate while they are erased waits, and finds nobody to write about."""

import io

import pytest

from hiring.domain.candidates import edit_candidate
from hiring.domain.documents import add_document
from hiring.domain.endings import reopen, withdraw
from hiring.domain.erasure import erase_candidate
from hiring.domain.scorecards import save_draft
from hiring.models import Candidate
from salesmgmt.common.problems import Refused
from tests.behind import behind
from tests.cast import AT
from tests.hiring.erasure.dump import rows_saying
from tests.hiring_rows import DAY, HOUR, card_facts, make_interview
from tests.salesmgmt.files import documents

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "qzmeanwhile"


@pytest.mark.parametrize("what", ["a scorecard", "an edit", "a document", "another chance"])
def test_what_is_written_meanwhile_is_refused(candidacy, cast, officer, what):
    interview = make_interview(candidacy, cast.max, [cast.ivan])
    withdraw(candidacy=candidacy, reason="Moves away", by=cast.max, at=AT + HOUR)
    candidate, later = Candidate.objects.get(), AT + 2 * DAY
    facts = card_facts(summary=WORD)
    cv = io.BytesIO(documents.pdf(WORD))
    acts = {
        "a scorecard": lambda: save_draft(interview=interview, facts=facts, by=cast.ivan, at=later),
        "an edit": lambda: edit_candidate(candidate=candidate, facts={"about": WORD}, by=cast.rosa, at=later),
        "a document": lambda: add_document(
            candidate=candidate, kind="CV", content=cv, name=f"{WORD}.pdf", by=cast.rosa, at=later
        ),
        "another chance": lambda: reopen(candidacy=candidacy, by=cast.max, at=later),
    }
    with pytest.raises(Refused) as caught:
        behind(lambda: erase_candidate(candidate=candidate, basis="REQUEST", by=officer, at=later), acts[what])
    assert caught.value.code == "erased"
    assert rows_saying(WORD) == {}
