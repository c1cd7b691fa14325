"""What somebody typed, read: which kinds they want, which words, and where those stand in a name."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 100
SLIPS_FROM = 5
SHORT = range(4, 6)
"""Of words of so many letters an exchange of two leaves too few trigrams for likeness to find them."""
ONLY_ACTS = ">"
"""Typed first, it narrows to what one can do."""

_PHONE = re.compile(r"\+?[\d\s()/.\-]{5,}$")
_SINGLE = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Typed:
    """`words` as they were typed, without what the database would read as a pattern."""

    words: tuple[str, ...]
    only_acts: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def query(self) -> str:
        """As a text search query: all of the words, each as a beginning."""
        return " & ".join(f"{word}:*" for part in self.words for word in re.findall(r"\w+", part))

    @property
    def swapped(self) -> tuple[str, ...]:
        """For each word what begins with it or, if it is SHORT, with two of its letters exchanged: patterns and `|`."""
        return tuple("|".join(f"% {each}%" for each in _swaps(folded(word).replace("|", " "))) for word in self.words)

    @property
    def is_long(self) -> bool:
        """Whether there is enough to look inside words and into texts."""
        return any(len(word) >= 3 for word in self.words)

    @property
    def may_swap(self) -> bool:
        return any(len(word) in SHORT for word in self.words)

    @property
    def may_slip(self) -> bool:
        """Whether there is enough to ask what resembles it; of shorter texts too much does."""
        return len(self.text) >= SLIPS_FROM


def read(text: str) -> Typed:
    """At most LONGEST characters and eight words. A telephone number is one word, however it is grouped."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    only_acts = text.startswith(ONLY_ACTS)
    text = text.removeprefix(ONLY_ACTS)
    if _PHONE.match(text.strip()):
        text = re.sub(r"\D", "", text)
    words = (re.sub(r"[%_\\\x00]", " ", word).strip() for word in text.split())
    return Typed(tuple(word for word in words if any(character.isalnum() for character in word))[:8], only_acts)


def folded(text: str) -> str:
    """Lower case without accents, near enough to the database's `folded` for marking and ranking what it found."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SINGLE))
    return "".join(character for character in plain if not unicodedata.combining(character))


def _swaps(word: str) -> list[str]:
    """The word itself first."""
    places = range(len(word) - 1) if len(word) in SHORT else ()
    swapped = (f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in places)
    return list(dict.fromkeys((word, *swapped)))


def marked(name: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """A name in pieces, each with whether it was typed: where a word of it begins so, else anywhere in it."""
    letters = [folded(letter) for letter in name]
    text = "".join(letters)
    owner = [place for place, letter in enumerate(letters) for _ in letter]
    hit = [False] * len(name)
    for word in map(folded, words):
        for start, end in _places(text, word):
            for place in owner[start:end]:
                hit[place] = True
    return list(_pieces(name, hit))


def _places(text: str, word: str) -> list[tuple[int, int]]:
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(word)}", text)]
    if not found and len(word) >= 3:
        found = [match.span() for match in re.finditer(re.escape(word), text)]
    return found


def _pieces(name: str, hit: list[bool]) -> Iterator[tuple[str, bool]]:
    start = 0
    for place in range(1, len(name) + 1):
        if place == len(name) or hit[place] != hit[start]:
            yield name[start:place], hit[start]
            start = place
