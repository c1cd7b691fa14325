"""Static files: what leaves node_modules, the one style sheet, hashed names, and what a page may weigh."""

import gzip
import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from salesmgmt.web.finders import PACKAGE_FILES, STYLE_PARTS, STYLE_SOURCES, BundleFinder, PackageFinder

MODULES = Path(__file__).resolve().parents[3] / "salesmgmt" / "web" / "static" / "web" / "js"


def gzipped(path: str | Path) -> int:
    return len(gzip.compress(Path(path).read_bytes(), 9))


@pytest.fixture
def own_var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_packages_are_found_by_their_public_names():
    for name, source in PACKAGE_FILES.items():
        assert finders.find(name).endswith(source)


def test_nothing_else_leaves_node_modules():
    assert [name for name, _storage in PackageFinder().list([])] == list(PACKAGE_FILES)
    assert finders.find("vendor/bootstrap.bundle.js") is None


def test_missing_packages_are_said_by_the_check(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    [error] = PackageFinder().check()
    assert error.id == "web.E001"
    assert "npm ci" in error.hint


def test_style_sheet_is_all_parts_in_order(own_var):
    bundle = Path(BundleFinder().find("web/app.css")).read_text()
    places = [bundle.index((STYLE_SOURCES / f"{part}.css").read_text()) for part in STYLE_PARTS]
    assert places == sorted(places)
    assert sorted(path.stem for path in STYLE_SOURCES.glob("*.css")) == sorted(STYLE_PARTS)


def test_style_sheet_is_rebuilt_when_a_part_is_newer(own_var):
    found = Path(BundleFinder().find("web/app.css"))
    found.write_text("old")
    assert Path(BundleFinder().find("web/app.css")).read_text() == "old"
    os.utime(found, (0, 0))
    assert Path(BundleFinder().find("web/app.css")).read_text() != "old"


def test_style_sheets_stay_within_the_budget():
    weight = gzipped(finders.find("vendor/bootstrap.min.css")) + gzipped(finders.find("web/app.css"))
    assert weight <= 45_000


def test_scripts_stay_within_the_budget():
    htmx = gzipped(finders.find("django_htmx/htmx-2.min.js"))
    assert htmx + sum(gzipped(module) for module in MODULES.glob("*.js")) <= 80_000


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    root = MODULES.parents[4]
    sprite = set(re.findall(r'id="i-([a-z]+)"', (MODULES.parent / "icons.svg").read_text()))
    asked = set()
    for template in root.glob("**/templates/**/*.html"):
        if "node_modules" not in template.parts and ".venv" not in template.parts:
            asked |= set(re.findall(r'{% icon "([a-z]+)"', template.read_text()))
    assert asked
    assert asked <= sprite


def test_collected_files_carry_hashes_and_imports_follow_them(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "salesmgmt.web.storage.HashedStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    [main] = settings.STATIC_ROOT.glob("web/js/main.*.js")
    names = re.findall(r'(?:from |import\()"\./([^"]+)"', main.read_text())
    assert len(names) == 7
    for name in names:
        assert re.fullmatch(r"[a-z]+\.[0-9a-f]{12}\.js", name)
        assert (main.parent / name).exists()
    [style] = settings.STATIC_ROOT.glob("web/app.*.css")
    [font] = re.findall(r'url\("([^"]+)"\)', style.read_text())
    assert (style.parent / font).exists()
    assert style.with_suffix(".css.gz").exists()
