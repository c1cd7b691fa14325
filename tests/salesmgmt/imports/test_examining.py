"""How a file is written is found out, said, and asked where the file leaves it open."""

import io
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from salesmgmt.imports.columns import Column, ColumnKind, DateOrder, Decimals, FileSpec, Layout
from salesmgmt.imports.reading import Asked, BadFile, examine, read_rows

SPEC = FileSpec(
    "things",
    "Things",
    "thing_id",
    (
        Column("thing_id", title="Id", known_as=("number",)),
        Column("name", required=True, known_as=("title",)),
        Column("price", ColumnKind.AMOUNT),
        Column("since", ColumnKind.DAY),
    ),
    layouts=(
        Layout(
            "Other", "an Other export", "https://other.example", {"Ref": "thing_id", "Fore": "name", "Last": "name"}
        ),
    ),
    key_else=("name",),
    whole=False,
)


def look(content, asked=None, remembered=None):
    return examine(io.BytesIO(content), SPEC, asked, remembered)


def values(content, seen):
    return [row.values for row in read_rows(io.BytesIO(content), SPEC, {}, reading=seen.reading)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "UTF-8 text"),
        ("utf-8-sig", "UTF-8 with a mark text"),
        ("utf-16", "UTF-16 text"),
        ("utf-16-le", "UTF-16 text"),
        ("cp1252", "Windows-1252 text"),
    ],
)
def test_delimiters_and_encodings_are_found_and_said(delimiter, encoding, words):
    rows = [["id", "name", "since"], ["1", "Café Müller", "2025-01-31"], ["2", "Straße – Größe", "2025-02-01"]]
    content = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    seen = look(content)
    assert seen.problem is None
    assert str(seen.reading.shape).startswith(words)
    assert [row["name"] for row in values(content, seen)] == ["Café Müller", "Straße – Größe"]
    assert seen.row_count == 2


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["2025-01-31", "2025-02-01 10:30"], DateOrder.ISO),
        (["1.2.2025"], DateOrder.DAY_FIRST),
        (["1/2/2025", "31/1/2025"], DateOrder.DAY_FIRST),
        (["1/2/2025", "1/31/2025"], DateOrder.MONTH_FIRST),
        (["2025-01-31", "31/1/2025"], DateOrder.ISO),
    ],
)
def test_the_order_of_days_is_taken_from_what_only_one_order_allows(days, order):
    seen = look("\n".join(["id,name,since", *(f"{i},x,{day}" for i, day in enumerate(days))]).encode())
    assert (seen.problem, seen.reading.shape.date_order) == (None, order)


@pytest.mark.parametrize("days", [["1/2/2025"], ["1/31/2025", "31/1/2025"]])
def test_an_order_of_days_that_nothing_tells_is_asked(days):
    content = "\n".join(["id,name,since", *(f"{i},x,{day}" for i, day in enumerate(days))]).encode()
    seen = look(content)
    assert seen.problem.code == "unknown_date_order"
    assert seen.problem.message.endswith(
        "whether the day or the month stands first; say which (date order dmy or mdy)."
    )
    told = look(content, Asked(date_order=DateOrder.MONTH_FIRST))
    assert told.problem is None
    assert values(content, told)[0]["since"] == ("2025-01-02" if days[0] == "1/2/2025" else "2025-01-31")


@pytest.mark.parametrize(
    ("amounts", "decimals", "first"),
    [
        (["12,5", "1.234,50"], Decimals.COMMA, "12.5"),
        (["1,234.50"], Decimals.POINT, "1234.5"),
        (["1054"], Decimals.POINT, "1054"),
    ],
)
def test_what_stands_before_the_cents(amounts, decimals, first):
    content = "\n".join(["id;name;price", *(f"{i};x;{amount}" for i, amount in enumerate(amounts))]).encode()
    seen = look(content)
    assert (seen.problem, seen.reading.shape.decimals) == (None, decimals)
    assert values(content, seen)[0]["price"] == first


def test_amounts_that_may_be_thousands_are_asked():
    content = b"id;name;price\n1;x;1.234\n"
    assert look(content).problem.code == "unknown_decimals"
    assert values(content, look(content, Asked(decimals=Decimals.COMMA)))[0]["price"] == "1234"


def test_a_known_export_is_recognised_and_two_names_are_joined():
    content = b"Ref,Fore,Last,Else\n7,Ada,Byron,x\n"
    seen = look(content)
    assert seen.matching.layout.title == "an Other export"
    assert values(content, seen) == [{"thing_id": "7", "name": "Ada Byron", "price": None, "since": None}]


def test_what_only_seems_so_is_asked_and_what_is_said_counts():
    content = b"Number,Nmae,Cost\n7,Ada,3\n"
    seen = look(content)
    assert "has no column Name; add it" in seen.problem.message
    assert seen.problem.message.endswith("“Nmae” looks like Name.")
    told = look(content, Asked(columns={"Nmae": "name", "Cost": "price"}))
    assert values(content, told)[0] == {"thing_id": "7", "name": "Ada", "price": "3", "since": None}
    assert look(content, None, {"Nmae": "name"}).problem is None


def test_titles_above_the_heading_are_passed_over():
    content = b"Report of things,,\n,,\nid,name,price\n7,Ada,3\n"
    seen = look(content)
    assert (seen.reading.shape.heading_row, seen.row_count) == (3, 1)
    assert [row.row_no for row in read_rows(io.BytesIO(content), SPEC, {}, reading=seen.reading)] == [4]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "things.csv is empty; export it again."),
        (b"id,name\n", "things.csv has no rows below its heading; export it again."),
        (
            b"id,name\n1," + b"x" * 200_000,
            "things.csv cannot be read as CSV near line 2 (field larger than field limit",
        ),
        (bytes(range(32)) * 10, "things.csv is not a table of text; export it as CSV or as an Excel workbook (.xlsx)."),
        (b"PK\x03\x04broken", "things.csv is not a workbook that can be read"),
        (b"\xd0\xcf\x11\xe0old", "things.csv is a workbook of an old kind, or one with a password;"),
    ],
)
def test_what_no_answer_helps_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(BadFile) as caught:
        look(content)
    assert caught.value.message.startswith(sentence)
    assert caught.value.field == "things"


def test_a_heading_that_stands_twice_and_a_nul_are_told():
    assert look(b"id,name,name\n1,a,b\n").problem.message == "things.csv has the column name twice; remove one."
    content = b"id,name\n1,a\x00b\n2,=1+1\n3\n"
    seen = look(content)
    rows = list(read_rows(io.BytesIO(content), SPEC, {}, reading=seen.reading))
    assert rows[0].problems[0].reason == "holds a character that no text has (NUL)"
    assert rows[1].values["name"] == "=1+1"
    assert rows[2].problems[0].reason == "the row has 1 values for 2 columns"


def workbook(write):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    write(book)
    book.close()
    return stream.getvalue()


def test_a_workbook_gives_days_values_and_exact_numbers():
    def write(book):
        book.add_worksheet("Notes").write_row(0, 0, ["nothing here"])
        sheet = book.add_worksheet("Things")
        sheet.write_row(0, 0, ["id", "name", "price", "since"])
        sheet.write_row(1, 0, [7, "Ada", 0.1 + 0.2])
        sheet.write_formula(2, 1, '="A"&"B"', None, "AB")
        sheet.write_datetime(1, 3, __import__("datetime").datetime(2025, 1, 31), book.add_format({"num_format": 14}))

    content = workbook(write)
    seen = look(content, Asked(sheet="Things"))
    assert seen.sheets == ("Notes", "Things")
    assert str(seen.reading.shape) == "the sheet “Things” of a workbook"
    assert values(content, seen) == [
        {"thing_id": "7", "name": "Ada", "price": "0.3", "since": "2025-01-31"},
        {"thing_id": "AB", "name": "AB", "price": None, "since": None},
    ]
    assert look(content).reading.shape.sheet == "Things", "a cover is not the table"
    with pytest.raises(BadFile, match="has no sheet “Nothing”; choose one of Notes, Things"):
        look(content, Asked(sheet="Nothing"))


def test_workbooks_that_unpack_to_too_much_are_refused_before_they_are_read():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/a.xml", "w") as part:
        for _ in range(210):
            part.write(bytes(1_048_576))
    sparse = io.BytesIO()
    with zipfile.ZipFile(sparse, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", '<c r="A1"/><c r="XFD1048576"/>')
    for content in (bomb.getvalue(), sparse.getvalue()):
        with pytest.raises(BadFile, match="unpacks to more than 200 MB or 10,000,000 cells"):
            look(content)


def test_memory_stays_flat_on_a_large_file_and_on_a_cell_of_ten_megabytes(tmp_path):
    large, cell = tmp_path / "large.csv", tmp_path / "cell.csv"
    large.write_bytes(b"id,name,price,since\n" + b"1,a name of some length,12.50,2025-01-31\n" * 150_000)
    cell.write_bytes(b'id,name\n1,"' + b"x" * 10_000_000)
    tracemalloc.start()
    with large.open("rb") as stream:
        assert examine(stream, SPEC).row_count == 150_000
    with cell.open("rb") as stream, pytest.raises(BadFile):
        examine(stream, SPEC)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6_000_000 < large.stat().st_size
