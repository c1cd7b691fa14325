"""What candidates say of themselves, drawn without a look at skill or outcome: the company passes everybody alike, so
that whatever is under four fifths there is chance."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random

from salesmgmt.demo.world.facts import Applicant

ANSWERED = 0.72
ANSWERS_AFTER = timedelta(days=2)
SHARES = (
    {"WOMAN": 41, "MAN": 51, "OTHER": 2, "UNSAID": 6},
    {"UNDER_40": 63, "FROM_40": 29, "UNSAID": 8},
    {"WHITE": 48, "ASIAN": 16, "BLACK": 11, "HISPANIC": 10, "SEVERAL": 5, "UNSAID": 10},
)
"""Of gender, age and ethnic group: how many in a hundred say what."""
Answers = tuple[str, ...]


def answers(seed: int, applicants: Iterable[Applicant]) -> Iterator[tuple[Applicant, Answers, datetime]]:
    """Who answered, what, and when."""
    rng = Random(f"{seed}/answers")
    for each in applicants:
        drawn = tuple(rng.choices(list(shares), list(shares.values()))[0] for shares in SHARES)
        if rng.random() < ANSWERED:
            yield each, drawn, each.visits[0].entered_at + ANSWERS_AFTER
