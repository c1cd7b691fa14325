"""A slice of the product, walked as the database role it runs as: `python -m tests.salesmgmt.events.app_role_walk`.

From founding the company over a won deal, a quarter's final pay and an import to erasing somebody's payloads.
"""

import json
from datetime import date

import django
from django.utils import timezone


def walk() -> dict[str, int]:
    from compensation.domain.runs import finalize_run
    from compensation.models import Line
    from pipeline.models import Deal
    from salesmgmt.events import domain
    from salesmgmt.events.domain.consumption import drain_all
    from salesmgmt.events.models import Event
    from tests.cast import AT, make_cast
    from tests.compensation.rows import OVER, calculated, make_plan, make_quota, make_won, put_on
    from tests.crm_data import export, import_files
    from tests.pipeline_rows import make_process

    cast = make_cast()
    make_process()
    put_on(make_plan(cast.carla), cast.rita, by=cast.carla)
    make_quota(cast.rita, "10000", by=cast.carla)
    deal = make_won(cast.rita, "Helix Robotics", "12000")
    run = calculated(cast, day=date(2026, 3, 2))
    finalize_run(run=run, by=cast.finn, at=OVER)
    import_files(export(), by=cast.olga)
    drain_all(at=timezone.now())
    return {
        "deals": Deal.objects.count(),
        "paid_lines": Line.objects.filter(statement__run=run).count(),
        "emptied": domain.erase_subject(kind=deal._meta.label_lower, number=deal.pk, by=cast.olga, at=AT),
        "emptied_events": Event.objects.of(deal).filter(payload={}).count(),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(walk()))
