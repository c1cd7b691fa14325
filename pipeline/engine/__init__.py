"""Pure algorithms of the pipeline: no Django, no clock, no float for money."""
