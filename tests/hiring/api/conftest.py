"""A client per person, as for the pipeline."""

from tests.pipeline.api.conftest import as_

__all__ = ["as_"]
