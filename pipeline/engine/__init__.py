"""Pure cores of the pipeline: dataclasses in and out; no Django, no clock."""
