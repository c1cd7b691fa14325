"""Acts that cannot be taken back: each app names its own in its `for_good.py`, with the sentence that their form says
before they are done. What has an inverse stands in `undo.py`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForGood:
    """An act without an inverse: the address that its forms post to, and what they say before."""

    code: str
    url_name: str
    says: str


_acts: dict[str, ForGood] = {}


def register_for_good(code: str, url_name: str, says: str) -> ForGood:
    """Raises ValueError for a code that is taken, and for more or less than a sentence."""
    if code in _acts:
        raise ValueError(f"{code} is declared twice: an act says once that it is for good.")
    if not says.endswith(".") or "cannot" not in says:
        raise ValueError(f"{code}: say in a sentence what cannot be taken back.")
    _acts[code] = ForGood(code, url_name, says)
    return _acts[code]


def for_good_of(code: str) -> ForGood:
    return _acts[code]


def acts_for_good() -> list[ForGood]:
    return [_acts[code] for code in sorted(_acts)]
