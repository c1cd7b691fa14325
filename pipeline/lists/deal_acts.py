"""What can be done to many deals at once: each by the verb of the deal's own page, with what takes it back."""

from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.layout import Layout
from django import forms
from django.utils.dateparse import parse_date

from pipeline.choices import OPEN_CATEGORIES, StageKind
from pipeline.domain.closing import lose_deal, undo_closing, win_deal
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.next_steps import pause_deal, put_step_back, set_next_step
from pipeline.forms.acts import DAY
from pipeline.models import CloseReason, Deal, Stage
from pipeline.queries.people import sellers
from pipeline.queries.processes import stages_in_use
from pipeline.rules import can_work_deals
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.problems import Refused
from salesmgmt.web.lists.declaration import BulkAct
from salesmgmt.web.lists.forms import BulkForm


class GiveMany(BulkForm):
    name = "give"

    to = PersonField(queryset=User.objects.none(), label="New owner", empty_label="Choose a person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = sellers()


class MoveMany(BulkForm):
    """Into a stage of that name, each deal in the process that it runs through."""

    name = "move"

    stage = forms.ChoiceField(label="Stage")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict.fromkeys(stage.name for stage in stages_in_use() if stage.is_open)
        self.fields["stage"].choices = [("", "Choose a stage"), *((name, name) for name in names)]


class NextStepForMany(BulkForm):
    name = "next-step"

    next_step = forms.CharField(max_length=200, label="What comes next")
    next_step_date = forms.DateField(widget=DAY, label="By when")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("next_step", "next_step_date")


class CloseDateForMany(BulkForm):
    name = "close-date"

    close_date = forms.DateField(widget=DAY, label="Expected to close on")


class ForecastForMany(BulkForm):
    name = "forecast"

    forecast_category = forms.ChoiceField(choices=OPEN_CATEGORIES, label="Forecast as")


class CloseMany(BulkForm):
    """Win or lose: the reason, from those on offer for `kind`."""

    kind: ClassVar[StageKind]

    reason = forms.ModelChoiceField(queryset=CloseReason.objects.none(), label="Reason", empty_label="Choose a reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = CloseReason.objects.offered().filter(kind=self.kind)


class WinMany(CloseMany):
    """Each for the amount that it has; what lacks an exit criterion is won on its own page, with the reason."""

    name = "win"
    kind = StageKind.WON


class LoseMany(CloseMany):
    name = "lose"
    kind = StageKind.LOST


class PauseMany(BulkForm):
    name = "pause"

    until = forms.DateField(widget=DAY, label="Rest until")


def _give(*, row: Deal, to: User, **act: Any) -> Deal:
    return give_deal(deal=row, to=to, **act)


def _give_back(*, row: Deal, before: dict[str, Any], **act: Any) -> Deal:
    return give_deal(deal=row, to=User.objects.get(pk=before["owner_id"]), **act)


def _move(*, row: Deal, stage: str, **act: Any) -> Deal:
    version = Stage.objects.filter(pk=row.stage_id).values("process_version")
    to = Stage.objects.filter(process_version__in=version, name=stage).select_related("process_version").first()
    if to is None:
        raise Refused(f"The process of {row.name} has no stage {stage}; move it on its own page.", field="stage")
    return move_deal(deal=row, to=to, **act)


def _move_back(*, row: Deal, before: dict[str, Any], **act: Any) -> Deal:
    return undo_move(deal=row, **act)


def _close_on(*, row: Deal, close_date: Any, **act: Any) -> Deal:
    return edit_deal(deal=row, facts={"close_date": close_date}, **act)


def _close_as_before(*, row: Deal, before: dict[str, Any], **act: Any) -> Deal:
    return edit_deal(deal=row, facts={"close_date": _day(before["close_date"])}, **act)


def _forecast(*, row: Deal, forecast_category: str, **act: Any) -> Deal:
    return edit_deal(deal=row, facts={"forecast_category": forecast_category}, **act)


def _forecast_as_before(*, row: Deal, before: dict[str, Any], **act: Any) -> Deal:
    return edit_deal(deal=row, facts=before, **act)


def _not_closed(*, row: Deal, before: dict[str, Any], **act: Any) -> Deal:
    days = {name: _day(before[name]) for name in ("next_step_date", "paused_until")}
    return undo_closing(deal=row, next_step=before["next_step"], **days, **act)


def _step_of(deal: Deal) -> dict[str, Any]:
    return {
        "next_step": deal.next_step,
        "next_step_date": deal.next_step_date,
        "paused_until": deal.paused_until,
    }


def _step_back(*, row: Deal, before: dict[str, Any], by: User, at: datetime, expected_version: int) -> Deal:
    return put_step_back(
        deal=row,
        next_step=before["next_step"],
        next_step_date=_day(before["next_step_date"]),
        paused_until=_day(before["paused_until"]),
        by=by,
        at=at,
        expected_version=expected_version,
    )


def _day(text: str | None) -> Any:
    """A day as JSON kept it."""
    return parse_date(text) if text else None


DEAL_ACTS = (
    BulkAct(
        name="next-step",
        title="Set next step",
        button="Set it",
        done="{count} with another next step",
        form=NextStepForMany,
        do=lambda *, row, **act: set_next_step(deal=row, **act),
        before=_step_of,
        restore=_step_back,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="move",
        title="Move",
        button="Move",
        done="{count} moved",
        form=MoveMany,
        do=_move,
        before=lambda deal: {},
        restore=_move_back,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="close-date",
        title="Close date",
        button="Set it",
        done="{count} with another close date",
        form=CloseDateForMany,
        do=_close_on,
        before=lambda deal: {"close_date": deal.close_date},
        restore=_close_as_before,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="forecast",
        title="Forecast",
        button="Set it",
        done="{count} forecast otherwise",
        form=ForecastForMany,
        do=_forecast,
        before=lambda deal: {"forecast_category": deal.forecast_category},
        restore=_forecast_as_before,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="win",
        title="Close as won",
        button="Close them as won",
        done="{count} won",
        form=WinMany,
        do=lambda *, row, **act: win_deal(deal=row, **act),
        before=_step_of,
        restore=_not_closed,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="lose",
        title="Close as lost",
        button="Close them as lost",
        done="{count} lost",
        form=LoseMany,
        do=lambda *, row, **act: lose_deal(deal=row, **act),
        before=_step_of,
        restore=_not_closed,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="pause",
        title="Pause",
        button="Let them rest",
        done="{count} put to rest",
        form=PauseMany,
        do=lambda *, row, **act: pause_deal(deal=row, **act),
        before=_step_of,
        restore=_step_back,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="give",
        title="Give to",
        button="Give",
        done="{count} given to somebody else",
        form=GiveMany,
        do=_give,
        before=lambda deal: {"owner_id": deal.owner_id},
        restore=_give_back,
        allowed=can_work_deals,
        gives_away=True,
    ),
)
