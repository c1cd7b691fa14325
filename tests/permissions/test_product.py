"""The permission table says of every noun what PRODUCT, "Who may see what", says of it; no noun is left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.permissions.matrix import Row, rows

NOTHING, SOME, ALL = "nothing", "own, shared or of their line", "all"
READS_NOTHING = {"200=0", "404", "403"}


@dataclass(frozen=True)
class Line:
    """One line of PRODUCT's table: what each of the cast reads of these nouns; who is not named reads nothing."""

    reads: dict[str, str]
    nouns: frozenset[str]


def line(nouns: str, **reads: str) -> Line:
    return Line(reads, frozenset(nouns.split()))


EVERYBODY_IN_SALES = dict.fromkeys(("rita", "max", "mona", "carla", "finn", "olga", "api_user"), ALL)
WHO_HIRES = dict.fromkeys(("max", "mona", "rosa", "ivan", "olga", "api_user"), ALL)
WHO_ONBOARDS = dict.fromkeys(("max", "mona", "olga", "api_user"), ALL)
PRODUCT = {
    "deals, accounts": line(
        "pipeline/deals pipeline/accounts pipeline/contacts pipeline/activities pipeline/orders pipeline/invoices "
        "pipeline/payments pipeline/cancellations pipeline/leads pipeline/lead-states pipeline/renewals "
        "pipeline/account-plans pipeline/account-reviews pipeline/tasks pipeline/planned-meetings "
        "pipeline/hand-overs pipeline/targets",
        rita=SOME,
        max=SOME,
        mona=SOME,
        carla=ALL,
        finn=ALL,
        olga=ALL,
        api_user=SOME,
    ),
    "how the company sells": line(
        "pipeline/processes pipeline/process-versions pipeline/stages pipeline/exit-criteria pipeline/playbook-steps "
        "pipeline/stage-actions pipeline/qualification-items pipeline/products pipeline/lead-sources "
        "pipeline/close-reasons pipeline/campaigns pipeline/capture-forms pipeline/assignment-rules "
        "pipeline/seller-capacities pipeline/response-targets pipeline/renewal-terms",
        **EVERYBODY_IN_SALES,
    ),
    "candidates, notes": line(
        "hiring/candidates hiring/candidacies hiring/notes hiring/interviews hiring/bench-entries hiring/touches "
        "hiring/documents hiring/candidate-requests hiring/booking-links hiring/openings",
        max=SOME,
        mona=SOME,
        rosa=ALL,
        ivan=SOME,
        olga=ALL,
        api_user=SOME,
    ),
    "scorecards": line("hiring/scorecards", max=SOME, mona=SOME, rosa=SOME, ivan=SOME, olga=SOME, api_user=SOME),
    "how the company hires": line(
        "hiring/profiles hiring/stages hiring/sources hiring/cadences hiring/kit-parts hiring/tags", **WHO_HIRES
    ),
    "what hiring costs": line("hiring/campaigns", rosa=ALL, olga=ALL),
    "offers' pay": line("hiring/offers", max=SOME, mona=SOME, rosa=ALL, carla=ALL, finn=ALL),
    "journeys": line(
        "onboarding/journeys onboarding/journey-items onboarding/milestones",
        rita=SOME,
        max=SOME,
        mona=SOME,
        olga=ALL,
        api_user=SOME,
    ),
    "journeys, hires' status": line("onboarding/hires", rosa=ALL),
    "how the company onboards": line(
        "onboarding/plans onboarding/plan-versions onboarding/plan-items onboarding/ramp-definitions", **WHO_ONBOARDS
    ),
    "plans, assignments": line(
        "compensation/plans compensation/plan-versions compensation/assignments", rita=SOME, carla=ALL, finn=ALL
    ),
    "statements, pay": line("compensation/statements compensation/lines", rita=SOME, carla=ALL, finn=ALL),
    "runs": line("compensation/runs", carla=ALL, finn=ALL),
}
NO_ROWS = frozenset(  # of lists: answers about oneself, figures and settings
    {
        "pipeline/work-feed": "one's own calendar",
        "pipeline/consistency": "a figure over the deals that one sees",
        "pipeline/stage-trend": "a figure over the deals of one's line",
        "hiring/interview-feed": "one's own calendar",
        "hiring/availability": "one's own hours",
        "hiring/interviewers": "a figure over the candidates that one sees",
        "hiring/interview-cost": "a setting",
        "hiring/letter-texts": "texts by profile",
        "hiring/bench-need": "a figure over the profiles that one hires for",
    }
)
ASKED_OF_ANYBODY = "pipeline/help-requests"


def lists() -> Iterator[tuple[str, Row]]:
    """Every list of an app's noun, with the noun."""
    for row in rows():
        parts = row.address.partition("?")[0].strip("/").split("/")
        if row.method == "GET" and parts[:2] == ["api", "v1"] and len(parts) == 4 and "?" not in row.address:
            noun = "/".join(parts[2:])
            if noun.partition("/")[0] in ("pipeline", "hiring", "onboarding", "compensation"):
                yield noun, row


def told(noun: str, row: Row, said: Line) -> Iterator[str]:
    most = max(int(status.partition("=")[2] or 0) for status in row.expected.values())
    for name, status in row.expected.items():
        reads = NOTHING if name == "nobody" else said.reads.get(name, NOTHING)
        if reads == NOTHING and status not in READS_NOTHING | {"401"}:
            yield f"{noun}: {name} reads nothing of it, the table says {status}"
        if reads == ALL and status != f"200={most}":
            yield f"{noun}: {name} reads all {most}, the table says {status}"
        if reads == SOME and not status.startswith("200="):
            yield f"{noun}: {name} reads some, the table says {status}"


def test_every_noun_stands_in_the_product_table():
    known = {noun for each in PRODUCT.values() for noun in each.nouns} | NO_ROWS | {ASKED_OF_ANYBODY}
    assert {noun for noun, _ in lists()} == known


def test_each_noun_is_read_by_whom_the_product_says():
    by_noun = {noun: said for said in PRODUCT.values() for noun in said.nouns}
    wrong = [each for noun, row in lists() if noun in by_noun for each in told(noun, row, by_noun[noun])]
    assert "\n".join(wrong) == ""
    assert any(row.expected["rita"] == "200=1" for noun, row in lists() if noun == "compensation/statements")


def test_who_reads_nothing_of_a_noun_gets_404_from_each_of_its_rows():
    """And of every page of an app for those whom the product gives nothing of it."""
    by_noun = {noun: said for said in PRODUCT.values() for noun in said.nouns}
    wrong, asked = [], 0
    for row in rows():
        parts = row.address.partition("?")[0].strip("/").split("/")
        noun = "/".join(parts[2:4])
        if row.method != "GET" or parts[:2] != ["api", "v1"] or len(parts) < 5 or noun not in by_noun:
            continue
        for name, status in row.expected.items():
            if name != "nobody" and name not in by_noun[noun].reads:
                asked += 1
                wrong += [f"{row.address}: {name} gets {status}"] if status != "404" else []
    assert "\n".join(wrong) == ""
    assert asked > 100


def test_a_noun_that_is_shown_to_others_is_noticed():
    noun, row = next((noun, row) for noun, row in lists() if noun == "pipeline/invoices")
    shown = Row(row.method, row.address, {**row.expected, "rosa": "200=1"})
    assert list(told(noun, shown, PRODUCT["deals, accounts"])) == [
        "pipeline/invoices: rosa reads nothing of it, the table says 200=1"
    ]
    hidden = Row(row.method, row.address, {**row.expected, "finn": "200=0"})
    assert list(told(noun, hidden, PRODUCT["deals, accounts"])) == [
        "pipeline/invoices: finn reads all 1, the table says 200=0"
    ]
