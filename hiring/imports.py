"""What hiring imports: a list of candidates, histories of them, and what brought them."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from hiring.candidate_file.campaigns import CAMPAIGN_KIND
from hiring.candidate_file.check import check_candidates
from hiring.candidate_file.here import candidates_here
from hiring.candidate_file.merge import merge_candidates
from hiring.candidate_file.named import named_campaigns, named_profiles, named_sources
from hiring.candidate_file.tagged import TAGS
from hiring.choices import CandidacyState
from hiring.history_file.kind import HISTORY_KIND
from hiring.models import Candidacy, Candidate, StageVisit
from salesmgmt.imports.columns import OWN, Column, ColumnKind, FileSpec, Layout, Problem, Values
from salesmgmt.imports.domain.naming import addresses
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import ImportKind, Step, register


def _check_row(values: Values) -> Iterable[Problem]:
    email = str(values["email"] or "")
    if "@" not in email.strip("@") or len(email.split()) != 1:
        yield Problem("email", email, f"“{email}” is no e-mail address", "write one with an @ in it")


def known_values(field: str) -> Sequence[str]:
    """What a column's value may be mapped to."""
    if field == "owner":
        return addresses()
    known: dict[str, Callable[[], Mapping[str, object]]] = {
        "profile": named_profiles,
        "source": named_sources,
        "campaign": named_campaigns,
    }
    return sorted({str(row) for row in known[field]().values()}) if field in known else []


def prepare(batch: ImportBatch) -> None:
    """Profiles, stages and sources are set up by people; a file brings none."""


def finish(batch: ImportBatch) -> None:
    refresh_statistics(Candidate, Candidacy, StageVisit)


OURS = Layout(
    OWN,
    "an export of the list of candidates",
    "",
    {
        "Candidate": "name",
        "E-mail": "email",
        "Phone": "phone",
        "Headline": "headline",
        "Location": "location",
        "Came from": "source",
        "Campaign": "campaign",
        "Tags": "tags",
        "Role profile": "profile",
        "Stage": "stage",
        "Since": "applied_date",
        "Owner's e-mail": "owner",
        "State": "state",
    },
)
GREENHOUSE = Layout(
    "Greenhouse",
    "Greenhouse’s spreadsheet for bringing in candidates, with a column for their tags",
    "https://support.greenhouse.io/hc/en-us/articles/203871039",
    {
        "First Name": "name",
        "Last Name": "name",
        "Title": "headline",
        "Email": "email",
        "Phone": "phone",
        "Address": "location",
        "Source": "source",
        "Job": "profile",
        "Candidate Tags": "tags",
    },
)
LEVER = Layout(
    "Lever",
    "opportunities in Lever’s template for moving data",
    "https://help.lever.co/hc/en-us/articles/20087470372381",
    {
        "Full-Name": "name",
        "Email": "email",
        "Lever Posting URL": "profile",
        "Stage": "stage",
        "Date-Added": "applied_date",
        "Sources": "source",
        "Tags": "tags",
    },
)
CANDIDATES = register(
    ImportKind(
        code="hiring.candidates",
        title="a list of candidates",
        permission="hiring.import_candidates",
        files=(
            FileSpec(
                "candidates",
                "Candidates",
                "candidacy",
                (
                    Column("candidacy", title="Id in the other system", known_as=("external id", "id")),
                    Column("name", required=True, known_as=("full name", "candidate", "first name", "last name")),
                    Column("email", required=True, title="E-mail", known_as=("email", "email address")),
                    Column("phone", longest=40, known_as=("phone number", "mobile")),
                    Column("headline", known_as=("current role", "current title")),
                    Column("location", longest=100, known_as=("city",)),
                    Column("source", known_as=("candidate source", "sources")),
                    Column("campaign", title="Campaign (name or code)", known_as=("campaign", "campaign name")),
                    TAGS,
                    Column("profile", required=True, title="Role profile", known_as=("profile", "job", "position")),
                    Column("stage", known_as=("current stage",)),
                    Column("applied_date", ColumnKind.INSTANT, title="Applied on", known_as=("application date",)),
                    Column("owner", title="Looked after by (e-mail or name)", known_as=("owner", "looked after by")),
                    Column("state", choices=tuple(CandidacyState.values)),
                ),
                _check_row,
                layouts=(OURS, GREENHOUSE, LEVER),
                key_else=("email", "profile"),
                whole=False,
            ),
        ),
        steps=(Step("candidates", "Merging candidates", check_candidates, merge_candidates),),
        prepare=prepare,
        finish=finish,
        known_values=known_values,
        here=candidates_here,
        heading="Import candidates",
        says=(
            "People for the profiles that you hire for, from a spreadsheet. The same file again changes nothing; rows "
            "that cannot land are told, the others land."
        ),
        note=(
            "People are told apart by their e-mail address: somebody who is here already stays the same candidate, "
            "and runs for the profile if they do not yet. Without a stage they begin in the first one, without a day "
            "today. Profiles, stages, sources, campaigns and tags are those under Hiring; a file makes none. Tags come "
            "on and never off; a campaign is kept where none is known."
        ),
    )
)
HISTORIES = register(HISTORY_KIND)
CAMPAIGNS = register(CAMPAIGN_KIND)
