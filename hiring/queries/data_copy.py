"""What we keep of a candidate, for themselves: what they handed in and what happened, without what others wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hiring.models import (
    BenchEntry,
    Candidacy,
    Candidate,
    CandidateDocument,
    ConsentRequest,
    Interview,
    Offer,
    StageVisit,
    Touch,
)

NOT_IN_IT = (
    "What interviewers and recruiters rated and wrote, notes too, is not in this copy: it is about you, and it is also "
    "theirs. Ask for it on your page, and a person gives it to you without what belongs to others. What you answered "
    "to the voluntary questions about you is not in it either: nobody can read it, and you take it back by its link."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the copy for people to read: a heading, and rows of names with what they say."""

    title: str
    rows: list[list[tuple[str, str]]]


def as_sections(data: dict[str, Any]) -> Iterator[Section]:
    """The same for people to read; a part in which nothing is kept says so by having no rows."""
    for name, part in data.items():
        if isinstance(part, str):
            continue
        rows = [part] if isinstance(part, dict) else part
        yield Section(_words(name), [[(_words(key), _said(value)) for key, value in row.items()] for row in rows])


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(", ".join(f"{_words(k).lower()} {_said(v)}" for k, v in row.items() if v) for row in value)
    return "" if value is None else str(value)


def data_copy(candidate: Candidate) -> dict[str, Any]:
    """Plain values. Scorecards and notes are not in it: a copy of those is asked for and given by a person, who leaves
    out what belongs to others."""
    candidacies = Candidacy.objects.filter(candidate=candidate).select_related("profile__role_profile")
    keys = [each.pk for each in candidacies]
    return {
        "what_is_not_in_it": NOT_IN_IT,
        "about_you": {
            **{name: getattr(candidate, name) for name in ("name", "email", "phone", "headline", "location", "about")},
            "came_from": candidate.source.name if candidate.source else "",
            "known_since": candidate.created_at.isoformat(),
        },
        "applications": [_application(each) for each in candidacies.order_by("applied_at")],
        "documents": _rows(
            CandidateDocument.objects.standing().filter(candidate=candidate),
            {"name": "stored__name", "kind": "kind", "handed_in_at": "added_at"},
        ),
        "interviews": _rows(
            Interview.objects.filter(candidacy__in=keys),
            {"stage": "stage__name", "at": "scheduled_at", "minutes": "minutes", "place": "place", "state": "state"},
        ),
        "kept_in_touch": _rows(
            BenchEntry.objects.filter(candidacy__in=keys),
            {"from": "put_at", "until": "left_at", "ready_from": "ready_date", "consent_until": "consent_until"},
        ),
        "contacts": _rows(Touch.objects.filter(entry__candidacy__in=keys), {"kind": "kind", "at": "happened_at"}),
        "consents": _rows(
            ConsentRequest.objects.filter(entry__candidacy__in=keys),
            {"asked_at": "asked_at", "answer": "answer", "answered_at": "answered_at"},
        ),
        "offers": _rows(
            Offer.objects.filter(candidacy__in=keys, sent_at__isnull=False),
            {
                "base_minor": "base_minor",
                "variable_minor": "variable_minor",
                "currency": "currency",
                "start_date": "start_date",
                "state": "state",
                "sent_at": "sent_at",
            },
        ),
    }


def _application(candidacy: Candidacy) -> dict[str, Any]:
    visits = StageVisit.objects.counted().filter(candidacy=candidacy)
    return {
        "for": str(candidacy.profile),
        "applied_at": candidacy.applied_at.isoformat(),
        "state": candidacy.state,
        "ended_at": candidacy.ended_at.isoformat() if candidacy.ended_at else None,
        "stages": _rows(visits, {"stage": "stage__name", "from": "entered_at", "until": "left_at"}),
    }


def _rows(rows: Any, columns: dict[str, str]) -> list[dict[str, Any]]:
    """Each row by the names of the copy."""
    return [dict(zip(columns, values, strict=True)) for values in rows.values_list(*columns.values())]
