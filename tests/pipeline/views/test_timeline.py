"""A deal's timeline also tells what an import knew of it."""

from datetime import UTC, date, datetime

from django.urls import reverse

from pipeline.models import Deal, DealVersion
from pipeline.queries.timeline import imported_stages
from tests.pipeline_rows import make_deal, make_process, stage


def imported(owner) -> Deal:
    """Engaged on 1 March 2017 and won on the 9th, as its file says; days begin at midnight in Berlin."""
    make_process()
    deal = make_deal(owner)
    Deal.objects.filter(pk=deal.pk).update(external_source="crm", external_id="1C1I7A6R")
    deal.versions.all().delete()
    facts = {"deal": deal, "owner": owner, "from_day": True, "forecast_category": deal.forecast_category}
    engaged, won = datetime(2017, 2, 28, 23, tzinfo=UTC), datetime(2017, 3, 8, 23, tzinfo=UTC)
    DealVersion.objects.create(valid_from=engaged, valid_to=won, stage=stage("Discover"), **facts)
    DealVersion.objects.create(valid_from=won, stage=stage("Won"), **facts)
    deal.refresh_from_db()
    return deal


def test_imported_stages_are_told_by_their_day(cast):
    told = [
        (entry.what, entry.day, entry.tone, entry.note)
        for entry in imported_stages(imported(cast.rita), zone="Europe/Berlin")
    ]

    assert told == [
        ("entered Discover", date(2017, 3, 1), "", "as the import says"),
        ("was won", date(2017, 3, 9), "good", "as the import says"),
    ]


def test_deals_made_here_tell_no_import(cast):
    make_process()
    assert imported_stages(make_deal(cast.rita), zone="Europe/Berlin") == []


def test_page_shows_the_imported_days(client, cast):
    deal = imported(cast.rita)
    client.force_login(cast.rita)

    page = client.get(reverse("pipeline:deal", args=[deal.pk])).content.decode()

    assert "Entered Discover" in page
    assert "1 Mar 2017" in page
    assert "9 Mar 2017" in page
