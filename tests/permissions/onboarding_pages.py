"""What the permission table says of onboarding's pages: what their forms send."""

_ITEM = {"title": "Call a customer", "working_day": "2", "relation": "NEW_HIRE"}
ONBOARDING_PAGE_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/onboarding/items/{ritas_item}/reassign/"): {"to": "{sam}"},
    ("POST", "/onboarding/items/{ritas_item}/note/"): {"note": "The charger is missing."},
    ("POST", "/onboarding/journeys/new/"): {"user": "{nora}", "start_date": "2026-03-02", "role_profile": "{profile}"},
    ("POST", "/onboarding/journeys/{ritas_journey}/people/"): {"buddy": "{nora}"},
    ("POST", "/onboarding/journeys/{ritas_journey}/move/"): {"start_date": "2026-03-09"},
    ("POST", "/onboarding/journeys/{ritas_journey}/stop/"): {"reason": "Another role"},
    ("POST", "/onboarding/plans/new/"): {"name": "Week one"},
    ("POST", "/onboarding/plans/{onboarding_plan}/edit/"): {"name": "Week one"},
    ("POST", "/onboarding/plans/versions/{onboarding_draft}/items/"): _ITEM,
    ("POST", "/onboarding/plans/versions/{onboarding_draft}/order/"): {"items": "{draft_item}"},
    ("POST", "/onboarding/plans/items/{draft_item}/edit/"): _ITEM,
    ("POST", "/onboarding/plans/items/{draft_item}/shift/"): {"to": "up"},
    ("POST", "/onboarding/ramp/"): {
        "role_profile": "{profile}",
        "milestone": "FIRST_MEETING",
        "from_date": "2999-01-01",
    },
}
