"""What of hiring cannot be taken back."""

from salesmgmt.web.for_good import register_for_good

register_for_good(
    "hiring.send_offer",
    "hiring:send-offer",
    "This cannot be taken back: from then on the candidate can accept by the link. You could still withdraw it.",
)
register_for_good(
    "hiring.withdraw_offer",
    "hiring:withdraw-offer",
    "This cannot be taken back: the link says then that the offer was withdrawn. Make another offer instead.",
)
register_for_good(
    "hiring.remove_note",
    "hiring:remove-note",
    "Removing cannot be taken back: the words are gone for everybody, and are kept nowhere.",
)
register_for_good(
    "hiring.merge_tags",
    "hiring:merge-tag",
    "Merging cannot be taken back: nothing tells afterwards which of the two tags somebody had.",
)
register_for_good("hiring.answer_offer", "offer:answer", "Your answer counts at once and cannot be taken back here.")
register_for_good(
    "hiring.answer_consent", "consent:page", "Your answer counts at once; by this link it cannot be changed."
)
register_for_good(
    "hiring.settle_request", "hiring:settle-request", "Settling cannot be taken back: the candidate can ask again."
)
register_for_good(
    "hiring.withdraw_by_link", "status:withdraw", "Withdrawing cannot be taken back here: write to us to run again."
)
register_for_good(
    "hiring.hire",
    "hiring:hire",
    "A hire cannot be taken back: it makes a sign-in, a place and an onboarding journey, and ends other candidacies.",
)
register_for_good(
    "hiring.submit_scorecard",
    "hiring:scorecard",
    "Submitting cannot be taken back: the scorecard stays as it is, for you and for everybody.",
)
register_for_good(
    "hiring.cancel_interview",
    "hiring:cancel-interview",
    "Cancelling cannot be taken back; plan another interview instead.",
)
register_for_good("hiring.held_interview", "hiring:held", "This cannot be taken back: the panel owes scorecards then.")
register_for_good(
    "hiring.end_feed", "hiring:end-feed", "The address cannot be brought back: calendars that read it stop at once."
)
register_for_good(
    "hiring.revoke_booking_link",
    "hiring:revoke-booking-link",
    "Revoking cannot be taken back; send another link instead.",
)
register_for_good(
    "hiring.cancel_booking", "book:cancel", "Calling it off cannot be taken back here: another time takes a new link."
)
register_for_good(
    "hiring.remove_kit_part", "hiring:remove-kit-part", "Removing cannot be taken back: its questions are gone."
)
register_for_good(
    "hiring.take_back_self_identification",
    "about-you:take-back",
    "What you said about yourself is removed and cannot be brought back; you can answer again.",
)
register_for_good(
    "hiring.remove_retention_rule",
    "hiring:remove-retention-rule",
    "Removing cannot be taken back; set the rule again instead.",
)
register_for_good(
    "hiring.erase",
    "hiring:erase",
    "An erasure cannot be taken back: what goes is gone for you, for everybody and for the candidate.",
)
