"""Who gets what from every address: the PRODUCT table, "Who may see what", written down as statuses in table*.txt.

A line there: method, address, and the status for each of WHO. `200=3` also says how many results a list has; `{name}`
in an address is something of the world in world.py. A POST or PATCH sends nothing but what BODIES has for its line, so
that 400 or 422 means "may, but sent nonsense", and 403 or 404 means "may not".

302 is the way to the sign-in page, or on from an act that was done (from / to the first page one may open). No worker
runs beside the tests, so health is 503. What one may not see answers 404.
"""

from pathlib import Path

from tests.permissions.approvals import APPROVAL_BODIES
from tests.permissions.bench_need import NEED_BODIES
from tests.permissions.booking import BOOKING_BODIES
from tests.permissions.candidate_notes import NOTE_BODIES
from tests.permissions.candidate_tags import TAG_BODIES
from tests.permissions.deals import DEAL_BODIES
from tests.permissions.duplicates import DUPLICATE_BODIES
from tests.permissions.fairness import FAIRNESS_BODIES
from tests.permissions.hiring import HIRING_BODIES
from tests.permissions.hiring_campaigns import HIRING_CAMPAIGN_BODIES
from tests.permissions.hiring_pages import HIRING_PAGE_BODIES
from tests.permissions.kernel import KERNEL_BODIES
from tests.permissions.leads import LEAD_BODIES
from tests.permissions.onboarding import ONBOARDING_BODIES
from tests.permissions.onboarding_pages import ONBOARDING_PAGE_BODIES
from tests.permissions.orders import ORDER_BODIES
from tests.permissions.pay import PAY_BODIES
from tests.permissions.process import PROCESS_BODIES
from tests.permissions.seats import SEAT_BODIES
from tests.permissions.selling import SELLING_BODIES
from tests.permissions.targets import TARGET_BODIES
from tests.permissions.tasks import TASK_BODIES
from tests.permissions.webhooks import WEBHOOK_BODIES

WHO = ("rita", "max", "mona", "rosa", "ivan", "carla", "finn", "olga", "api_user", "stranger", "nobody")

TABLE = "".join(path.read_text() for path in sorted(Path(__file__).parent.glob("table*.txt")))

_NEXT = {"next_step": "Call", "next_step_date": "2026-12-01"}
BODIES: dict[tuple[str, str], dict[str, object]] = {
    **KERNEL_BODIES,
    **APPROVAL_BODIES,
    **BOOKING_BODIES,
    **NEED_BODIES,
    **NOTE_BODIES,
    **TAG_BODIES,
    **ONBOARDING_BODIES,
    **HIRING_BODIES,
    **HIRING_PAGE_BODIES,
    **ONBOARDING_PAGE_BODIES,
    **PAY_BODIES,
    **SEAT_BODIES,
    **HIRING_BODIES,
    **SELLING_BODIES,
    **LEAD_BODIES,
    **PROCESS_BODIES,
    **DEAL_BODIES,
    **ORDER_BODIES,
    **TARGET_BODIES,
    **WEBHOOK_BODIES,
    **TASK_BODIES,
    ("POST", "/api/v1/bulk/"): {"operations": [{"method": "POST", "path": "/api/v1/pipeline/accounts/"}]},
    **DUPLICATE_BODIES,
    **FAIRNESS_BODIES,
    **HIRING_CAMPAIGN_BODIES,
    ("POST", "/api/v1/pipeline/deals/"): {"name": "Vela Foods", "stage": "{qualify}", **_NEXT},
    ("PATCH", "/api/v1/pipeline/deals/{ritas_deal}/"): {"amount": "2000"},
    ("POST", "/api/v1/pipeline/deals/{ritas_deal}/move/"): {"stage": "{discover}"},
    ("POST", "/api/v1/pipeline/deals/{ritas_deal}/next-step/"): _NEXT,
    ("POST", "/api/v1/pipeline/deals/{ritas_deal}/pause/"): {"until": "2999-01-01"},
    ("POST", "/api/v1/pipeline/deals/{ritas_deal}/win/"): {"reason": "value"},
    ("POST", "/api/v1/pipeline/deals/{ritas_deal}/lose/"): {"reason": "price"},
    ("POST", "/api/v1/pipeline/deals/{ritas_won_deal}/reopen/"): {"stage": "{qualify}", **_NEXT},
    ("POST", "/api/v1/pipeline/deals/{ritas_deal}/give/"): {"owner": "{nora}"},
    ("POST", "/api/v1/pipeline/planned-meetings/"): {
        "deal": "{ritas_deal}",
        "kind": "CALL",
        "starts_at": "2999-01-01T10:00:00Z",
    },
    ("POST", "/api/v1/pipeline/planned-meetings/{ritas_meeting}/cancel/"): {"reason": "Ill"},
    ("POST", "/pipeline/deals/{ritas_deal}/meetings/plan/"): {"kind": "CALL", "starts_at": "2999-01-01T10:00"},
    ("POST", "/pipeline/deals/{ritas_deal}/meetings/hold/"): {"meeting": "{ritas_meeting}"},
    ("POST", "/pipeline/deals/{ritas_deal}/meetings/cancel/"): {"meeting": "{ritas_meeting}", "reason": "Ill"},
    ("POST", "/api/v1/pipeline/deals/{ritas_deal}/activities/"): {
        "kind": "CALL",
        "happened_at": "2026-03-02T08:00:00Z",
    },
    ("PUT", "/api/v1/pipeline/deals/{ritas_deal}/lines/"): {"lines": [{"product": "{product}"}]},
    ("PUT", "/api/v1/pipeline/deals/{ritas_deal}/splits/"): {"shares": []},
    ("POST", "/api/v1/pipeline/orders/"): {"deal": "{ritas_won_deal}"},
    ("POST", "/api/v1/pipeline/orders/{ritas_order}/repeat/"): {"amount": "5"},
    ("POST", "/api/v1/pipeline/accounts/"): {"name": "Vela Foods"},
    ("PATCH", "/api/v1/pipeline/accounts/{ritas_account}/"): {"sector": "food"},
    ("POST", "/api/v1/pipeline/contacts/"): {"account": "{ritas_account}", "name": "Vera Vale"},
    ("PATCH", "/api/v1/pipeline/contacts/{ritas_contact}/"): {"title": "CEO"},
    ("POST", "/api/v1/pipeline/products/"): {"name": "GTX Pro", "list_price": "4821"},
    ("POST", "/api/v1/pipeline/products/{product}/price/"): {"list_price": "5000"},
    ("POST", "/api/v1/pipeline/products/{product}/offer/"): {"is_active": False},
    ("PATCH", "/api/v1/pipeline/products/{product}/"): {"name": "GTX Light"},
    ("PATCH", "/api/v1/pipeline/lead-sources/{lead_source}/"): {"name": "The web"},
    ("POST", "/api/v1/pipeline/lead-sources/{lead_source}/offer/"): {"is_active": False},
    ("PATCH", "/api/v1/pipeline/close-reasons/{close_reason}/"): {"name": "The case"},
    ("POST", "/api/v1/pipeline/lead-sources/"): {"code": "fair", "name": "Trade fair"},
    ("POST", "/api/v1/pipeline/close-reasons/"): {"kind": "LOST", "code": "timing", "name": "Timing"},
    ("POST", "/api/v1/pipeline/close-reasons/{close_reason}/offer/"): {"is_active": False},
    ("POST", "/api/v1/pipeline/targets/"): {
        "user": "{sam}",
        "measure": "BOOKINGS",
        "start_date": "2026-01-01",
        "end_date": "2026-04-01",
        "full_amount": "1000",
    },
}
"""A string in braces that is all of a value is replaced by that thing's number."""
