"""How static files are named and compressed for serving."""

from functools import cache
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Every file carries the hash of its content in its name; so do the imports between our own ES modules.

    Ours lie in `<app>/js/`. Scripts of other packages are left as they are: some name modules they do not ship.
    A page names a dozen files, whose addresses stay what they are while a process runs.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "*/js/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)
