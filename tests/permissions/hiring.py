"""What the permission table says of hiring: names for its rows, and bodies that those who hire may send."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone

from hiring.domain.documents import add_document
from hiring.domain.endings import reject
from hiring.domain.interviews import plan_interview
from hiring.domain.profiles import set_hirers, set_up
from hiring.domain.scorecards import save_draft
from hiring.domain.sources import add
from hiring.domain.touches import log_touch
from hiring.imports import CANDIDATES
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.imports.models import ImportBatch
from salesmgmt.people.domain.role_profiles import weigh
from salesmgmt.people.models import Competency, RoleProfile
from tests.cast import AT, START, Cast
from tests.hiring_rows import HOUR, card_facts, hiring_stage, make_candidacy, make_entry, make_interview, submit

_API = "/api/v1/hiring"
SUBMITTED = {"summary": "Qz-submitted-summary", "evidence": "Qz-submitted-evidence"}  # kept by a trigger: secrets.py
_CALS = f"{_API}/candidacies/{{cals_candidacy}}"
_ENTRY = f"{_API}/bench-entries/{{cals_entry}}"
_PLANNED = f"{_API}/interviews/{{planned_interview}}"
_CARD = {"ratings": [{"competency": "{competency}", "value": 3, "evidence": "Asked well."}], "recommendation": "YES"}
HIRING_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/profiles/"): {"role_profile": "{profile}"},
    ("PATCH", f"{_API}/profiles/{{hiring_profile}}/"): {"bench_goal": 4},
    ("PUT", f"{_API}/profiles/{{hiring_profile}}/hirers/"): {"users": ["{max}", "{mona}"]},
    ("POST", f"{_API}/profiles/{{hiring_profile}}/reorder/"): {"stages": ["{screen}"]},
    ("POST", f"{_API}/stages/"): {"profile": "{hiring_profile}", "name": "Case", "after": "{screen}"},
    ("PUT", f"{_API}/stages/{{screen}}/"): {"name": "Call", "kind": "INTERVIEW", "normal_days": 4},
    ("POST", f"{_API}/sources/"): {"code": "board", "name": "Job board"},
    ("PUT", f"{_API}/sources/{{candidate_source}}/"): {"name": "Referrals", "is_active": True},
    ("PUT", f"{_API}/cadences/"): {"tier": "A", "days": 10},
    ("PATCH", f"{_API}/candidates/{{cal}}/"): {"headline": "AE at Acme"},
    ("POST", f"{_API}/candidacies/"): {"profile": "{hiring_profile}", "name": "Dee Dorn"},
    ("POST", f"{_CALS}/move/"): {"stage": "{screen}"},
    ("POST", f"{_CALS}/give/"): {"owner": "{rosa}"},
    ("POST", f"{_CALS}/reject/"): {"reason": "Too early"},
    ("POST", f"{_CALS}/withdraw/"): {"reason": "Moved away"},
    ("POST", f"{_CALS}/hire/"): {
        "start_date": "2026-12-01",
        "team": "{team}",
        "manager": "{max}",
        "email": "cal@kestrel.example",
    },
    ("POST", f"{_API}/interviews/"): {
        "candidacy": "{cals_candidacy}",
        "scheduled_at": "2999-01-01T10:00:00Z",
        "panel": ["{ivan}"],
    },
    ("POST", f"{_PLANNED}/reschedule/"): {"scheduled_at": "2999-01-02T10:00:00Z"},
    ("PUT", f"{_PLANNED}/panel/"): {"panel": ["{ivan}", "{rosa}"]},
    ("POST", f"{_API}/scorecards/"): {"interview": "{cals_interview}", **_CARD},
    ("PUT", f"{_API}/scorecards/{{ivans_draft}}/"): _CARD,
    ("PUT", f"{_API}/scorecards/{{ivans_scorecard}}/"): _CARD,
    ("POST", f"{_API}/bench-entries/"): {"candidacy": "{adas_candidacy}", "tier": "B"},
    ("POST", f"{_ENTRY}/change-tier/"): {"tier": "C"},
    ("POST", f"{_ENTRY}/snooze/"): {"until": "{soon}"},
    ("POST", f"{_ENTRY}/dates/"): {"ready_date": None, "consent_until": "2999-01-01"},
    ("POST", f"{_ENTRY}/hand-over/"): {"owner": "{rosa}"},
    ("POST", f"{_ENTRY}/take-off/"): {"reason": "Found a job"},
    ("POST", f"{_API}/touches/"): {"entry": "{cals_entry}", "kind": "CALL", "happened_at": "2026-03-03T09:00:00Z"},
}


def hiring_names(cast: Cast) -> dict[str, object]:
    """Max hires for one profile, with Cal (on the bench), Ada and Bo (rejected). Ivan has submitted a scorecard for Ada
    and drafted one for Cal, whom Max saw with him; another interview with Cal is planned. An import of Olga's has
    stopped."""
    role_profile = RoleProfile.objects.get(code="ae")
    discovery = Competency.objects.get(code="discovery")
    weigh(profile=role_profile, competency=discovery, weight=50, from_date=START, by=cast.olga, at=AT)
    profile = set_up(role_profile=role_profile, by=cast.rosa, at=AT)
    set_hirers(profile=profile, users=[cast.max], by=cast.rosa, at=AT)
    source = add(code="referral", name="Referral", by=cast.rosa, at=AT)
    cal, ada, bo = (make_candidacy(profile, cast.max, name) for name in ("Cal Cole", "Ada Brandt", "Bo Berg"))
    reject(candidacy=bo, reason="Too early", by=cast.max, at=AT)
    entry = make_entry(cal, cast.max)
    touch = log_touch(entry=entry, kind="CALL", happened_at=AT, by=cast.max, at=AT)
    with_cal = make_interview(cal, cast.max, [cast.ivan, cast.max])
    planned = plan_interview(candidacy=cal, scheduled_at=AT.replace(year=2999), panel=[cast.ivan], by=cast.max, at=AT)
    job = Job.objects.create(
        kind="imports.run",
        effect_key="tests.candidates",
        requested_by=cast.olga,
        state=JobState.FAILED,
        error="The disk was full; start it again.",
        attempts_allowed=5,
        created_at=AT,
        finished_at=AT,
    )
    cv = add_document(
        candidate=cal.candidate, kind="CV", content=BytesIO(b"I sell."), name="cv.txt", by=cast.max, at=AT
    )
    batch = ImportBatch.objects.create(
        kind=CANDIDATES.code, source="test", started_by=cast.olga, created_at=AT, job=job
    )
    return {
        "candidates_import": batch.pk,
        "candidates_job": job.pk,
        "hiring_profile": profile.pk,
        "soon": (timezone.now() + timedelta(days=10)).date().isoformat(),
        "cals_cv": cv.pk,
        "cals_cv_file": cv.stored_id,
        "screen": hiring_stage("Screen").pk,
        "role_play": hiring_stage("Role play").pk,
        "candidate_source": source.pk,
        "cal": cal.candidate_id,
        "cals_candidacy": cal.pk,
        "adas_candidacy": ada.pk,
        "rejected_candidacy": bo.pk,
        "cals_interview": with_cal.pk,
        "planned_interview": planned.pk,
        "ivans_draft": save_draft(interview=with_cal, facts=card_facts(), by=cast.ivan, at=AT).pk,
        "ivans_scorecard": submit(
            make_interview(ada, cast.max, [cast.ivan], scheduled_at=AT + 2 * HOUR), cast.ivan, **SUBMITTED
        ).pk,
        "cals_entry": entry.pk,
        "cals_touch": touch.pk,
        "cals_visit": cal.visits.get().pk,
        "ivans_seat": with_cal.panel.get(user=cast.ivan).pk,
        "ivan": cast.ivan.pk,
        "mona": cast.mona.pk,
        "rosa": cast.rosa.pk,
    }
