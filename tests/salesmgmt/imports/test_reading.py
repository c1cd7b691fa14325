"""Reading files: text into values, rows counted as spreadsheets count them, digests of what a row says."""

import io

import pytest

from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Unreadable, read_value
from salesmgmt.imports.reading import examine, read_rows

SPEC = FileSpec(
    "things",
    "Things",
    "name",
    (
        Column("name", required=True, longest=10),
        Column("price", ColumnKind.AMOUNT, decimals=2),
        Column("since", ColumnKind.DAY),
    ),
)


def read(text, **how):
    return list(read_rows(io.BytesIO(text.encode()), SPEC, how.pop("maps", {}), **how))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (ColumnKind.TEXT, "  GTX Pro ", "GTX Pro"),
        (ColumnKind.TEXT, "Ελλάδα", "Ελλάδα"),
        (ColumnKind.TEXT, "  ", None),
        (ColumnKind.DAY, "2016-02-29", "2016-02-29"),
        (ColumnKind.INTEGER, "01996", 1996),
        (ColumnKind.AMOUNT, "1054", "1054"),
        (ColumnKind.AMOUNT, "1054.50", "1054.5"),
        (ColumnKind.AMOUNT, "1e3", "1000"),
        (ColumnKind.AMOUNT, "-0", "0"),
        (ColumnKind.AMOUNT, "0.00", "0"),
    ],
)
def test_texts_become_values(kind, text, value):
    assert read_value(Column("c", kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ColumnKind.TEXT, "a\x00b"),
        (ColumnKind.TEXT, "x" * 201),
        (ColumnKind.DAY, "2015-02-29"),
        (ColumnKind.DAY, "20150201"),
        (ColumnKind.DAY, "2015-W01-1"),
        (ColumnKind.INTEGER, "1.5"),
        (ColumnKind.INTEGER, "٣"),
        (ColumnKind.INTEGER, "9" * 30),
        (ColumnKind.AMOUNT, "1_000"),
        (ColumnKind.AMOUNT, "Infinity"),
        (ColumnKind.AMOUNT, "sNaN"),
        (ColumnKind.AMOUNT, "1e99"),
        (ColumnKind.AMOUNT, "0.00001"),
        (ColumnKind.AMOUNT, "-0.01"),
    ],
)
def test_what_is_no_value_is_refused(kind, text):
    with pytest.raises(Unreadable):
        read_value(Column("c", kind), text)


def test_rows_are_counted_as_spreadsheets_do():
    text = 'since,price,name\n,1,A\n\n2025-01-01,2,"B\nC"\n,,\n ,\t,\n,,D\n'
    assert [(row.row_no, row.values) for row in read(text)][:2] == [
        (2, {"name": "A", "price": "1", "since": None}),
        (4, {"name": "B\nC", "price": "2", "since": "2025-01-01"}),
    ]
    assert [row.row_no for row in read(text, after=2)] == [4, 7]
    assert examine(io.BytesIO(text.encode()), SPEC).row_count == 3


def test_a_digest_is_of_what_a_row_says_not_how():
    one, two, other = (read(f"name,price,since\n{line}\n")[0] for line in ("A,1.50,", " A ,1.5,", "A,1.51,"))
    assert one.digest == two.digest != other.digest
    assert read("since,price,name\n,1.5,A\n")[0].digest == one.digest


def test_maps_replace_values_before_they_are_read():
    (row,) = read("name,price,since\nB,free,\n", maps={"name": {"B": "A"}, "price": {"free": "0"}})
    assert row.values == {"name": "A", "price": "0", "since": None}
    assert not row.problems


def test_all_problems_of_a_row_are_told():
    (row,) = read("name,price,since\n,x,y\n")
    assert [problem.field for problem in row.problems] == ["name", "price", "since"]
