"""The page of the sample company in Chromium: it holds for everybody, and removing leads to a company of one's own."""

import pytest
from playwright.sync_api import expect

from salesmgmt.accounts.models import User
from tests.plugins.browser import assert_accessible, screenshot
from tests.salesmgmt.demo.rows import load


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_admin_reads_the_truth_and_removes_the_sample(page_as, transactional_db, truth_file, width, theme):
    load()
    page = page_as(User.objects.get(email="olga@kestrel.example"), width=width, theme=theme)
    page.goto("/settings/sample/")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"sample-company-{theme}-{width}", full_page=True)
    page.get_by_role("button", name="Remove the sample company").click()
    assert_accessible(page)
    page.get_by_role("button", name="Empty the database").click()
    expect(page.get_by_label("Your e-mail address")).to_be_visible()
    assert not User.objects.exists()
