"""What of the pipeline cannot be taken back."""

from salesmgmt.web.for_good import register_for_good

register_for_good(
    "pipeline.issue_invoice",
    "pipeline:issue-invoice",
    "An invoice cannot be taken back; it can be credited.",
)
register_for_good("pipeline.credit_invoice", "pipeline:credit-invoice", "A credit note cannot be taken back.")
register_for_good(
    "pipeline.open_renewal", "pipeline:open-renewal", "An opened renewal cannot be taken back; its deal can be lost."
)
register_for_good("pipeline.review_account", "pipeline:review-account", "A review cannot be taken back once noted.")
register_for_good("pipeline.refund_payment", "pipeline:refund-payment", "A refund cannot be taken back.")
register_for_good(
    "pipeline.contact_lead", "pipeline:contact-lead", "That you reached out cannot be taken back: it answers the lead."
)
register_for_good(
    "pipeline.cancel_order",
    "pipeline:cancel-order",
    "What is cancelled cannot be taken back; it counts no longer from then on.",
)
register_for_good(
    "pipeline.answer_help", "pipeline:help", "An answer cannot be taken back: who asked reads it at once."
)
register_for_good(
    "pipeline.publish_version",
    "pipeline:publish-version",
    "A published version cannot be changed; the next one can be.",
)
register_for_good("pipeline.discard_draft", "pipeline:discard-draft", "A discarded draft cannot be brought back.")
register_for_good(
    "pipeline.end_work_feed",
    "pipeline:end-work-feed",
    "The address cannot be brought back: calendars that read it stop at once.",
)
