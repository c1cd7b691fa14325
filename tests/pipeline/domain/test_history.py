"""Whatever people do to a deal, asking its versions about a past instant gives what was true then."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.history import VERSIONED
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.models import Deal, DealVersion, Stage
from salesmgmt.common.problems import Refused
from tests.cast import AT
from tests.pipeline_rows import lost_for, make_deal, won_for

OPEN_STAGES = ["Qualify", "Discover", "Prove", "Propose"]
STEP = {"next_step": "Call", "next_step_date": date(2026, 4, 1)}

acts = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(OPEN_STAGES)),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("price"), st.integers(0, 3)),
    st.tuples(st.just("give"), st.sampled_from(["rita", "nora"])),
    st.tuples(st.just("step"), st.none()),
    st.tuples(st.just("pause"), st.none()),
    st.tuples(st.just("win"), st.none()),
    st.tuples(st.just("lose"), st.none()),
    st.tuples(st.just("reopen"), st.sampled_from(OPEN_STAGES)),
)
waits = st.sampled_from([timedelta(0), timedelta(microseconds=1), timedelta(minutes=3), timedelta(minutes=11)])


@dataclass
class Diary:
    """A plain record beside the product: what was true from which instant, undone moves struck out."""

    pages: list[tuple[datetime, dict]] = field(default_factory=list)

    def write(self, instant: datetime, deal: Deal) -> None:
        self.pages.append((instant, facts_of(deal)))

    def strike_out_last_move(self, deal: Deal) -> None:
        while self.pages and self.pages[-1][1] != facts_of(deal):
            self.pages.pop()

    def at(self, instant: datetime) -> dict | None:
        return next((facts for start, facts in reversed(self.pages) if start <= instant), None)


def facts_of(row: Deal | DealVersion) -> dict:
    return {name: getattr(row, name) for name in VERSIONED}


def do(act: str, argument: object, deal: Deal, cast, at: datetime) -> Deal:
    said = {"deal": deal, "by": cast.rita, "at": at}
    verbs = {
        "move": lambda: move_deal(to=Stage.objects.get(name=argument), **STEP, **said),
        "undo": lambda: undo_move(expected_version=deal.version, **said),
        "price": lambda: edit_deal(facts={"amount": Decimal(argument)}, **said),
        "give": lambda: give_deal(to=getattr(cast, argument), **said),
        "step": lambda: set_next_step(**STEP, **said),
        "pause": lambda: pause_deal(until=date(2026, 6, 1), **said),
        "win": lambda: win_deal(reason=won_for(), **said),
        "lose": lambda: lose_deal(reason=lost_for(), **said),
        "reopen": lambda: reopen_deal(to=Stage.objects.get(name=argument), **STEP, **said),
    }
    return verbs[act]()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(acts, waits), max_size=14))
def test_as_of_any_instant_the_versions_say_what_was_true_then(process, cast, history):
    deal = make_deal(cast.rita, amount="1")
    diary = Diary()
    diary.write(AT, Deal.objects.get(pk=deal.pk))
    now = AT
    for (act, argument), wait in history:
        now += wait
        try:
            deal = do(act, argument, deal, cast, now)
        except Refused:
            deal = Deal.objects.get(pk=deal.pk)
            continue
        deal = Deal.objects.get(pk=deal.pk)
        if act == "undo":
            diary.strike_out_last_move(deal)
        elif facts_of(deal) != diary.pages[-1][1]:
            diary.write(DealVersion.objects.current().get(deal=deal).valid_from, deal)

    assert_history(deal, diary)


def assert_history(deal: Deal, diary: Diary) -> None:
    counted = DealVersion.objects.counted().filter(deal=deal).order_by("valid_from")
    assert facts_of(counted.get(valid_to__isnull=True)) == facts_of(deal)
    ends = [version.valid_to for version in counted][:-1]
    assert ends == [version.valid_from for version in counted][1:]
    for start, _ in diary.pages:
        for instant in (start - timedelta(microseconds=1), start, start + timedelta(seconds=90)):
            found = DealVersion.objects.as_of(instant).filter(deal=deal).first()
            assert (facts_of(found) if found else None) == diary.at(instant)
    entered = deal.stage_entered_at
    run = [version for version in counted if version.valid_from >= entered]
    assert run[0].valid_from == entered
    assert {version.stage_id for version in run} == {deal.stage_id}
    DealVersion.objects.filter(deal=deal).delete()
    deal.delete()
