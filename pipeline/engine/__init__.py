"""Pure algorithms of the pipeline: dataclasses in and out; no Django, no clock, no float for money."""
