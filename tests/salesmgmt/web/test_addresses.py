"""Addresses of pages, and of rows, put together around their numbers."""

import pytest
from django.urls import NoReverseMatch, reverse

from salesmgmt.web.addresses import page_url, row_url


@pytest.mark.parametrize("name", ["pipeline:deal", "pipeline:move", "hiring:candidacy", "console:person"])
@pytest.mark.parametrize("pk", [1, 987654321, 12345678901234])
def test_it_is_the_address_that_reversing_gives(name: str, pk: int) -> None:
    assert row_url(name, pk) == reverse(name, args=[pk])


def test_what_is_named_by_a_word_has_its_address_too() -> None:
    assert row_url("web:list-filters", "deals") == reverse("web:list-filters", args=["deals"])
    assert page_url("console:me") == reverse("console:me")


def test_a_page_that_there_is_not_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        row_url("pipeline:nowhere", 1)
    with pytest.raises(NoReverseMatch):
        page_url("pipeline:nowhere")
