"""What is found of hiring: candidates, also by what they wrote, what stands in their documents, touches, notes
and scorecards.

Each text is looked in through its own rule: a scorecard that is blind to somebody is not found by its words
either, nor a note by whom it is not for.
"""

from hiring.choices import CandidacyState
from hiring.models import Candidacy, Candidate, CandidateDocument, CandidateNote, Rating, Scorecard, Touch
from hiring.rules import can_read_hiring
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import OnlyDigits, SearchWords
from salesmgmt.search.kinds import Facts, SearchKind, TextSource, register_search


def candidacy_meta(row: Facts) -> str:
    """Mid-market AE, Role play, sold turbines in Kiel."""
    state = CandidacyState(row["state"])
    stage = row["stage__name"] if state == CandidacyState.OPEN else state.label.lower()
    headline = row["candidate__headline"]
    return ", ".join(part for part in (row["profile__role_profile__name"], stage, headline) if part)


def ratings(user: User) -> object:
    return Rating.objects.filter(scorecard__in=Scorecard.objects.visible_to(user).values("pk"))


register_search(
    SearchKind(
        "hiring.candidacy",
        "Candidates",
        "hiring",
        order=40,
        visible=Candidacy.objects.visible_to,
        words=SearchWords(
            "candidate__name",
            "candidate__headline",
            "candidate__email",
            "candidate__phone",
            OnlyDigits("candidate__phone"),
        ),
        url_name="hiring:candidacy",
        name="candidate__name",
        subject="candidate_id",
        facts=("profile__role_profile__name", "stage__name", "state", "candidate__headline"),
        meta=candidacy_meta,
        texts=(
            TextSource("in what is said about them", Candidate.objects.visible_to, "about"),
            TextSource("in a document", CandidateDocument.objects.visible_to, "stored__text__text", of="candidate_id"),
            TextSource("in a touch", Touch.objects.visible_to, "note", of="entry__candidacy__candidate_id"),
            TextSource("in a note", CandidateNote.objects.visible_to, "text", of="candidacy__candidate_id"),
            TextSource(
                "in a scorecard",
                Scorecard.objects.visible_to,
                "summary",
                of="interview__candidacy__candidate_id",
            ),
            TextSource("in a scorecard", ratings, "evidence", of="scorecard__interview__candidacy__candidate_id"),
        ),
        allowed=can_read_hiring,
        person="candidate_id",
        is_candidate=True,
    )
)
