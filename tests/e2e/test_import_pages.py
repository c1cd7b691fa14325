"""A CRM's export handed in by hand, in Chromium: refused rows, a value mapped, and the same files landing."""

import pytest
from django.utils import timezone

from pipeline.models import Deal
from salesmgmt.events.domain.running import run
from salesmgmt.imports.models import ImportBatch, ValueMap
from tests.crm_data import DEALS, HEADINGS, csv_bytes, export, import_files
from tests.plugins.browser import assert_accessible

ODD = [*DEALS, ("X1", "Ann Able", "GTXPro", "Acme", "Won", "2025-01-10", "2025-02-20", "100")]


@pytest.fixture
def folder(tmp_path):
    for name in HEADINGS:
        content = csv_bytes(name, ODD) if name == "sales_pipeline" else export()[name].stream.read()
        (tmp_path / f"{name}.csv").write_bytes(content)
    return tmp_path


def work():
    """What a worker does with the newest import."""
    batch = ImportBatch.objects.latest("id")
    assert run(job_id=batch.job_id, at=timezone.now())
    return batch


def press_on(page, name):
    """Tabs to a button or field that is called so."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText").startswith(name):
            return
    pytest.fail(f"no way by keyboard to {name}")


def test_an_export_is_imported_by_keyboard_alone_and_mapped_afterwards(page_as, olga, folder):
    page = page_as(olga)
    page.goto("/settings/imports/crm/")
    for name in ("sales_teams", "products", "accounts", "sales_pipeline"):
        page.locator(f"input[name={name}]").set_input_files(folder / f"{name}.csv")
    press_on(page, "Next: columns")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Columns", exact=True).wait_for()
    assert_accessible(page)
    press_on(page, "Next: values")
    page.keyboard.press("Enter")
    page.get_by_text("the closest is “GTX Pro”").wait_for()
    assert_accessible(page)
    press_on(page, "Next: look")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Would be refused 1").wait_for()
    assert_accessible(page)
    press_on(page, "Import it now")
    page.keyboard.press("Enter")
    page.get_by_text("Waiting for a worker").wait_for()
    assert_accessible(page)
    page.reload()
    page.get_by_text("Waiting for a worker").wait_for()
    work()
    page.get_by_text("11 rows landed.").wait_for()
    assert page.get_by_role("row", name="sales_pipeline.csv 6 product").inner_text().count("“GTXPro”") == 1
    page.get_by_label("It stands for").select_option("GTX Pro")
    page.get_by_role("button", name="Map it and import again").click()
    page.get_by_text("“GTXPro” is read as “GTX Pro” from now on.").wait_for()
    again = work()
    page.get_by_text("1 row landed.").wait_for()
    assert_accessible(page)
    again.refresh_from_db()
    assert again.counts["sales_pipeline"] == {"new": 1, "changed": 0, "same": 4, "refused": 0}
    assert str(ValueMap.objects.get()) == "product: “GTXPro” is “GTX Pro”"
    assert Deal.objects.count() == 5


def test_import_pages_hold_for_everybody(page_as, olga, holds):
    page = page_as(olga)
    holds(page, "import-empty", "/settings/imports/crm/")
    batch = import_files(export(sales_pipeline=[*ODD, ("Y1", *ODD[0][1:5], "x", "", "")]), by=olga)
    holds(page, "import-form", "/settings/imports/crm/")
    holds(page, "import-result", f"/settings/imports/{batch.pk}/")
    type(batch.job).objects.filter(pk=batch.job_id).update(
        state="QUEUED", result=None, finished_at=None, progress={"done": 9, "total": 12, "note": "Merging deals"}
    )
    page.reload()
    holds(page, "import-progress")
