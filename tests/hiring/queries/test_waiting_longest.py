"""Those who wait longest are read in their order out of an index of the open ones, however many have ended."""

import pytest
from django.db import connection

from hiring.models import Candidacy

pytestmark = pytest.mark.django_db


def test_who_waits_longest_is_read_in_order_among_the_open_ones(cast):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("DROP INDEX candidacies_by_stage_entry")
    plan = Candidacy.objects.visible_to(cast.rosa).open().order_by("stage_entered_at", "pk")[:51].explain()
    assert "using open_by_stage_entry on" in plan
    assert "Sort" not in plan
