"""The house keeps its order: floors, rooms, sizes, one clock, no float for money (HOUSE.md, STYLE.md).

Imports between floors and rooms are held by import-linter (`make check`); what it cannot see is tested here.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from rules.permissions import perm_exists

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("salesmgmt", "pipeline", "onboarding", "hiring", "compensation")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {each["name"].partition(":")[0]: each for each in PYPROJECT["tool"]["importlinter"]["contracts"]}
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
CODE = [path for path in SOURCES if "migrations" not in path.parts]
CLOCK_ROOMS = {"views", "views.py", "api", "management", "tasks.py", "tasks"}
# pages say “3 h ago” from the reader's clock; the supervisor waits for processes
CLOCK_DISPLAYS = {"salesmgmt/web/components/days.py", "salesmgmt/embedded"}
CLOCK_READS = {
    ("timezone", "now"),
    ("timezone", "localtime"),
    ("timezone", "localdate"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
JUNK_DRAWERS = {"utils.py", "helpers.py", "base.py", "misc.py", "part2.py"}
LEAVES = {"tasks.py", "consumers.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(), filename=str(path)))


def floors() -> dict[str, tuple[int, bool]]:
    """Each module of the floors contract with its height and whether those beside it may use it."""
    found = {}
    layers = CONTRACTS["Floors"]["layers"]
    for height, layer in enumerate(reversed(layers)):
        for module in layer.replace("|", ":").split(":"):
            found[module.strip()] = (height, "|" not in layer)
    return found


def may_point(source: str, target: str) -> bool:
    """Whether a row of app `source` may hold a key of app `target`."""
    known = floors()
    if target not in known or source == target:
        return True
    (own, _), (other, shared) = known[source], known[target]
    return other < own or (other == own and shared)


def test_foreign_keys_follow_the_floors():
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        source = model._meta.app_config.name
        if source.split(".")[0] not in PACKAGES:
            continue
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation and not field.auto_created and field.related_model:
                target = field.related_model._meta.app_config.name
                if not may_point(source, target):
                    wrong.append(f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}")
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("compensation", "pipeline", True),
        ("pipeline", "compensation", False),
        ("hiring", "compensation", False),
        ("salesmgmt.people", "salesmgmt.accounts", True),
        ("salesmgmt.events", "salesmgmt.people", False),
        ("salesmgmt.events", "salesmgmt.files", True),
    ],
)
def test_floors_are_read_as_the_contract_means_them(source, target, allowed):
    assert may_point(source, target) is allowed


def test_every_app_stands_on_a_floor_and_keeps_its_rooms():
    ours = {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES}
    ours.discard("salesmgmt.embedded")
    assert ours <= set(floors())
    assert ours <= set(CONTRACTS["Rooms"]["containers"])


def test_files_fit_their_size():
    limits = [(path, 400) for path in CODE] + [(path, 600) for path in sorted((ROOT / "tests").rglob("*.py"))]
    long = [name_of(path) for path, limit in limits if len(path.read_text().splitlines()) > limit]
    assert long == []


def test_there_is_no_junk_drawer():
    assert [name_of(path) for path in SOURCES if path.name in JUNK_DRAWERS] == []


def reads_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    owner_name = getattr(owner, "id", None) or getattr(owner, "attr", None)
    if node.func.attr in {"localtime", "localdate"} and (node.args or node.keywords):
        return False
    return (owner_name, node.func.attr) in CLOCK_READS


def test_clock_is_read_at_the_doors_only():
    wrong = []
    for path in CODE:
        name = name_of(path)
        if CLOCK_ROOMS & set(path.parts[len(ROOT.parts) :]) or any(name.startswith(each) for each in CLOCK_DISPLAYS):
            continue
        wrong += [f"{name}:{node.lineno}" for node in nodes(path) if reads_clock(node)]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("timezone.now()", True),
        ("datetime.datetime.now(UTC)", True),
        ("date.today()", True),
        ("timezone.localtime()", True),
        ("timezone.localtime(instant)", False),
        ("clock.now()", False),
    ],
)
def test_clock_is_recognised(line, reads):
    assert reads_clock(ast.parse(line, mode="eval").body) is reads


def exact() -> list[Path]:
    """Code that counts money."""
    engines = [path for path in CODE if "engine" in path.parts]
    return [ROOT / "salesmgmt/common/money.py", *engines]


def is_inexact(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    return isinstance(node, ast.Name) and node.id in {"float", "round"}


def test_money_is_never_a_float():
    wrong = [f"{name_of(path)}:{node.lineno}" for path in exact() for node in nodes(path) if is_inexact(node)]
    assert wrong == []


def test_money_is_rounded_at_one_door():
    door = "salesmgmt/common/money.py"
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in CODE
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in {"quantize", "to_integral_value"} and name_of(path) != door
    ]
    assert wrong == []


def test_tasks_and_consumers_import_their_domain_inside():
    wrong = []
    for path in CODE:
        if path.name not in LEAVES:
            continue
        for node in ast.parse(path.read_text()).body:
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            wrong += [f"{name_of(path)}: {module}" for module in modules if ".domain" in module]
    assert wrong == []


def test_apps_do_not_signal_each_other():
    """What Django says of itself, that a migration is over, may be listened to."""
    signals = {"django.db.models.signals", "django.dispatch", "django.core.signals"}
    wrong = [
        f"{name_of(path)}: {each.name}"
        for path in CODE
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and node.module in signals
        for each in node.names
        if each.name != "post_migrate"
    ]
    assert wrong == []


def test_there_is_one_way_to_write():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_permissions_that_are_asked_for_are_registered():
    """A name that nobody registered is false for everybody: what it guards is gone without a word."""
    asked = re.compile(r"""(?:perms\.|(?:has_perm|needing)\(["']|require\(\w+, ["'])([a-z]+\.[a-z_]+)""")
    files = [*CODE, *(path for package in PACKAGES for path in (ROOT / package).rglob("*.html"))]
    names = {name for path in files for name in asked.findall(path.read_text())}
    assert {"pipeline.work_deals", "hiring.import_candidates"} <= names
    assert sorted(name for name in names if not perm_exists(name)) == []
