"""Makes names of people and firms out of the words: by chance for people, by number for firms."""

import unicodedata
from dataclasses import dataclass
from random import Random

from salesmgmt.demo.world.words.firms import FIRST, TRADES
from salesmgmt.demo.world.words.persons import CITIES, NAMES

_PERSONS = tuple((first.split(), family.split()) for first, family in NAMES)
_STEP = 1_009
"""A prime that divides no number of names: stepping by it visits every one before one comes again."""


def person_name(rng: Random) -> str:
    """A first name and a family name from the same part of the world."""
    firsts, families = _PERSONS[int(rng.random() * len(_PERSONS))]
    return f"{firsts[int(rng.random() * len(firsts))]} {families[int(rng.random() * len(families))]}"


def plain(text: str) -> str:
    """The letters of a name as an e-mail address writes them."""
    letters = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("ł", "l").replace("Ł", "L"))
    return "".join(each for each in letters.lower() if each.isascii() and each.isalnum())


class Addresses:
    """Hands out e-mail addresses at one domain, each once."""

    def __init__(self, domain: str) -> None:
        self.domain = domain
        self._given: dict[str, int] = {}

    def of(self, local: str) -> str:
        count = self._given[local] = self._given.get(local, 0) + 1
        return f"{local}{count if count > 1 else ''}@{self.domain}"

    def of_person(self, name: str) -> str:
        first, _, family = name.partition(" ")
        return self.of(f"{plain(first)}.{plain(family)}")


@dataclass(frozen=True, slots=True)
class Firm:
    name: str
    sector: str
    domain: str


def firm(number: int) -> Firm:
    """The firm of a number: the same number is the same firm, and names come again only after all were used."""
    round_, place = divmod(number, len(FIRST) * len(TRADES))
    turn, start = divmod(place * _STEP % (len(FIRST) * len(TRADES)), len(FIRST))
    trade, sector = TRADES[turn]
    name = f"{FIRST[start]} {trade}"
    if round_:
        name += f" {CITIES[round_ % len(CITIES)]}" + (f" {round_ // len(CITIES) + 1}" if round_ >= len(CITIES) else "")
    return Firm(name, sector, f"{plain(name)}.example")
