"""Where static files come from besides the apps' own folders: npm packages and the bundled style sheet.

Nothing third-party is committed: `npm ci` fetches the packages by lock file, and the map below names every
single file that leaves them. `web/app.css` is written in small files, one per component, and served as one request.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

FONT = "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2"
PACKAGE_FILES = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/instrument-sans.woff2": FONT,
}
STYLE_PARTS = (
    *("tokens", "base", "shell", "controls", "marks", "figures", "charts", "content", "tables", "board"),
    *("floating", "forms", "records", "journey", "entrance", "narrow", "print"),
)
STYLE_BUNDLE = "web/app.css"
STYLE_SOURCES = Path(__file__).parent / "styles"


class _MappedStorage(FileSystemStorage):
    """Serves each public name from a file that lies elsewhere under another name."""

    def __init__(self, names: dict[str, Path]) -> None:
        super().__init__(location=settings.BASE_DIR)
        self.names = names

    def path(self, name: str) -> str:
        return str(self.names[name])


class _MappedFinder(BaseFinder):
    """A finder over an explicit map from public name to file."""

    def sources(self) -> dict[str, Path]:
        raise NotImplementedError

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = self.sources().get(path)
        if source is None or not source.exists():
            return []
        return [str(source)] if find_all else str(source)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        names = self.sources()
        storage = _MappedStorage(names)
        return ((name, storage) for name in names)


class PackageFinder(_MappedFinder):
    """Files out of node_modules, by name."""

    def sources(self) -> dict[str, Path]:
        packages = settings.BASE_DIR / "node_modules"
        return {name: packages / source for name, source in PACKAGE_FILES.items()}

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [str(source) for source in self.sources().values() if not source.exists()]
        if not missing:
            return []
        hint = "Run `npm ci` in the checkout's folder."
        return [Error(f"Browser packages are not installed: {', '.join(missing)}.", hint=hint, id="web.E001")]


class BundleFinder(_MappedFinder):
    """The style sheet of the product: its parts one after the other, rebuilt when one of them is newer."""

    def sources(self) -> dict[str, Path]:
        parts = [STYLE_SOURCES / f"{name}.css" for name in STYLE_PARTS]
        bundle = settings.VAR_DIR / "bundles" / STYLE_BUNDLE
        newest = max(part.stat().st_mtime_ns for part in parts)
        if not bundle.exists() or bundle.stat().st_mtime_ns < newest:
            _write_whole(bundle, "\n".join(part.read_text() for part in parts))
        return {STYLE_BUNDLE: bundle}

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []


def _write_whole(target: Path, text: str) -> None:
    """Write `target` so that a reader sees the old file or the new one, never half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as draft:
        draft.write(text)
    Path(draft.name).chmod(0o644)
    os.replace(draft.name, target)
