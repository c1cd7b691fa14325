"""The truth of the sample company as tables, each with where the product estimates the same thing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Estimate:
    """The page of a figure that finds the truth again from the rows; its command is `manage.py figure <name>`."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are text; the first of a row is its head."""

    title: str
    says: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    estimates: tuple[Estimate, ...] = ()


def truth_tables(truth: Mapping[str, Any]) -> Iterator[Table]:
    """From the document that `world.known` makes."""
    parameters = truth["parameters"]
    yield _hiring(truth["hiring"], parameters["hiring"])
    yield _interviews(truth["hiring"], parameters["hiring"])
    yield _ramp(truth["ramp"], parameters["ramp"])
    yield _selling(truth["selling"], parameters["selling"])
    yield _sources(parameters["selling"])
    yield _staff(parameters["staff"], parameters["selling"])


def _hiring(known: Mapping[str, Any], truth: Mapping[str, Any]) -> Table:
    by_source = known["conversion_by_source"]
    names = {source["code"]: source["name"] for source in truth["sources"]}
    rows = [
        (
            stage["name"],
            _percent(stage["conversion"]),
            *(_percent(by_source[code][place]) for code in names),
            _number(stage["mean_working_days"]),
            str(stage["decided_after_days"]),
        )
        for place, stage in enumerate(known["stages"])
    ]
    return Table(
        "Candidates through the stages",
        "So many of those who enter a stage get on from it. Judge by those who entered longer ago than the last column "
        "says: later ones are not all decided, and conversion so far is lower than this.",
        ("Stage", "Gets on", *names.values(), "Working days", "Decided after days"),
        rows,
        (_figure("Stage conversion", "hiring.stage_conversion", by="stage"),),
    )


def _interviews(known: Mapping[str, Any], truth: Mapping[str, Any]) -> Table:
    rows = [(one["email"].partition("@")[0].title(), f"{one['leniency']:+.2f}") for one in known["interviewers"]]
    return Table(
        "Interviewers",
        f"A rating is 3 + {truth['rating_spread']} × ({truth['validity']} × skill + noise) + leniency, as a whole "
        "number from 1 to 5. Skill and noise have variance 1 in all.",
        ("Interviewer", "Leniency"),
        rows,
    )


def _ramp(known: Mapping[str, Any], truth: Mapping[str, Any]) -> Table:
    labels = {"FIRST_MEETING": "First meeting", "FIRST_DEAL": "First deal won"}
    hazards = {"FIRST_MEETING": truth["meeting_hazard"], "FIRST_DEAL": truth["deal_hazard"]}
    return Table(
        "Ramp of new hires",
        f"Each working day has the same chance, from day {truth['meeting_lag'] + 1} on and, for the deal, from "
        f"{truth['deal_lag'] + 1} working days after the first meeting on. “{truth['helpful_item']}” done in the first "
        f"week ({_percent(truth['helpful_share'])} did) multiplies it by {truth['helpful_factor']}; "
        f"“{truth['useless_item']}” does nothing. The whole curve stands in the file.",
        ("Milestone", "Chance a day", "Half by day"),
        [(label, _percent(hazards[code]), str(known[code]["median_days"])) for code, label in labels.items()],
        (_figure("Ramp time", "onboarding.ramp_time"),),
    )


def _selling(known: Mapping[str, Any], truth: Mapping[str, Any]) -> Table:
    rows = [
        (stage["name"], _percent(stage["conversion"]), _number(stage["mean_working_days"])) for stage in known["stages"]
    ]
    rows.append(("All the way to won", _percent(known["win_rate"]), ""))
    return Table(
        "Deals through the stages",
        f"A demo in {truth['helped_stage']} multiplies the chance there by {truth['helpful_factor']}; a call changes "
        "nothing. In the first stage the lead source counts, too. Days are gamma distributed and stop at no stage.",
        ("Stage", "Gets on", "Working days"),
        rows,
        (_figure("Win rate", "pipeline.win_rate"), _figure("Closing time", "pipeline.closing_time")),
    )


def _sources(truth: Mapping[str, Any]) -> Table:
    rows = [(each["name"], _percent(each["share"]), f"× {each['quality']}") for each in truth["sources"]]
    return Table(
        "Lead sources",
        "The share of deals that come from each, and what it does to the chance in the first stage.",
        ("Source", "Share", "Quality"),
        rows,
        (_figure("Win rate", "pipeline.win_rate"),),
    )


def _staff(staff: Mapping[str, Any], selling: Mapping[str, Any]) -> Table:
    return Table(
        "Orders and leavers",
        "What happens again and again.",
        ("What", "Truth"),
        [
            ("An order is repeated", _percent(selling["repeat_chance"])),
            ("Working days until then, on average", _number(2 * selling["repeat_days"]["scale"] + 0.5)),
            (f"A rep leaves in a month, after {staff['safe_months']} months", _percent(staff["leaving_hazard"])),
        ],
    )


def _figure(label: str, name: str, by: str = "") -> Estimate:
    return Estimate(label, reverse("figures:report", args=[name]) + (f"?by={by}" if by else ""))


def _percent(share: float) -> str:
    return f"{share * 100:.1f}%"


def _number(value: float) -> str:
    return f"{value:.1f}"
