"""What the permission table says of hiring's pages: what their forms send."""

from hiring.domain.profiles import edit
from hiring.models import HiringProfile
from tests.cast import AT, Cast

_ADA, _CAL, _BO = (
    f"/hiring/candidacies/{{{name}}}" for name in ("adas_candidacy", "cals_candidacy", "rejected_candidacy")
)
HIRING_PAGE_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_ADA}/move/"): {"stage": "{screen}"},
    ("POST", f"{_ADA}/reject/"): {"reason": "Wants to manage, not to sell."},
    ("POST", f"{_ADA}/withdraw/"): {"reason": "Took another offer."},
    ("POST", f"{_ADA}/bench/"): {"tier": "B"},
    ("POST", f"{_BO}/reopen/"): {"stage": "{screen}"},
    ("POST", f"{_CAL}/touch/"): {"kind": "CALL"},
    ("POST", f"{_CAL}/snooze/"): {"until": "{soon}"},
    ("POST", f"{_CAL}/tier/"): {"tier": "B"},
    ("POST", f"{_CAL}/hand-over/"): {"owner": "{rosa}"},
    ("POST", f"{_CAL}/take-off/"): {"reason": "Moved abroad."},
    ("POST", "/hiring/cadences/"): {"tier": "A", "days": "21"},
    ("POST", "/hiring/sources/"): {"name": "Trade fair"},
    ("POST", "/hiring/sources/{candidate_source}/"): {"name": "Referred"},
    ("POST", "/hiring/stages/{screen}/shift/"): {"to": "down"},
}


def open_form(cast: Cast) -> None:
    """Anybody may apply for the profile of `hiring_names`."""
    edit(profile=HiringProfile.objects.get(), facts={"takes_applications": True}, by=cast.olga, at=AT)
