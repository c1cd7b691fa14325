"""What of the settings cannot be taken back."""

from salesmgmt.web.for_good import register_for_good

register_for_good(
    "console.revoke_token",
    "console:token-revoke",
    "A revoked token cannot be brought back; make another one.",
)
register_for_good(
    "console.decide_approval",
    "console:approval-decide",
    "A yes or no cannot be taken back; the last yes does what is asked for at once.",
)
