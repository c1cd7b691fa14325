"""The onboarding plan: title, why, minutes, working day, who does it."""

PLAN_NAME = "First ninety days of an account executive"
PLAN: tuple[tuple[str, str, int, int, str], ...] = (
    ("Order laptop and sign-ins", "So that the first morning is for people, not for forms.", 30, -5, "IT"),
    ("Write the first-week plan", "A known Monday takes the fear out of it.", 45, -2, "MANAGER"),
    ("Hand over laptop and sign-ins", "Everything works by ten.", 60, 1, "IT"),
    ("Welcome talk with your manager", "What you are here for, and what is expected by day 30.", 45, 1, "MANAGER"),
    ("Meet your buddy for lunch", "There are no silly questions to a buddy.", 60, 1, "BUDDY"),
    ("Read how we win", "The success model of our best twenty deals, stage by stage.", 90, 2, "NEW_HIRE"),
    (
        "Shadow three customer calls with your buddy",
        "Hearing three real calls teaches more than any deck.",
        180,
        3,
        "NEW_HIRE",
    ),
    ("Take the product history course", "Where the products come from.", 120, 4, "NEW_HIRE"),
    ("Week-one talk", "What surprised you is what we no longer see.", 30, 5, "MANAGER"),
    ("Write ten first mails and send five", "The first answers come from the first mails.", 120, 7, "NEW_HIRE"),
    ("Debrief your first calls", "While you still remember each sentence.", 45, 9, "BUDDY"),
    ("Show the product to your manager", "The first demo should not be at a customer's.", 60, 12, "NEW_HIRE"),
    ("Agree your territory plan", "Thirty accounts, with a reason for each.", 60, 15, "MANAGER"),
    ("Visit a customer's plant", "You sell to people on their feet.", 240, 18, "NEW_HIRE"),
    ("Thirty-day talk", "What works, what is missing, what is next.", 45, 22, "MANAGER"),
    ("Run a review of your own pipeline", "Next step, date and decider for every deal.", 60, 30, "NEW_HIRE"),
    ("Sixty-day talk", "Half-way to full quota.", 45, 44, "MANAGER"),
    ("Ninety-day talk", "From here on the plan is yours.", 60, 65, "MANAGER"),
)
"""Positions count from 1 in this order."""
