"""What the permission table says of the pipeline's pages: what their forms send."""

_NEXT = {"next_step": "Call", "next_step_date": "2999-12-01"}
SELLING_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/pipeline/deals/{ritas_deal}/give/"): {"owner": "{nora}"},
    ("POST", "/pipeline/deals/{ritas_deal}/log/"): {"kind": "CALL", "happened_at": "2026-03-02T08:00"},
    ("POST", "/pipeline/contacts/{ritas_contact}/"): {"name": "Cleo Chen", "version": "1"},
    ("POST", "/pipeline/deals/{ritas_deal}/lose/"): {"reason": "{lost_reason}"},
    ("POST", "/pipeline/deals/{ritas_deal}/move/"): {"stage": "{discover}"},
    ("POST", "/pipeline/deals/{ritas_deal}/next-step/"): _NEXT,
    ("POST", "/pipeline/sources/"): {"name": "Fair"},
    ("POST", "/pipeline/sources/{lead_source}/"): {"name": "The web"},
    ("POST", "/pipeline/settings/products/{product}/"): {"name": "GTX Light"},
    ("POST", "/pipeline/settings/reasons/{close_reason}/"): {"name": "The case"},
    ("POST", "/pipeline/orders/{ritas_order}/repeat/"): {"way": "same"},
    ("POST", "/pipeline/deals/{ritas_deal}/pause/"): {"until": "2999-01-01"},
    ("POST", "/pipeline/deals/{ritas_won_deal}/reopen/"): {"stage": "{qualify}", **_NEXT},
    ("POST", "/pipeline/deals/{ritas_deal}/win/"): {"reason": "{close_reason}"},
}
