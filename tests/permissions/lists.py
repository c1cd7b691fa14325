"""What the permission table says of lists: a view of Rita's."""

from salesmgmt.web.domain.saved_views import save_view
from tests.cast import AT, Cast


def list_names(cast: Cast) -> dict[str, object]:
    view = save_view(
        list_code="deals", name="Big", query="amount_min=5", is_shared=False, is_default=False, by=cast.rita, at=AT
    )
    return {"list": "deals", "act": "give", "ritas_view": view.pk}
