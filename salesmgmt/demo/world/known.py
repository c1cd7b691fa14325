"""What is known of a company: its parameters, and what follows from them for the figures that estimate it."""

from typing import Any

from salesmgmt.demo.world.company import World
from salesmgmt.demo.world.paths import win_chance
from salesmgmt.demo.world.ramp import median_days, survival
from salesmgmt.demo.world.staff import INTERVIEWERS
from salesmgmt.demo.world.truth import Step

MILESTONES = ("FIRST_MEETING", "FIRST_DEAL")
DAYS_SHOWN = 400


def known(world: World) -> dict[str, Any]:
    """As JSON holds it: the same for the same world."""
    truth = world.truth
    return {
        "parameters": truth.as_json(),
        "hiring": {
            "conversion_by_source": {code: list(shares) for code, shares in world.bars.by_source.items()},
            "stages": [_step(step) for step in truth.hiring.steps],
            "interviewers": [
                {"email": world.staff.person(number).email, "leniency": leniency}
                for number, leniency in zip(INTERVIEWERS, truth.hiring.leniency, strict=True)
            ],
        },
        "ramp": {
            milestone: {
                "median_days": median_days(truth.ramp, milestone),
                "survival": [
                    [day, round(left, 6)] for day, left in survival(truth.ramp, milestone) if day <= DAYS_SHOWN
                ],
            }
            for milestone in MILESTONES
        },
        "selling": {"win_rate": win_chance(truth.selling), "stages": [_step(step) for step in truth.selling.steps]},
    }


def decided_after(step: Step) -> int:
    """Days after which everybody who entered a stage has left it: conversion so far is then the truth's estimand."""
    weeks, days = divmod(step.days.longest, 5)
    return weeks * 7 + days + 3


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "conversion": step.conversion,
        "mean_working_days": round(step.days.mean, 4),
        "decided_after_days": decided_after(step),
    }
