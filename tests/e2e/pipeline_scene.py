"""A lively board for browser tests: deals in every stage that are well, slow, late, paused and without a next step."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from pipeline.domain.activities import log_activity
from pipeline.domain.catalogue import add_lead_source, add_product
from pipeline.domain.deals import create_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.next_steps import pause_deal
from pipeline.models import Account, Contact, Deal
from tests.cast import Cast
from tests.pipeline_rows import make_process, stage


@dataclass(frozen=True)
class Sketch:
    name: str
    stage: str
    amount: int | None
    days: int
    step: str
    due: int


SKETCHES = (
    Sketch("Orchard Mills", "Qualify", 82_000, 4, "Call with plant lead", 3),
    Sketch("Pinnacle Rail", "Qualify", 67_000, 8, "Send discovery agenda", 0),
    Sketch("Vega Instruments", "Qualify", 54_000, 12, "Find the budget owner", -2),
    Sketch("Solano Foods", "Qualify", None, 3, "Intro through Brightwater", 4),
    Sketch("Meridian Cranes", "Discover", 88_000, 11, "Process mapping workshop", 2),
    Sketch("Nordhaven Ports", "Discover", 71_000, 16, "Second stakeholder call", 1),
    Sketch("Fathom Marine", "Discover", 48_000, 18, "Call in the new year", 20),
    Sketch("Kepler Mining", "Discover", 45_000, 24, "", 0),
    Sketch("Larkfield Energy", "Prove", 64_000, 26, "Proof results to CIO", 2),
    Sketch("Orrin Textiles", "Prove", 61_000, 3, "Kick off technical proof", 3),
    Sketch("Ivory Pharma", "Prove", 58_000, 33, "Waiting for a proof slot", -5),
    Sketch("Castell Logistics", "Propose", 72_000, 10, "Discount approval", 1),
    Sketch("Juniper Clinics", "Propose", 64_000, 7, "Walk legal through terms", 3),
)


def draw_board(cast: Cast) -> dict[str, Deal]:
    """The deals of SKETCHES by name, shared out to Rita and Nora, as of now."""
    make_process()
    now = timezone.now()
    add_lead_source(code="referral", name="Referral", by=cast.olga, at=now)
    scanner = add_product(name="Line scanner", series="LS", list_price=Decimal(5500), by=cast.olga, at=now)
    made = {
        sketch.name: _draw(sketch, cast.nora if place % 3 == 2 else cast.rita, now)
        for place, sketch in enumerate(SKETCHES)
    }
    today = cast.company.day_of(now)
    pause_deal(deal=made["Fathom Marine"], until=today + timedelta(days=40), by=cast.rita, at=now)
    set_lines(deal=made["Solano Foods"], lines=[LineFacts(scanner, Decimal(4))], by=cast.rita, at=now)
    Deal.objects.filter(pk=made["Solano Foods"].pk).update(amount=None)  # as an import leaves it
    Deal.objects.filter(name="Kepler Mining").update(next_step="", next_step_date=None)
    ivory = made["Ivory Pharma"]
    contact = Contact.objects.create(account=ivory.account, name="Lena Ort", title="CFO")
    log_activity(
        deal=ivory,
        kind="CALL",
        happened_at=now - timedelta(days=2),
        minutes=14,
        note="Budget is there, the CFO wants a payback under a year.",
        contact=contact,
        by=ivory.owner,
        at=now,
    )
    return {deal.name: deal for deal in Deal.objects.all()}


def _draw(sketch: Sketch, owner, now: datetime) -> Deal:
    account = Account.objects.create(name=sketch.name, owner=owner)
    started = now - timedelta(days=sketch.days)
    return create_deal(
        name=sketch.name,
        stage=stage(sketch.stage),
        next_step=sketch.step or "Call",
        next_step_date=(now + timedelta(days=sketch.due)).date(),
        by=owner,
        at=started.astimezone(UTC),
        facts={
            "account": account,
            "amount": None if sketch.amount is None else Decimal(sketch.amount),
            "close_date": date(now.year, now.month, 1) + timedelta(days=70),
        },
    )
