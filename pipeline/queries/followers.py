"""Who follows a deal, read along with the deal itself."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from pipeline.models import DealFollower


def followers_of() -> ArraySubquery:
    """To annotate a deal: number and name of each."""
    rows = DealFollower.objects.filter(deal=OuterRef("pk")).order_by("user__name", "user")
    return ArraySubquery(rows.values(json=JSONObject(pk="user_id", name="user__name")))
