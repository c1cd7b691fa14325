"""Histories of candidates as a kind of import."""

from collections.abc import Iterable, Sequence

from hiring.candidate_file.named import named_profiles, named_sources
from hiring.candidate_file.tagged import TAGS
from hiring.choices import CandidacyState
from hiring.history_file.check import check_histories, every_stage
from hiring.history_file.layouts import GREENHOUSE, LEVER
from hiring.history_file.merge import merge_histories
from hiring.models import Candidacy, Candidate, StageVisit
from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Problem, Values
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import ImportKind, Step


def _check_row(values: Values) -> Iterable[Problem]:
    email = str(values["email"] or "")
    if "@" not in email.strip("@") or len(email.split()) != 1:
        yield Problem("email", email, f"“{email}” is no e-mail address", "write one with an @ in it")
    entered, left = (str(values[name] or "") for name in ("entered_at", "left_at"))
    if left and left < entered:
        yield Problem("left_at", left, "the stage was left before it was entered", "correct one of the two days")


def _known_values(field: str) -> Sequence[str]:
    if field == "profile":
        return sorted({str(row) for row in named_profiles().values()})
    if field == "source":
        return sorted({str(row) for row in named_sources().values()})
    return sorted({name for _, name in every_stage()}) if field == "stage" else []


def _prepare(batch: ImportBatch) -> None:
    """Profiles and stages are set up by people; a file brings none."""


def _finish(batch: ImportBatch) -> None:
    refresh_statistics(Candidate, Candidacy, StageVisit)


HISTORY_KIND = ImportKind(
    code="hiring.histories",
    title="histories of candidates",
    permission="hiring.import_candidates",
    files=(
        FileSpec(
            "histories",
            "Histories",
            "stay",
            (
                Column("stay", title="Id of the row in the other system", known_as=("id",)),
                Column("application", title="Id of the application there"),
                Column("name", required=True, known_as=("full name", "candidate")),
                Column("email", required=True, title="E-mail", known_as=("email", "email address")),
                Column("profile", required=True, title="Role profile", known_as=("job", "position")),
                Column("stage", required=True, known_as=("stage name",)),
                Column("entered_at", ColumnKind.INSTANT, required=True, title="Entered", known_as=("entered on",)),
                Column("left_at", ColumnKind.INSTANT, title="Left", known_as=("left on", "exited on")),
                Column("outcome", choices=tuple(CandidacyState.values), known_as=("state", "status")),
                Column("ended_at", ColumnKind.INSTANT, title="Ended", known_as=("ended on",)),
                Column("reason", known_as=("rejection reason",)),
                Column("hired_as", title="Their e-mail with you, if hired"),
                Column("source", known_as=("candidate source", "sources")),
                TAGS,
            ),
            _check_row,
            layouts=(GREENHOUSE, LEVER),
            key_else=("email", "profile", "stage", "entered_at"),
            whole=False,
        ),
    ),
    steps=(Step("histories", "Putting histories together", check_histories, merge_histories, whole=True),),
    prepare=_prepare,
    finish=_finish,
    known_values=_known_values,
    heading="Import histories of candidates",
    says=(
        "Each row is a stay in a stage; the rows of one address and role profile are one history. It lands as a whole, "
        "with its end, or not at all."
    ),
    note=(
        "Histories are of those who did not run for the profile here. A blank day of leaving is the day the next stage "
        "began; of stages entered at the same moment their order decides. Whoever was hired must be here as a person. "
        "Nobody is told, no offer and no journey begins: these are facts from another system. A source is kept where "
        "none is known, and tags come on: both are those under Hiring."
    ),
)
