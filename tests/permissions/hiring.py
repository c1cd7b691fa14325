"""What the permission table says of hiring: names for its rows, and bodies that its forms send."""

from hiring.domain.endings import reject
from hiring.domain.profiles import edit
from hiring.domain.sources import add
from hiring.domain.touches import log_touch
from tests.cast import AT, Cast
from tests.hiring_rows import HOUR, hiring_stage, make_candidacy, make_entry, make_interview, make_profile

HIRING_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/hiring/candidacies/{cal}/move/"): {"stage": "{screen}"},
    ("POST", "/hiring/candidacies/{cal}/reject/"): {"reason": "Wants to manage, not to sell."},
    ("POST", "/hiring/candidacies/{cal}/withdraw/"): {"reason": "Took another offer."},
    ("POST", "/hiring/candidacies/{rolf}/reopen/"): {"stage": "{screen}"},
    ("POST", "/hiring/candidacies/{cal}/bench/"): {"tier": "B"},
    ("POST", "/hiring/candidacies/{ada}/touch/"): {"kind": "CALL"},
    ("POST", "/hiring/candidacies/{ada}/tier/"): {"tier": "B"},
    ("POST", "/hiring/candidacies/{ada}/hand-over/"): {"owner": "{rosa}"},
    ("POST", "/hiring/candidacies/{ada}/take-off/"): {"reason": "Moved abroad."},
    ("POST", "/hiring/cadences/"): {"tier": "A", "days": "21"},
    ("POST", "/hiring/sources/"): {"name": "Trade fair"},
    ("POST", "/hiring/stages/{screen}/shift/"): {"to": "down"},
}


def hiring_names(cast: Cast) -> dict[str, object]:
    """Max hires Enterprise AEs: Cal has applied and was seen by Ivan, Ada is on the bench, Rolf was rejected.

    Ivan has seen Cal alone and written nothing yet.
    """
    profile = make_profile(cast)
    edit(profile=profile, facts={"takes_applications": True}, by=cast.olga, at=AT)
    cal = make_candidacy(profile, cast.max)
    ada = make_candidacy(profile, cast.max, "Ada Brandt")
    entry = make_entry(ada, cast.max)
    touch = log_touch(entry=entry, kind="CALL", happened_at=AT + HOUR, by=cast.max, at=AT + HOUR)
    rolf = make_candidacy(profile, cast.max, "Rolf Reject")
    reject(candidacy=rolf, reason="Price", by=cast.max, at=AT + HOUR)
    interview = make_interview(cal, cast.max, [cast.ivan])
    return {
        "cal": cal.pk,
        "ada": ada.pk,
        "rolf": rolf.pk,
        "adas_touch": touch.pk,
        "interview": interview.pk,
        "hiring_profile": profile.pk,
        "screen": hiring_stage("Screen").pk,
        "source": add(code="referral", name="Referral", by=cast.olga, at=AT).pk,
        "rosa": cast.rosa.pk,
    }
