"""Campaigns of candidate sources as a kind of import, by the table that reads campaigns of lead sources."""

from collections.abc import Iterable, Sequence

from hiring.models import CandidateCampaign, CandidateSource
from pipeline.tables.campaigns import CampaignTable, check_campaign
from salesmgmt.imports.columns import OWN, Column, ColumnKind, FileSpec, Layout, Problem, Values
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import ImportKind, Step


def _check_row(values: Values) -> Iterable[Problem]:
    """The code stands in the address of the application form, which is read in small letters."""
    code = str(values["code"])
    if code != code.lower():
        yield Problem("code", code, "a code is written in small letters", f"write “{code.lower()}”")
    yield from check_campaign(values)


def _sources() -> dict[str, int]:
    return dict(CandidateSource.objects.values_list("name", "pk"))


def _known_values(field: str) -> Sequence[str]:
    return sorted(_sources()) if field == "source" else []


def _prepare(batch: ImportBatch) -> None:
    """Sources are set up by people; a file brings none."""


def _finish(batch: ImportBatch) -> None:
    refresh_statistics(CandidateCampaign)


OURS = Layout(
    OWN,
    "an export of the list of campaigns",
    "",
    {
        "Campaign": "name",
        "Source": "source",
        "Code": "code",
        "Starts": "starts",
        "Over on": "ends",
        "Cost": "cost",
        "Currency": "currency",
    },
)
OF_CANDIDATES = CampaignTable(
    model=CandidateCampaign,
    source="source",
    noun="source",
    counted="candidates",
    told="candidate_campaigns.imported",
    sources=_sources,
)
CAMPAIGN_KIND = ImportKind(
    code="hiring.candidate_campaigns",
    title="campaigns for candidates",
    permission="hiring.import_candidates",
    files=(
        FileSpec(
            "candidate_campaigns",
            "Campaigns for candidates",
            "code",
            (
                Column("code", required=True, longest=40, known_as=("campaign id", "id")),
                Column("name", required=True, longest=100, title="Campaign", known_as=("campaign name", "name")),
                Column("source", title="Candidate source", known_as=("candidate source", "type")),
                Column("starts", ColumnKind.DAY, known_as=("start date", "from")),
                Column("ends", ColumnKind.DAY, title="Over on", known_as=("end date", "over")),
                Column("cost", ColumnKind.AMOUNT, known_as=("actual cost", "spend", "budget")),
                Column("currency", longest=3),
            ),
            _check_row,
            layouts=(OURS,),
            whole=False,
        ),
    ),
    steps=(Step("candidate_campaigns", "Merging campaigns", OF_CANDIDATES.check, OF_CANDIDATES.merge),),
    prepare=_prepare,
    finish=_finish,
    known_values=_known_values,
    here=OF_CANDIDATES.here,
    heading="Import campaigns for candidates",
    says="What candidate sources are worked with, for a time and at a cost, from any spreadsheet.",
    note=(
        "A campaign is known by its code. Its source is one of those under Hiring and stays as it is; costs are in the "
        "company's currency, and a blank cell leaves what is known."
    ),
)
