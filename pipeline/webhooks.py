"""What of the pipeline may leave by webhook: it holds ids, codes, dates and amounts that whoever sees the row sees."""

from pipeline.models import Deal, Invoice, Lead, Order, Payment
from salesmgmt.outbox.families import Family, register_family

SENT_BY_STAGE = "deal.stage_acted"

register_family(
    Family(
        code="deal",
        title="Deals",
        model=Deal,
        url_name="api-deals-detail",
        kinds={
            "deal.created": "A deal was created",
            "deal.edited": "A deal's facts were changed",
            "deal.given": "A deal got another owner",
            "deal.shared": "The shares of a deal were set",
            "deal.moved": "A deal moved to another stage",
            "deal.move_undone": "A deal's move was taken back",
            "deal.next_step_set": "The next step of a deal was set",
            "deal.paused": "A deal was paused",
            "deal.lines_set": "The products of a deal were set",
            "deal.meeting_planned": "A meeting was planned",
            "deal.meeting_held": "A planned meeting was held",
            "deal.meeting_hold_undone": "That a planned meeting was held was taken back",
            "deal.meeting_cancelled": "A planned meeting was cancelled",
            "deal.won": "A deal was won",
            "deal.win_undone": "A win was taken back",
            "deal.lost": "A deal was lost",
            "deal.loss_undone": "A loss was taken back",
            "deal.reopened": "A closed deal was opened again",
            SENT_BY_STAGE: "A stage sends a webhook by itself",
        },
        addressed=frozenset({SENT_BY_STAGE}),
    )
)
register_family(
    Family(
        code="activity",
        title="Activities",
        model=Deal,
        url_name="api-deals-detail",
        kinds={
            "activity.logged": "An activity was logged on a deal",
            "activity.taken_back": "A logged activity was taken back",
        },
    )
)
register_family(
    Family(
        code="lead",
        title="Leads",
        model=Lead,
        url_name="api-leads-detail",
        kinds={
            "lead.created": "A lead came in",
            "lead.assigned": "A lead was assigned by rule",
            "lead.given": "A lead got another owner",
            "lead.contacted": "A lead was contacted for the first time",
            "lead.accepted": "A lead was accepted",
            "lead.rejected": "A lead was rejected",
            "lead.converted": "A lead became a deal",
            "lead.conversion_reverted": "A conversion was taken back",
        },
    )
)
register_family(
    Family(
        code="order",
        title="Orders",
        model=Order,
        url_name="api-orders-detail",
        kinds={"order.placed": "An order was placed", "order.cancelled": "An order was cancelled, or lines of it"},
    )
)
register_family(
    Family(
        code="invoice",
        title="Invoices",
        model=Invoice,
        url_name="api-invoices-detail",
        kinds={"invoice.issued": "An invoice was issued", "invoice.credited": "An invoice was credited"},
    )
)
register_family(
    Family(
        code="payment",
        title="Payments",
        model=Payment,
        url_name="api-payments-detail",
        kinds={
            "payment.received": "A payment came in",
            "payment.refunded": "A payment was refunded",
            "payment.reversed": "A payment was taken back",
        },
    )
)
