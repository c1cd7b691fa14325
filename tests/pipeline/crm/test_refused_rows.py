"""What cannot land is told with row, field, reason and way out; the rows beside it land."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pipeline.models import Account, Deal
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.imports.domain.starting import start_import
from salesmgmt.imports.domain.value_maps import map_value, read_maps
from salesmgmt.imports.models import ImportBatch, ValueMap
from salesmgmt.imports.queries.headings import headings_of
from salesmgmt.imports.queries.outcomes import UnknownValue, unknown_values
from salesmgmt.people.domain.calendars import create_office
from salesmgmt.people.domain.retiring import retire
from salesmgmt.people.domain.teams import create_team
from salesmgmt.people.models import Company, Membership, WorkingCalendar
from tests.cast import AT
from tests.crm_data import CRM, DEALS, HEADINGS, TEAMS, csv_bytes, export, given, import_files

pytestmark = pytest.mark.django_db


def won(**changed):
    names = ("id", "agent", "product", "account", "stage", "engaged", "closed", "value")
    row = dict(zip(names, ("X1", *DEALS[0][1:]), strict=True))
    return tuple({**row, **changed}.values())


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            won(product="GTXPro"),
            "product: “GTXPro” is not a product; add it to products.csv or map it to one of the products "
            "(closest: GTX Pro).",
        ),
        (
            won(agent="Ann Abel"),
            "sales_agent: “Ann Abel” is not an agent; add it to sales_teams.csv or map it to one of the agents "
            "(closest: Ann Able).",
        ),
        (
            won(account="Zzz"),
            "account: “Zzz” is not an account; add it to accounts.csv or map it to one of the accounts.",
        ),
        (
            won(stage="Closed Won"),
            "deal_stage: “Closed Won” is not a deal stage; "
            "write one of Prospecting, Engaging, Won, Lost, or map it to one of them.",
        ),
        (won(closed=""), "close_date: a won deal has no close date; write the day it closed."),
        (won(value=""), "close_value: a won deal has no value; write what it was won for; 0 if for nothing."),
        (
            won(closed="2025-01-09"),
            "close_date: 2025-01-09 comes before the engage date 2025-01-10; correct one of the two days.",
        ),
        (
            won(closed="20.02.2025"),
            "close_date: “20.02.2025” is not a day; write it as year-month-day, such as 2017-03-01.",
        ),
        (
            won(closed="2025-02-30"),
            "close_date: “2025-02-30” is not a day; write it as year-month-day, such as 2017-03-01.",
        ),
        (
            won(closed="2999-01-01"),
            "close_date: 2999-01-01 has not come yet; correct the day, or leave the deal open.",
        ),
        (
            won(value="1,054"),
            "close_value: “1,054” is not an amount; write digits with a point, such as 1054 or 1054.50.",
        ),
        (won(value="-1"), "close_value: “-1” is below 0; write an amount of 0 or more."),
        (won(value="1.00001"), "close_value: “1.00001” has more than 4 decimals; round it."),
        (won(value="NaN"), "close_value: “NaN” is not an amount; write digits with a point, such as 1054 or 1054.50."),
        (won(id=""), "opportunity_id: is blank; write a value; rows are told apart and counted by it."),
        (won(id="W1"), "opportunity_id: “W1” stands on row 2 already; remove one of the two rows."),
        (
            won(stage="Prospecting", closed="", value=""),
            "engage_date: a deal in Prospecting has an engage date; "
            "leave the date out, or write Engaging as its stage.",
        ),
        (
            (*won(), "extra"),
            ": the row has 9 values for 8 columns; "
            "put values with a comma in them between quotes, or add what is missing.",
        ),
        (
            won()[:5],
            ": the row has 5 values for 8 columns; "
            "put values with a comma in them between quotes, or add what is missing.",
        ),
    ],
)
def test_a_bad_deal_is_told_and_the_others_land(cast, row, sentence):
    batch = import_files(export(sales_pipeline=[*DEALS, row]), by=cast.olga)
    assert [str(refusal) for refusal in batch.refusals.all()] == [
        f"sales_pipeline.csv, row 6, {sentence}".replace(", :", ":")
    ]
    assert batch.counts["sales_pipeline"] == {"new": 4, "changed": 0, "same": 0, "refused": 1}
    assert set(Deal.objects.values_list("external_id", flat=True)) == {"W1", "L1", "E1", "P1"}


def test_a_row_is_told_all_that_is_unknown_in_it(cast):
    batch = import_files(export(sales_pipeline=[*DEALS, won(product="GTXPro", account="Zzz")]), by=cast.olga)
    assert list(batch.refusals.values_list("row_no", "field")) == [(6, "product"), (6, "account")]
    assert batch.counts["sales_pipeline"] == {"new": 4, "changed": 0, "same": 0, "refused": 1}


@pytest.mark.parametrize(
    ("file", "rows", "told"),
    [
        ("sales_teams", [("Dan Dale", "Dan Dale", "East")], [(5, "manager", "Dan Dale would be their own manager")]),
        (
            "sales_teams",
            [("Dan Dale", "Eve Elm", "East"), ("Eve Elm", "Dan Dale", "East")],
            [
                (5, "manager", "Eve Elm stands below Dan Dale in the same file"),
                (6, "manager", "Dan Dale stands below Eve Elm in the same file"),
            ],
        ),
        ("products", [("Free", "", "")], [(4, "sales_price", "is blank")]),
        ("accounts", [("Self", *[""] * 5, "Self")], [(4, "subsidiary_of", "Self would be its own parent")]),
        ("accounts", [("Sub", *[""] * 5, "Zed Inc")], [(4, "subsidiary_of", "“Zed Inc” is not an account")]),
        ("accounts", [("Old", "", "19x6", *[""] * 4)], [(4, "year_established", "“19x6” is not a whole number")]),
    ],
)
def test_bad_rows_of_the_other_files(cast, file, rows, told):
    from tests import crm_data

    good = {"sales_teams": TEAMS, "products": crm_data.PRODUCTS, "accounts": crm_data.ACCOUNTS}[file]
    batch = import_files(export(**{file: [*good, *rows]}), by=cast.olga)
    assert list(batch.refusals.values_list("row_no", "field", "reason")) == told
    assert batch.counts[file]["new"] == len(good)
    assert batch.counts["sales_pipeline"]["new"] == 4


def test_nobody_comes_into_a_retired_team(cast):
    for name in ("West", "Nan Nash’s team"):
        retire(row=create_team(name=name, parent=None, by=cast.olga, at=AT), by=cast.olga, at=AT)
    batch = import_files(export(), by=cast.olga)
    assert list(batch.refusals.filter(file="sales_teams").values_list("row_no", "field", "reason", "way_out")) == [
        (4, "regional_office", "“West” is retired", "bring it back in the settings")
    ]
    assert batch.counts["sales_teams"] == {"new": 2, "changed": 0, "same": 0, "refused": 1}
    assert not User.objects.filter(name__in=("Cy Cole", "Nan Nash")).exists()


def test_nobody_comes_into_a_retired_office(cast):
    calendar = WorkingCalendar.objects.earliest("pk")
    west = create_office(name="West", zone="Europe/Lisbon", calendar=calendar, by=cast.olga, at=AT)
    retire(row=west, by=cast.olga, at=AT)
    batch = import_files(export(), by=cast.olga)
    assert list(batch.refusals.filter(file="sales_teams").values_list("row_no", "field", "reason", "way_out")) == [
        (4, "regional_office", "“West” is retired", "bring it back in the settings")
    ]
    assert not User.objects.filter(name="Cy Cole").exists()
    assert not Membership.objects.filter(office=west).exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "sales_pipeline.csv is empty; export it again."),
        (csv_bytes("sales_pipeline", []), "sales_pipeline.csv has no rows below its heading; export it again."),
        (
            csv_bytes("sales_pipeline", DEALS).replace(b",close_value", b""),
            "sales_pipeline.csv has no column close_value; add it to the heading (it may be blank below), or say which",
        ),
        (
            csv_bytes("sales_pipeline", DEALS).replace(b"product,", b"account,", 1),
            "sales_pipeline.csv has no column product; ",
        ),
        (
            csv_bytes("sales_pipeline", DEALS).replace(b"account,", b"product,", 1),
            "sales_pipeline.csv has no column account; ",
        ),
        (
            b"opportunity_id;sales_agent\r\nW1;Ann Able\r\n",
            "sales_pipeline.csv has no column product, account, deal_stage",
        ),
        (
            csv_bytes("sales_pipeline", [(*DEALS[0][:-1], "x" * 200_000)]),
            "sales_pipeline.csv cannot be read as CSV near line 2 (field larger than field limit (131072)); a cell",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(cast, content, sentence):
    with pytest.raises(Refused) as caught:
        start_import(
            kind=CRM,
            files={**export(), "sales_pipeline": given(content)},
            source="test",
            by=cast.olga,
            at=timezone.now(),
        )
    assert caught.value.message.startswith(sentence)
    assert caught.value.field == "sales_pipeline"
    assert not ImportBatch.objects.exists()
    assert not Account.objects.exists()


def test_windows_files_blank_lines_and_order_of_columns_do_not_matter(cast):
    heading = list(reversed(HEADINGS["products"]))
    text = "\ufeff" + ",".join(heading) + "\r\n4821,GTX, GTX Pro \r\n\r\n55,MG,MG Special,,\r\n"
    batch = import_files({**export(), "products": given(text.encode())}, by=cast.olga)
    assert batch.counts["products"] == {"new": 2, "changed": 0, "same": 0, "refused": 0}
    assert batch.counts["sales_pipeline"]["new"] == 4


def test_a_recorded_map_lets_refused_rows_land(cast):
    deals = [*DEALS, won(product="GTXPro"), won(id="X2", product="GTXPro")]
    batch = import_files(export(sales_pipeline=deals), by=cast.olga)
    assert unknown_values(batch, headings_of(batch)) == [
        UnknownValue("sales_pipeline", "product", "GTXPro", 2, "GTX Pro", "product")
    ]
    assert CRM.known_values("product") == ["GTX Pro", "MG Special"]
    map_value(kind=CRM, field="product", from_value="GTXPro", to_value="GTX Pro", by=cast.olga, at=timezone.now())
    again = import_files(export(sales_pipeline=deals), by=cast.olga)
    assert again.counts["sales_pipeline"] == {"new": 2, "changed": 0, "same": 4, "refused": 0}
    assert again.value_map == {"product": {"GTXPro": "GTX Pro"}}
    assert Deal.objects.get(external_id="X1").name == "Acme, GTX Pro"


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], 'A value map reads {"product": {"GTXPro": "GTX Pro"}}'),
        ({"product": "GTX Pro"}, 'A value map reads {"product": {"GTXPro": "GTX Pro"}}'),
        ({"colour": {"a": "b"}}, "colour is not a column of a CRM export; map values of one of account,"),
        ({"product": {"a": ""}}, "In product, a value and what it stands for are texts of 1 to 200 characters"),
        ({"product": {"a": "a"}}, "In product, “a” stands for itself; leave it out of the map."),
    ],
)
def test_a_bad_map_is_refused(db, document, sentence):
    with pytest.raises(Refused) as caught:
        read_maps(CRM, document)
    assert caught.value.message.startswith(sentence)
    assert not ValueMap.objects.exists()


@pytest.fixture
def folder(tmp_path):
    for name, file in export().items():
        (tmp_path / f"{name}.csv").write_bytes(file.stream.read())
    return tmp_path


def test_command_says_what_is_missing(db, folder):
    def fails(match, **options):
        with pytest.raises(CommandError, match=match):
            call_command("import_data", "crm", folder, **options)
        assert not User.objects.exists()

    fails("There is no company in this database yet; found it on the sign-in page, or give --company, --currency")
    fails("or give --currency, --zone, --admin-email as well", company="Kestrel")
    (folder / "accounts.csv").unlink()
    fails(r"has no accounts\.csv; put it there, or name the files that you have one by one")
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_data", "crm", folder / "none")


def test_command_imports_and_tells(cast, folder):
    def told(**options):
        out = io.StringIO()
        call_command("import_data", "crm", folder, json=True, stdout=out, **options)
        return json.loads(out.getvalue())

    dry = told(dry_run=True)
    assert (dry["batch"], dry["dry_run"], dry["counts"]["sales_pipeline"]["new"]) == (None, True, 4)
    assert not Deal.objects.exists()
    done = told(as_user="olga@kestrel.example")
    assert list(done["counts"]) == ["sales_teams", "products", "accounts", "sales_pipeline"]
    assert (done["batch"], done["counts"]["sales_pipeline"]["new"]) == (ImportBatch.objects.get().pk, 4)
    out = io.StringIO()
    call_command("import_data", "crm", folder, stdout=out)
    assert "sales_pipeline.csv" in out.getvalue()
    assert "4 unchanged" in out.getvalue()
    with pytest.raises(CommandError, match=r"rita@kestrel\.example may not import a CRM export; name somebody who may"):
        call_command("import_data", "crm", folder, as_user="rita@kestrel.example")
    with pytest.raises(CommandError, match="has its company already; leave --zone out"):
        call_command("import_data", "crm", folder, zone="Europe/Berlin")


def test_a_dry_run_on_an_empty_database_founds_nothing(db, folder):
    out = io.StringIO()
    founding = {"company": "K", "currency": "EUR", "zone": "Europe/Berlin", "admin_email": "o@k.example"}
    call_command("import_data", "crm", folder, dry_run=True, stdout=out, **founding)
    assert "A dry run: nothing was changed." in out.getvalue()
    assert not Company.objects.exists()
    assert not User.objects.exists()
