"""Somebody who goes through everything that hiring has, and leaves their word behind every door on the way."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from rest_framework.test import APIClient

from hiring.domain.applications import SentFile, apply
from hiring.domain.bench import take_off_bench
from hiring.domain.booking_links import BookingFacts, send_link
from hiring.domain.candidate_requests import ask_by_link, settle_request, withdraw_by_link
from hiring.domain.candidates import enter_candidate
from hiring.domain.data_copies import ask_for_data_copy
from hiring.domain.endings import Farewell, reject
from hiring.domain.interviews import plan_interview
from hiring.domain.notes import write_note
from hiring.domain.offers import OfferFacts, ask_for_offer, draft_offer, send_offer, withdraw_offer
from hiring.domain.scorecards import submit_scorecard
from hiring.domain.self_identification import identify, token_of
from hiring.domain.tags import add_tag, put_tag
from hiring.domain.touches import log_touch
from hiring.imports import CANDIDATES
from hiring.models import Candidacy, Candidate, RetentionWarning, StatusLink
from hiring.queries.link_tokens import status_token
from salesmgmt.approvals.domain.deciding import decide
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Job
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.models import StagedRow
from salesmgmt.outbox.domain.delivering import send_waiting, write_deliveries
from salesmgmt.outbox.domain.webhooks import EndpointFacts, add_endpoint
from salesmgmt.outbox.models import WebhookEndpoint
from salesmgmt.outbox.transport import Answer
from salesmgmt.web.domain.saved_views import save_view
from salesmgmt.web.domain.undoing import offer_undo
from tests.cast import AT, Cast
from tests.hiring_rows import DAY, HOUR, card_facts, make_entry
from tests.salesmgmt.files import documents

OFFER = OfferFacts(6_000_000, 4_000_000, "EUR", date(2026, 5, 1), date(2026, 3, 20))


@dataclass(frozen=True)
class Person:
    """A word that stands nowhere else: it is their family name, their address, and in all that is said about them."""

    word: str

    @property
    def name(self) -> str:
        return f"Kim {self.word.capitalize()}"

    @property
    def email(self) -> str:
        return f"{self.word}@post.example"

    @property
    def twin(self) -> str:
        return f"{self.word}.twin@post.example"

    def said(self, what: str) -> str:
        return f"{what} {self.word}"

    @property
    def candidate(self) -> Candidate:
        return Candidate.objects.get(email=self.email)


def plant(person: Person, cast: Cast, profile: Any, other: Any) -> Candidate:
    """The profile takes applications and `other` is a second one; both are hired for by Max, and Carla approves."""
    _apply(person, profile)
    candidacy = Candidacy.objects.get(candidate=person.candidate, profile=profile)
    _import(person, cast, profile)
    _merge_twin(person, cast, other)
    entry = make_entry(candidacy, cast.max)
    log_touch(entry=entry, kind="CALL", happened_at=AT, note=person.said("Rang"), by=cast.max, at=AT + HOUR)
    tag = add_tag(name=f"Tag {len(person.word)}", by=cast.rosa, at=AT)
    put_tag(candidacy=candidacy, tag=tag, by=cast.max, at=AT)
    write_note(candidacy=candidacy, text=person.said("Met"), audience="OWN", by=cast.max, at=AT)
    interview = plan_interview(
        candidacy=candidacy,
        scheduled_at=_slot(person),
        panel=[cast.ivan],
        place=person.said("Room"),
        by=cast.max,
        at=AT,
    )
    facts = card_facts(evidence=person.said("Listens,"), summary=person.said("Calm,"))
    submit_scorecard(interview=interview, facts=facts, by=cast.ivan, at=AT + 2 * DAY)
    send_link(
        candidacy=candidacy,
        who="PANEL",
        people=[cast.ivan],
        facts=BookingFacts(place=person.said("Floor")),
        by=cast.max,
        at=AT,
    )
    _offer(person, cast, candidacy)
    take_off_bench(entry=entry, reason=person.said("Away,"), by=cast.max, at=AT + 3 * DAY)
    _ask(person, cast)
    _end(person, cast)
    _withdraw(person, candidacy)
    _mechanisms(person, cast, candidacy)
    return person.candidate


def _apply(person: Person, profile: Any) -> None:
    cv = SentFile(io.BytesIO(documents.pdf(person.said("Sold turbines,"))), f"{person.word}.pdf")
    facts = {"name": person.name, "email": person.email, "phone": "", "about": person.said("I sell,")}
    apply(profile=profile, facts=facts, cv=cv, at=AT)
    run_jobs("files.read_text")


def _import(person: Person, cast: Cast, profile: Any) -> None:
    """A file that fills in a blank of theirs, has a row of somebody else, and one of theirs that is refused."""
    text = io.StringIO()
    heading = ["candidacy", "name", "email", "headline", "location", "profile", "stage"]
    csv.writer(text).writerows(
        [
            heading,
            [f"{person.word}-17", person.name, person.email, person.said("AE,"), "Cork", str(profile), ""],
            [
                f"a-{len(person.word)}",
                "Ana Other",
                f"ana{len(person.word)}@post.example",
                "AE",
                "Cork",
                str(profile),
                "",
            ],
            ["", person.name, person.name, "", "", str(profile), ""],
        ]
    )
    content = text.getvalue().encode()
    given = {"candidates": GivenFile(io.BytesIO(content), len(content), "people.csv")}
    batch = start_import(kind=CANDIDATES, files=given, source="test", by=cast.rosa, at=AT)
    follow(batch, at=AT)
    waits = {
        "candidacy": f"{person.word}-18",
        "email": person.email,
        "name": person.name,
    }  # as a worker that died leaves
    StagedRow.objects.create(
        batch=batch, file="candidates", row_no=9, key=f"{person.word}-18", digest="0" * 64, values=waits
    )


def _merge_twin(person: Person, cast: Cast, other: Any) -> None:
    """Entered over the API with an Idempotency-Key, and found to be the same person."""
    api = APIClient()
    api.force_login(cast.rosa)
    api.credentials(HTTP_IDEMPOTENCY_KEY=f"key-{len(person.word)}")
    body = {"name": person.name, "email": person.twin, "headline": person.said("Twin,"), "profile": other.pk}
    made = api.post("/api/v1/hiring/candidacies/", body, format="json")
    assert made.status_code == 201, made.content
    twin = Candidate.objects.get(email=person.twin)
    merge(mergeable=mergeable_of("hiring.candidate"), kept=person.candidate.pk, gone=twin.pk, by=cast.rosa, at=AT)
    alike = enter_candidate(
        profile=other, facts={"name": "Alike", "email": f"alike{len(person.word)}@x.example"}, by=cast.rosa, at=AT
    )
    low, high = sorted([person.candidate.pk, alike.candidate_id])
    DuplicatePair.objects.create(
        kind="hiring.candidate", low_id=low, high_id=high, score=75, reasons=["PHONE"], found_at=AT
    )


def _slot(person: Person) -> datetime:
    return AT + DAY + timedelta(hours=len(person.word) % 5)


def _offer(person: Person, cast: Cast, candidacy: Candidacy) -> None:
    """Refused once, with words, then approved with words, sent with its letter, and withdrawn."""
    offer = draft_offer(candidacy=candidacy, facts=OFFER, by=cast.max, at=AT)
    for is_yes in (False, True):
        ask_for_offer(offer=offer, by=cast.max, at=AT)
        request = ApprovalRequest.objects.get(subject_id=offer.pk, state="OPEN")
        ApprovalRequest.objects.filter(pk=request.pk).update(note=person.said("For"))  # no page of offers asks for one
        decide(request=request, is_yes=is_yes, reason=person.said("Because of"), by=cast.carla, at=AT)
        offer.refresh_from_db()
    send_offer(offer=offer, by=cast.max, at=AT)
    withdraw_offer(offer=offer, reason=person.said("Not with"), by=cast.max, at=AT + DAY)


def _ask(person: Person, cast: Cast) -> None:
    """By the link of their page: a copy of what is kept, and one of what was written, which somebody has settled."""
    token = status_token(StatusLink.objects.filter(candidate=person.candidate).latest("pk"))
    ask_for_data_copy(token=token, at=AT)
    run_jobs("hiring.data_copy")
    asked = ask_by_link(token=token, kind="COPY", at=AT)  # type: ignore[arg-type]
    settle_request(request=asked, note=person.said("Rang"), by=cast.rosa, at=AT)
    said = {"gender": "WOMAN", "age_band": "FROM_40", "ethnic_group": "WHITE"}
    identify(token=token_of(person.candidate), said=said, at=AT)


def _end(person: Person, cast: Cast) -> None:
    for candidacy in Candidacy.objects.open().filter(candidate=person.candidate):
        farewell = Farewell(person.said("Dear"), 5)
        reject(candidacy=candidacy, reason=person.said("No to"), farewell=farewell, by=cast.rosa, at=AT + 4 * DAY)
    RetentionWarning.objects.create(
        candidate=person.candidate, basis="APPLICATION", warned_date=AT.date(), goes_date=date(2027, 1, 1)
    )


def _withdraw(person: Person, candidacy: Candidacy) -> None:
    """Before the mail of the rejection has left."""
    token = status_token(StatusLink.objects.filter(candidate=person.candidate).latest("pk"))
    withdraw_by_link(token=token, candidacy_id=candidacy.pk, reason=person.said("Rather"), at=AT + 5 * DAY)


def _mechanisms(person: Person, cast: Cast, candidacy: Candidacy) -> None:
    """What takes words although no verb of hiring gives it any today."""
    offer_undo(verb="hiring.move", subject=candidacy, params={"was": person.word}, by=cast.max, at=AT)
    append(kind="candidate.edited", subject=person.candidate, by=cast.max, at=AT, payload={"was": person.word})
    key = f"hiring.ask_about_themselves.{person.candidate.pk}"
    job = enqueue(kind="hiring.ask_about_themselves", effect_key=key, params={"was": person.word}, by=None, at=AT)
    Job.objects.filter(pk=job.pk).update(progress={"note": person.email})
    query = f"search={person.word}&state=REJECTED"
    save_view(
        list_code="candidates",
        name=person.said("About"),
        query=query,
        is_shared=False,
        is_default=False,
        by=cast.rosa,
        at=AT,
    )
    _tell_by_webhook(person, cast, candidacy)
    client = Client()
    client.force_login(cast.rosa)
    answer = client.post(f"/lists/candidates/export/?{query}", {"form": "csv"})
    assert answer.status_code == 302
    run_jobs("web.export")


def _tell_by_webhook(person: Person, cast: Cast, candidacy: Candidacy) -> None:
    """Another program is to be told of an event that says the word, and has refused it once."""
    if not WebhookEndpoint.objects.exists():
        facts = EndpointFacts("Warehouse", "https://hooks.example.com/", ["candidacy.*"], cast.olga)
        add_endpoint(facts=facts, by=cast.olga, at=AT)
    given = append(kind="candidacy.given", subject=candidacy, by=cast.max, at=AT, payload={"was": person.word})
    write_deliveries([given], at=AT)
    assert send_waiting(post=lambda *_, body, **__: Answer(404, "REFUSED", len(body))) > 0


def run_jobs(*kinds: str, at: datetime = AT) -> None:
    for job in Job.objects.filter(kind__in=kinds, state="QUEUED").order_by("pk"):
        assert run(job_id=job.pk, at=at)
