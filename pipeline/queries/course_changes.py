"""What a deal's page says of earlier versions of its process, read along with the deal itself."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from pipeline.models import Deal, MovedDeal, Stage


def course_changes() -> Mapping[str, Any]:
    """To annotate a deal: `stage_names` of all versions of its process, and the acts that took it to another version
    and were not taken back, as `was_taken`."""
    stages = Stage.objects.filter(process_version__process=OuterRef("stage__process_version__process"))
    moves = MovedDeal.objects.counted().filter(deal=OuterRef("pk"))
    return {
        "stage_names": ArraySubquery(stages.order_by("pk").values(json=JSONObject(pk="pk", name="name"))),
        "was_taken": ArraySubquery(
            moves.order_by("pk").values(
                json=JSONObject(
                    at="move__at", who="move__by__name", number="move__to_version__number", stage="to_stage__name"
                )
            )
        ),
    }


def names_of_stages(deal: Deal) -> dict[int, str]:
    """Also of versions that the deal has left, where they were asked for."""
    if hasattr(deal, "stage_names"):
        return {stage["pk"]: stage["name"] for stage in deal.stage_names}
    return {stage.pk: stage.name for stage in deal.stage.process_version.stages.all()}


def times_taken(deal: Deal) -> list[dict[str, Any]]:
    return [{**each, "at": parse_datetime(each["at"])} for each in getattr(deal, "was_taken", [])]
