"""What a worker of the chaos tests includes: an import whose worker went silent is taken over after two seconds."""

from dataclasses import replace

from salesmgmt.events import registry

_declared = registry.job_of_kind("imports.run")
assert _declared is not None
registry._jobs["imports.run"] = replace(_declared, lease_seconds=2)
