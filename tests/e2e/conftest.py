"""A rail to look at, whatever the apps have registered so far."""

from collections.abc import Iterator

import pytest

from salesmgmt.web import nav


@pytest.fixture
def demo_rail() -> Iterator[None]:
    """Seven entries, as the whole product has: more than a phone has places for."""
    kept = dict(nav._items)
    nav._items.clear()
    labels = ("Today", "Pipeline", "Hiring", "Onboarding", "Compensation", "Insights", "Settings")
    icons = ("today", "pipeline", "hiring", "onboarding", "pay", "insights", "settings")
    for order, (label, icon) in enumerate(zip(labels, icons, strict=True)):
        counted = (lambda user: 9) if label == "Today" else None
        nav.register(
            nav.NavItem(
                label.lower(), label, icon, f"demo:{label.lower()}", order, count=counted, at_end=label == "Settings"
            )
        )
    yield
    nav._items.clear()
    nav._items.update(kept)
