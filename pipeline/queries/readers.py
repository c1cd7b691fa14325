"""Who may see a deal, by the same rules as `Deal.objects.visible_to`, asked the other way round; and who is named."""

import re
from collections.abc import Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, CharField, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from pipeline.models import Deal, DealSplit, Mention
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant
from salesmgmt.people.models.line import IsAnyOf, company_today

_READ_ALL = (Role.ADMIN, Role.COMP_ADMIN, Role.FINANCE)
_WORK = (Role.REP, Role.MANAGER, Role.API, Role.ADMIN)
_LEAD = (Role.MANAGER, Role.API)
_IDS = ArrayField(BigIntegerField())


def readers_of(deal: Deal) -> QuerySet[User]:
    """Everybody who may see a deal today, by name: who reads every deal, its owner and who has a share of it, and the
    managers above the owner."""
    above = Func(Value(deal.owner_id), company_today(), function="people_above", output_field=_IDS)
    shares = DealSplit.objects.filter(deal=deal).values("user")
    everything = Q(pk__in=_holders(_READ_ALL))
    own = Q(pk__in=_holders(_WORK)) & (Q(pk=deal.owner_id) | Q(pk__in=shares))
    line = Q(pk__in=_holders(_LEAD)) & Q(IsAnyOf(F("pk"), above))
    return User.objects.filter(everything | own | line, is_active=True).order_by(by_name(), "pk")


def typed_in(note: str) -> Sequence[User]:
    """The people whose name or e-mail address stands behind an @ in a text."""
    if "@" not in note:
        return []
    text = Value(note, output_field=TextField())
    named = Q(text__icontains=Concat(Value("@"), F("name"), output_field=CharField()))
    addressed = Q(text__icontains=Concat(Value("@"), F("email"), output_field=CharField()))
    found = User.objects.filter(is_active=True).annotate(text=text).filter(named | addressed).order_by("pk")
    return [user for user in found if _stands_in(user.name, note) or _stands_in(user.email, note)]


def mentioned_in() -> ArraySubquery:
    """To annotate an activity: the names of who was told of it."""
    rows = Mention.objects.filter(activity=OuterRef("pk")).order_by("person__name", "person")
    return ArraySubquery(rows.values("person__name"))


def _stands_in(word: str, note: str) -> bool:
    return bool(re.search(rf"(?<!\w)@{re.escape(word)}(?!\w)", note, re.IGNORECASE))


def _holders(roles: Sequence[str]) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.today().filter(role__in=roles).values("user_id")
