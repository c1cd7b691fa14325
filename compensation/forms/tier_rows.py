"""The rows of tiers in a plan form: only where each starts, so gaps and overlaps cannot be written."""

from typing import Any

from crispy_forms.layout import LayoutObject
from django.template.loader import render_to_string


class TierRows(LayoutObject):
    """Lays out the fields from_0, rate_0 and so on as a table; the form gives them in pairs by `tier_rows`."""

    def __init__(self, rows: int) -> None:
        self.fields = [name for row in range(rows) for name in (f"from_{row}", f"rate_{row}")]

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        form.rendered_fields.update(self.fields)
        return render_to_string("compensation/forms/tier_rows.html", {"rows": list(form.tier_rows())})
