"""What we keep of a candidate, for themselves: what they handed in and what happened, without what others wrote."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from hiring.models import (
    BenchEntry,
    BookingLink,
    BookingMail,
    Candidacy,
    Candidate,
    CandidateDocument,
    CandidateMail,
    CandidateRequest,
    CandidateTagging,
    ConsentRequest,
    DataCopy,
    Interview,
    Offer,
    RetentionWarning,
    StageVisit,
    StatusLink,
    Touch,
)
from hiring.queries.told_ends import ToldEnd, told_ends
from salesmgmt.common.money import from_minor
from salesmgmt.web.components.amounts import money

NOT_IN_IT = (
    "What interviewers and recruiters rated and wrote, notes too, is not in this copy: it is about you, and it is also "
    "theirs. Ask for it on your page, and a person gives it to you without what belongs to others. What you answered "
    "to the voluntary questions about you is not in it either: nobody can read it, and you take it back by its link. "
    "What we are about to tell you by mail is in it once that mail has left."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the copy for people to read: a heading, and rows of names with what they say."""

    title: str
    rows: list[list[tuple[str, str]]]


def as_sections(data: Mapping[str, Any], *, zone: str) -> Iterator[Section]:
    """The same for people to read, on the clock of a zone; a part in which nothing is kept says so by having no
    rows."""
    for name, part in data.items():
        if isinstance(part, str):
            continue
        rows = [part] if isinstance(part, dict) else part
        yield Section(_words(name), [[(_words(key), _said(value, zone)) for key, value in row.items()] for row in rows])


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _said(value: Any, zone: str) -> str:
    if isinstance(value, list):
        return "; ".join(
            ", ".join(f"{_words(k).lower()} {_said(v, zone)}" for k, v in row.items() if v) for row in value
        )
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo(zone)):%-d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, bool):
        return "Yes" if value else ""
    return "" if value is None else str(value)


def data_copy(candidate: Candidate) -> dict[str, Any]:
    """Plain values. Scorecards and notes are not in it: a copy of those is asked for and given by a person, who leaves
    out what belongs to others. tests/hiring/erasure holds that every table about them is in it or has a reason."""
    candidacies = Candidacy.objects.filter(candidate=candidate).order_by("applied_at", "pk")
    applications = list(candidacies.select_related("profile__role_profile", "campaign"))
    ends = told_ends(applications)
    return {
        "what_is_not_in_it": NOT_IN_IT,
        "about_you": _about(candidate),
        "applications": [_application(each, ends[each.pk]) for each in applications],
        "documents": _rows(
            CandidateDocument.objects.standing().filter(candidate=candidate),
            {"name": "stored__name", "kind": "kind", "handed_in_at": "added_at"},
        ),
        **_what_happened(ends),
        **_what_you_asked(candidate),
    }


def _about(candidate: Candidate) -> dict[str, Any]:
    tags = CandidateTagging.objects.filter(candidate=candidate).order_by("tag__name")
    going = RetentionWarning.objects.filter(candidate=candidate).values_list("goes_date", flat=True).first()
    return {
        **{name: getattr(candidate, name) for name in ("name", "email", "phone", "headline", "location", "about")},
        "came_from": candidate.source.name if candidate.source else "",
        "known_since": candidate.created_at,
        "tagged": ", ".join(tags.values_list("tag__name", flat=True)),
        "will_be_erased_on": going,
    }


def _what_happened(ends: Mapping[int, ToldEnd]) -> dict[str, Any]:
    candidacies = list(ends)
    return {
        "invitations_to_choose_a_time": _rows(
            BookingLink.objects.filter(candidacy__in=candidacies),
            {"stage": "stage__name", "sent_at": "made_at", "until": "expires_at", "your_zone": "zone"},
        ),
        "interviews": _rows(
            Interview.objects.filter(candidacy__in=candidacies),
            {"stage": "stage__name", "at": "scheduled_at", "minutes": "minutes", "place": "place", "state": "state"},
        ),
        "kept_in_touch": [
            {
                "from": entry.put_at,
                "until": ends[entry.candidacy_id].told(entry.left_at),
                "ready_from": entry.ready_date,
                "consent_until": entry.consent_until,
            }
            for entry in BenchEntry.objects.filter(candidacy__in=candidacies)
        ],
        "contacts": _rows(
            Touch.objects.filter(entry__candidacy__in=candidacies), {"kind": "kind", "at": "happened_at"}
        ),
        "consents": _rows(
            ConsentRequest.objects.filter(entry__candidacy__in=candidacies),
            {"asked_at": "asked_at", "answer": "answer", "answered_at": "answered_at"},
        ),
        "offers": [_offer(each) for each in Offer.objects.filter(candidacy__in=candidacies, sent_at__isnull=False)],
        "mails_to_you": _mails(candidacies),
    }


def _what_you_asked(candidate: Candidate) -> dict[str, Any]:
    return {
        "links_to_your_page": _rows(
            StatusLink.objects.filter(candidate=candidate), {"sent_at": "made_at", "until": "expires_at"}
        ),
        "what_you_asked_for": _rows(
            CandidateRequest.objects.filter(candidate=candidate),
            {"what": "kind", "asked_at": "asked_at", "done_at": "done_at"},
        ),
        "copies_of_your_data": _rows(
            DataCopy.objects.filter(candidate=candidate), {"asked_at": "asked_at", "fetched_at": "fetched_at"}
        ),
    }


def _application(candidacy: Candidacy, end: ToldEnd) -> dict[str, Any]:
    visits = _rows(
        StageVisit.objects.counted().filter(candidacy=candidacy),
        {"stage": "stage__name", "from": "entered_at", "until": "left_at"},
    )
    return {
        "for": str(candidacy.profile),
        "came_by": candidacy.campaign.name if candidacy.campaign else "",
        "recommended_by_one_of_us": candidacy.referred_by_id is not None,
        "applied_at": candidacy.applied_at,
        "state": end.state.label,
        "ended_at": end.at,
        "stages": [{**visit, "until": end.told(visit["until"])} for visit in visits],
    }


def _offer(offer: Offer) -> dict[str, Any]:
    amounts = {"base_pay": offer.base_minor, "variable_pay": offer.variable_minor}
    return {
        **{name: money(from_minor(minor, offer.currency), offer.currency) for name, minor in amounts.items()},
        "start_date": offer.start_date,
        "state": offer.get_state_display(),
        "sent_at": offer.sent_at,
        "until": offer.expires_date,
    }


def _mails(candidacies: list[int]) -> list[dict[str, Any]]:
    """Those that left; with their words where somebody wrote them."""
    by_us = CandidateMail.objects.filter(candidacy__in=candidacies, sent_at__isnull=False)
    of_bookings = BookingMail.objects.filter(link__candidacy__in=candidacies, sent_at__isnull=False)
    found = _rows(by_us, {"about": "kind", "sent_at": "sent_at", "words": "text"})
    found += _rows(of_bookings, {"about": "kind", "sent_at": "sent_at"})
    return sorted(found, key=lambda row: row["sent_at"])


def _rows(rows: QuerySet[Any], columns: dict[str, str]) -> list[dict[str, Any]]:
    """Each row by the names of the copy; what is chosen from a list is said in its words."""
    said: dict[str, Mapping[Any, Any]] = {}
    for name, path in columns.items():
        if "__" not in path:
            said[name] = dict(getattr(rows.model._meta.get_field(path), "flatchoices", ()))
    found = rows.values_list(*(F(path) for path in columns.values()))
    return [
        {name: said.get(name, {}).get(value, value) for name, value in zip(columns, values, strict=True)}
        for values in found
    ]
