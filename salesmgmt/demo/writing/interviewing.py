"""When the sample's interviewers can be booked, and what they ask."""

from hiring.models import AvailabilityWindow, InterviewHours, KitPart
from salesmgmt.demo.world.interviews import COMPETENCIES, MINUTES
from salesmgmt.demo.world.staff import INTERVIEWERS
from salesmgmt.demo.writing.book import Book

WINDOWS = ((1, 540, 720), (2, 540, 720), (2, 780, 1020), (3, 780, 1020), (4, 540, 720), (5, 600, 780))
"""ISO weekday and minutes of the day; every second interviewer keeps the hours of their office."""
ASKED = {
    "discovery": (
        "Tell me of a deal that you lost because you did not know something. What did you ask from then on?\n"
        "Here is a plant manager who says “send me a price”. Go on.",
        "Asks before answering, goes three questions deep, finds who loses sleep over it.",
    ),
    "business-case": (
        "Take me through the last business case that a customer signed. Whose numbers were in it?",
        "The customer’s own numbers, what it costs to wait, and who checked it there.",
    ),
    "negotiation": (
        "The buyer wants 20% off on the last day of the quarter. What do you say, word by word?",
        "Trades and does not give; knows the walk-away before the meeting.",
    ),
    "coachability": (
        "Which advice did you take last, from whom, and what is different now?\n"
        "I will say what I would change; do it again.",
        "Does it differently the second time, and can say what changed.",
    ),
    "resilience": (
        "Tell me of the longest time without a win. What did a week look like?",
        "Keeps the activities up, looks for the reason in what they do.",
    ),
}


def set_up_interviewing(book: Book) -> None:
    """Hours of every second interviewer, and a kit for each stage in which people are seen."""
    own = [book.user(number) for number in INTERVIEWERS[::2]]
    InterviewHours.objects.bulk_create(InterviewHours(user_id=user, own_windows=True, per_day=3) for user in own)
    AvailabilityWindow.objects.bulk_create(
        AvailabilityWindow(user_id=user, weekday=weekday, from_minute=begin, to_minute=end)
        for user in own
        for weekday, begin, end in WINDOWS
    )
    KitPart.objects.bulk_create(
        KitPart(
            stage_id=stages[place],
            competency_id=book.competencies[number],
            minutes=max(minutes // len(COMPETENCIES), 5),
            questions=ASKED[code][0],
            good=ASKED[code][1],
        )
        for stages in book.hiring_stages.values()
        for place, minutes in MINUTES.items()
        for number, (code, _) in enumerate(COMPETENCIES)
    )
