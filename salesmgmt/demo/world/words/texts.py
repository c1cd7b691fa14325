"""Sentences as people write them at work: next steps, notes, evidence, what a touch was about."""

NEXT_STEPS: dict[str, tuple[str, ...]] = {
    "Qualify": (
        "Call back about the budget owner",
        "Send the two-page overview and ask for thirty minutes",
        "Find out who signs above 20,000",
        "Ask what happens if they do nothing",
    ),
    "Discover": (
        "Walk the line with the plant manager",
        "Write up the three costs they named",
        "Get the downtime figures of the last quarter",
        "Meet the quality lead about their audit",
    ),
    "Prove": (
        "Agree what the trial has to show",
        "Visit the reference customer with them",
        "Present the trial's results to operations",
        "Go through the security questions with their IT",
    ),
    "Propose": (
        "Send the revised offer",
        "Talk the terms through with procurement",
        "Ask the director for the signing date",
        "Answer the two open points of their lawyer",
    ),
}

NOTES: dict[str, tuple[str, ...]] = {
    "CALL": (
        "Reached them at the second try; they plan for next quarter.",
        "Short call. The new plant manager wants to see figures first.",
        "They compare us with doing nothing.",
        "",
        "",
    ),
    "EMAIL": ("Sent the overview.", "Asked for the site plan.", "Answered their question on service hours.", ""),
    "MEETING": (
        "Four people, ninety minutes. Downtime on line 3 is what hurts.",
        "Met operations and quality. They want a trial before the summer stop.",
        "The finance lead asked for the payback in months, not percent.",
        "Good talk; the sponsor is real, the date is not yet.",
    ),
    "DEMO": (
        "Showed it on their own data. The shift leader asked the best questions.",
        "Demo on site. Two want it, one needs to see the alarms work.",
        "They asked us to leave the test device running until Friday.",
    ),
}

TOUCHES: dict[str, tuple[str, ...]] = {
    "CALL": ("Still happy where they are; call again after the summer.", "Would talk if the territory is new."),
    "COFFEE": ("Coffee near their office; interested in the plant customers.", "Met for lunch, asked about the team."),
    "MESSAGE": ("Wrote to congratulate on their promotion.", "Sent greetings and asked how the quarter went."),
    "CONTENT": ("Sent our study on downtime.", "Sent the recording of the customer day."),
    "EVENT": ("Came to our customer evening.", "Saw each other at the trade fair, ten minutes."),
}

EVIDENCE: dict[int, tuple[str, ...]] = {
    1: ("Could not name one deal from start to end.", "Answered a different question each time I asked."),
    2: ("Talked about features; never asked what it costs them.", "Blamed pricing for each loss, gave no example."),
    3: ("Asked the right first questions, then moved on too fast.", "Clear example, though the numbers were vague."),
    4: (
        "Drew the buying group unprompted and knew who was missing.",
        "Turned a no into a smaller pilot, with dates.",
        "Owned a lost deal and said what changed afterwards.",
    ),
    5: (
        "Found the cost of waiting in ten minutes and had us agree to it.",
        "Ran the role play better than I would have; stayed calm when I walked away.",
    ),
}

SUMMARIES: dict[str, tuple[str, ...]] = {
    "STRONG_YES": ("I would want them in my team tomorrow.", "Best conversation of the month."),
    "YES": ("Solid; will need help with big procurement.", "Yes. Learns fast, listens well."),
    "NO": ("Pleasant, but the evidence is thin.", "Not for this profile; perhaps for inside sales."),
    "STRONG_NO": ("Did not prepare, did not ask.", "No. I could not get a straight answer."),
}

ABOUT = (
    "Likes plants better than offices; asked for the territory with the steel customers.",
    "Comes recommended by a customer. Notice period of three months.",
    "Wants to move from inside sales to the field and has the patience for it.",
    "Sold to the same buyers as we do for six years.",
    "Speaks three of our customers' languages.",
    "",
    "",
)

REJECTED = ("Others were stronger", "Not enough of our kind of selling yet", "No answer after three tries")
WITHDRAWN = ("Took another job", "Stays where they are", "Wanted fully remote")
LEFT_BENCH = ("Took another job", "Asked us not to call again", "Moved abroad")
