"""The jobs that real workers do in tests; a worker finds them with `--include`."""

from salesmgmt.events.registry import job_handler
from tests.salesmgmt.events.handlers import count_slowly

KIND = "tests.count_slowly"
job_handler(KIND, lease_seconds=1, max_attempts=3)(count_slowly)
