"""What of the pipeline cannot be taken back."""

from salesmgmt.web.for_good import register_for_good

register_for_good("pipeline.place_order", "pipeline:place-order", "An order cannot be taken back once it is placed.")
register_for_good("pipeline.repeat_order", "pipeline:repeat-order", "An order cannot be taken back once it is placed.")
