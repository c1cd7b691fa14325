"""What apps declare to imports, each in its own `imports.py`: a kind of import, its files and its steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Model

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.imports.columns import FileSpec
from salesmgmt.imports.telling import Told

if TYPE_CHECKING:  # models ask the rules, and the rules these kinds
    from salesmgmt.imports.models import ImportBatch


Here = Mapping[str, Mapping[str, object]]
"""Key -> column -> what it says here."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The staged rows of one file with `after < row_no <= upto` (their turns, where rows are taken together), to be
    looked at or merged in one transaction.

    `at` is the instant of the import, the same for all of its chunks and attempts. A merge says in `told` what it did,
    as one event at the end of the import's run will tell it together with the other chunks.
    """

    batch: "ImportBatch"
    file: str
    after: int
    upto: int
    told: Told = field(default_factory=Told)

    @property
    def by(self) -> User:
        return self.batch.started_by

    @property
    def at(self) -> datetime:
        return self.batch.created_at

    @property
    def place(self) -> str:
        """The column of staged rows that says in which chunk they are."""
        return "turn" if kind_of(self.batch.kind).spec(self.file).together else "row_no"

    @property
    def params(self) -> dict[str, object]:
        """What SQL over the chunk names."""
        return {
            "batch": self.batch.pk,
            "source": self.batch.kind,
            "file": self.file,
            "after": self.after,
            "upto": self.upto,
            "by": self.by.pk,
            "at": self.at,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One pass over a file's rows. `check` gives each row its verdict and changes nothing else; `merge` (optional)
    then writes what is new or changed. Both run in the chunk's transaction; `whole` takes the file as one chunk, and
    `chunk_rows` so many rows at a time, for steps that work by set and are done with them in a few seconds."""

    file: str
    title: str
    check: Callable[[Chunk], None] | None = None
    merge: Callable[[Chunk], None] | None = None
    whole: bool = False
    chunk_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """A table that the database derives: triggers that call `function` keep it, and `fill` fills it when it is empty.
    Both are functions in the database."""

    model: type[Model]
    function: str
    fill: str


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of import. `prepare` sets up what its rows need, `finish` what follows from them; both may run twice.

    `permission` is what it takes to import it and to see what its imports refused; `imports.rules` asks for it.
    `known_values` gives what a column's value may be mapped to, `here` what rows that are known by their keys say here
    (key -> column -> value, in the words of files), so that a preview can show old beside new. `heading`, `says` and
    `note` are the words of the page where its files are handed in.

    Undoing an import removes what it made. Of the models in `stays` everything that it made stays together when
    something else has come to use any of it: teams, say, or the years of a calendar.

    `fills` are the tables that an import into empty ones (`domain.initial`) goes into without their indexes and
    constraints; none where merging its rows needs these. `folds` are what triggers fold from the rows of those; it is
    filled once then, when all rows are in.
    """

    code: str
    title: str
    permission: str
    files: tuple[FileSpec, ...]
    steps: Sequence[Step]
    prepare: Callable[["ImportBatch"], None]
    finish: Callable[["ImportBatch"], None]
    known_values: Callable[[str], Sequence[str]]
    heading: str
    says: str
    note: str
    stays: Sequence[type[Model]] = ()
    fills: Sequence[type[Model]] = ()
    folds: Sequence[Fold] = ()
    here: Callable[[str, "ImportBatch", Sequence[str]], "Here"] = lambda file, batch, keys: {}

    def spec(self, name: str) -> FileSpec:
        return next(spec for spec in self.files if spec.name == name)

    @property
    def short_code(self) -> str:
        """What people write: without the app, as in `import_data deals`."""
        return self.code.rpartition(".")[2]

    def label_of(self, name: str) -> str:
        """What people call a column of its files."""
        said = (spec.label_of(name) for spec in self.files if any(column.name == name for column in spec.columns))
        return next(said, name)

    @property
    def column_names(self) -> frozenset[str]:
        return frozenset(column.name for spec in self.files for column in spec.columns)


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Raises ValueError for a code that is taken."""
    if kind.code in _kinds:
        raise ValueError(f"{kind.code} is declared twice: a kind of import has one declaration.")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> ImportKind:
    return _kinds[code]


def kind_named(name: str) -> ImportKind:
    """By code, with or without the app. Raises Refused."""
    found = next((kind for kind in _kinds.values() if name in (kind.code, kind.short_code)), None)
    if found is None:
        known = ", ".join(sorted(kind.short_code for kind in _kinds.values()))
        raise Refused(f"“{name}” is not a kind of import; choose one of {known}.", code="unknown_kind", field="kind")
    return found


def kinds() -> Mapping[str, ImportKind]:
    return dict(_kinds)
