"""What the permission table says of notes on candidates: of Rosa's, and of one that Ivan wrote for himself."""

from hiring.domain.notes import write_note
from hiring.models import Candidacy
from tests.cast import AT, Cast

_API = "/api/v1/hiring/notes/"
_CALS = "/hiring/candidacies/{cals_candidacy}/notes/"
_ADAS = "/hiring/candidacies/{adas_candidacy}/notes/"
_SAID = {"text": "Calls before nine.", "audience": "HIRING"}
NOTE_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", _API): {"candidacy": "{cals_candidacy}", **_SAID},
    ("PATCH", f"{_API}{{cals_note}}/"): _SAID,
    ("PATCH", f"{_API}{{adas_note}}/"): _SAID,
    ("PATCH", f"{_API}{{ivans_note}}/"): _SAID,
    ("POST", _CALS): _SAID,
    ("POST", f"{_CALS}{{cals_note}}/"): _SAID,
    ("POST", f"{_ADAS}{{adas_note}}/"): _SAID,
}


def note_names(cast: Cast, *, cals: int, adas: int) -> dict[str, object]:
    """Max and Ivan owe scorecards for Cal, and are blind to what Rosa wrote there for everybody; for Ada they owe
    none, and what she wrote is for those who hire."""
    cal, ada = Candidacy.objects.get(pk=cals), Candidacy.objects.get(pk=adas)
    return {
        "cals_note": write_note(candidacy=cal, text="Calm.", audience="ALL", by=cast.rosa, at=AT).pk,
        "adas_note": write_note(candidacy=ada, text="Asks first.", audience="HIRING", by=cast.rosa, at=AT).pk,
        "ivans_note": write_note(candidacy=ada, text="Ask again.", audience="OWN", by=cast.ivan, at=AT).pk,
    }
