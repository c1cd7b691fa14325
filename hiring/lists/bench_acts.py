"""What can be done to many people on the bench at once: each by the verb of their own page, with what takes it back."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_date

from hiring.choices import TouchKind
from hiring.domain.bench import change_tier, hand_over, put_entry_back, snooze
from hiring.domain.tags import put_tag, set_tags, tags_of
from hiring.domain.touches import log_touch, undo_touch
from hiring.forms.candidacy_acts import TIERS
from hiring.forms.tags import TagMany
from hiring.models import BenchEntry, CandidateTag, Touch
from hiring.queries.people import holders
from hiring.rules import can_work_candidates
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.problems import Conflict
from salesmgmt.console.forms.plain import DayField
from salesmgmt.people.choices import Role
from salesmgmt.web.lists.declaration import BulkAct
from salesmgmt.web.lists.forms import BulkForm


class TierOfMany(BulkForm):
    name = "tier"

    tier = forms.ChoiceField(choices=TIERS)


class SnoozeMany(BulkForm):
    name = "snooze"

    until = DayField(label="Next touch on")


class TouchMany(BulkForm):
    """The same contact with each of them, just now: a newsletter, an evening for all."""

    name = "touch"

    kind = forms.ChoiceField(choices=TouchKind.choices, label="What")
    note = forms.CharField(max_length=1000, required=False, label="What was said")


class HandOverMany(BulkForm):
    name = "hand-over"

    to = PersonField(queryset=User.objects.none(), label="Kept warm by", empty_label="Choose a person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = keeping(self.user)


def keeping(user: User) -> Any:
    return holders(Role.MANAGER, Role.RECRUITER, Role.ADMIN)


def _due_of(entry: BenchEntry) -> dict[str, Any]:
    return {"tier": entry.tier, "next_touch_date": entry.next_touch_date}


def _due_back(*, row: BenchEntry, before: dict[str, Any], **act: Any) -> BenchEntry:
    day = parse_date(str(before["next_touch_date"]))
    assert day is not None, "an entry always has a next touch"
    return put_entry_back(entry=row, tier=before["tier"], next_touch_date=day, **act)


def _touch(*, row: BenchEntry, kind: str, note: str, by: User, at: datetime) -> BenchEntry:
    return log_touch(entry=row, kind=kind, happened_at=at, note=note, by=by, at=at).entry


def _touch_back(*, row: BenchEntry, before: dict[str, Any], by: User, at: datetime, expected_version: int) -> Any:
    """The last touch, as long as nothing has happened to the entry since."""
    touch = Touch.objects.select_related("entry").filter(entry=row).first()
    if row.version != expected_version or touch is None:
        raise Conflict(f"{row} was changed since; look at it on its own page.")
    return undo_touch(touch=touch, by=by, at=at)


def _tag(*, row: BenchEntry, tag: CandidateTag, **act: Any) -> BenchEntry:
    put_tag(candidacy=row.candidacy, tag=tag, **act)
    return BenchEntry.objects.select_related("candidacy").get(pk=row.pk)


def _tags_back(*, row: BenchEntry, before: dict[str, Any], **act: Any) -> Any:
    return set_tags(candidacy=row.candidacy, tags=before["tags"], **act)


BENCH_ACTS = (
    BulkAct(
        name="touch",
        title="Log a touch",
        button="It happened",
        done="{count} had a touch",
        form=TouchMany,
        do=_touch,
        before=lambda entry: {},
        restore=_touch_back,
        allowed=can_work_candidates,
    ),
    BulkAct(
        name="snooze",
        title="Snooze",
        button="Snooze",
        done="{count} snoozed",
        form=SnoozeMany,
        do=lambda *, row, **act: snooze(entry=row, **act),
        before=_due_of,
        restore=_due_back,
        allowed=can_work_candidates,
    ),
    BulkAct(
        name="tier",
        title="Change the tier",
        button="Change it",
        done="{count} in another tier",
        form=TierOfMany,
        do=lambda *, row, **act: change_tier(entry=row, **act),
        before=_due_of,
        restore=_due_back,
        allowed=can_work_candidates,
    ),
    BulkAct(
        name="hand-over",
        title="Hand over",
        button="Hand over",
        done="{count} kept warm by somebody else",
        form=HandOverMany,
        do=lambda *, row, **act: hand_over(entry=row, **act),
        before=lambda entry: {"owner_id": entry.owner_id},
        restore=lambda *, row, before, **act: hand_over(entry=row, to=User.objects.get(pk=before["owner_id"]), **act),
        allowed=can_work_candidates,
    ),
    BulkAct(
        name="tag",
        title="Put a tag on",
        button="Put on",
        done="{count} tagged",
        form=TagMany,
        do=_tag,
        before=lambda entry: {"tags": tags_of(entry.candidacy)},
        restore=_tags_back,
        allowed=can_work_candidates,
        version=lambda entry: entry.candidacy.version,
    ),
)
