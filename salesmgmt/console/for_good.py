"""What of the settings cannot be taken back."""

from salesmgmt.web.for_good import register_for_good

register_for_good(
    "console.revoke_token",
    "console:token-revoke",
    "A revoked token cannot be brought back; make another one.",
)
register_for_good(
    "console.replace_webhook_secret",
    "console:webhook-secret",
    "A replaced secret cannot be brought back; for 24 hours both sign, so that the receiver can change over.",
)
register_for_good(
    "console.decide_approval",
    "console:approval-decide",
    "A yes or no cannot be taken back; the last yes does what is asked for at once.",
)
