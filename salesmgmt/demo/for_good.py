"""What of the sample company cannot be taken back."""

from salesmgmt.web.for_good import register_for_good

register_for_good(
    "demo.remove_sample",
    "sample:remove",
    "Removing it cannot be taken back, but it can be loaded anew.",
)
