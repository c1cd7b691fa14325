"""Leads in figures: the worked table of docs/algorithms/leads.md, and who sees which."""

from datetime import datetime

import pytest

from pipeline.domain.accounts import add_contact, create_account
from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.leads import create_lead
from pipeline.models import Lead, LeadSource
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.test_order_figures import ask
from tests.pipeline_rows import make_deal

pytestmark = pytest.mark.django_db


def utc(text: str) -> datetime | None:
    return datetime.fromisoformat(f"{text}:00+00:00") if text else None


@pytest.fixture
def leads(process, cast, at):
    rows, results = tables("leads.md")
    for row in rows:
        source = LeadSource.objects.filter(code=row["source"]).first()
        source = source or add_lead_source(code=row["source"], name=row["source"], by=cast.olga, at=at)
        lead = create_lead(
            facts={"person_name": row["lead"], "lead_source": source}, by=cast.rita, at=utc(row["came in"])
        )
        told = {"state": row["state"], "answered_at": utc(row["first answered"])}
        if row["state"] not in ("NEW", "WORKING"):
            told["decided_at"] = told["answered_at"]
        if row["state"] == "REJECTED":
            told["rejection"] = "NO_NEED"
        if row["state"] == "CONVERTED":
            account = create_account(name="Alba", by=cast.rita, at=at)
            told |= {"account": account, "deal": make_deal(cast.rita, "Alba, line 1")}
            told["contact"] = add_contact(account=account, name="L1", by=cast.rita, at=at)
        Lead.objects.filter(pk=lead.pk).update(**told)
    return results


def test_the_worked_table(leads, cast):
    assert len(leads) == 3
    by_source = {"": ask("pipeline.lead_acceptance", cast.olga)["measures"]["share"]}
    answered = {"": ask("pipeline.lead_response", cast.olga)["measures"]}
    for group in ask("pipeline.lead_acceptance", cast.olga, by="lead_source")["groups"]:
        by_source[group["label"]] = group["measures"]["share"]
    for group in ask("pipeline.lead_response", cast.olga, by="lead_source")["groups"]:
        answered[group["label"]] = group["measures"]
    for row in leads:
        share, times = by_source[row["source"]], answered[row["source"]]
        assert (share["n"], share["said"]) == (int(row["decided"]), row["share"])
        assert round(share["value"] * share["n"]) == int(row["accepted"])
        assert (f"{share['interval']['low']:.1%}", f"{share['interval']['high']:.1%}") == (row["low"], row["high"])
        assert times["median"]["n"] == int(row["answered"])
        assert (times["median"]["said"], times["mean"]["said"]) == (f"{row['median']} hours", f"{row['mean']} hours")


def test_what_waits_is_left_out_and_strangers_count_nothing(leads, cast):
    assert ask("pipeline.lead_acceptance", cast.olga)["left_out"]["count"] == 2
    assert ask("pipeline.lead_response", cast.olga)["left_out"]["count"] == 1
    seen = {user: ask("pipeline.lead_acceptance", user)["measures"]["share"]["n"] for user in (cast.max, cast.mona)}
    assert seen == {cast.max: 3, cast.mona: 0}
    reasons = ask("pipeline.lead_acceptance", cast.max, by="reason")["groups"]
    assert {group["label"]: group["measures"]["share"]["n"] for group in reasons} == {"accepted": 2, "No need": 1}
