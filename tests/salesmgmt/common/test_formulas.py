"""What a spreadsheet might run is made harmless, and comes back as it was."""

import pytest

from salesmgmt.common.formulas import guarded, unguarded


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-3", "@SUM(A1)", "\tx", "'tis", "''", "", "Acme =1", "don't", "'=1"]
)
def test_guarded_text_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


def test_text_that_was_never_guarded_stays():
    assert unguarded("'s Heerenberg") == "'s Heerenberg"
    assert guarded("Acme") == "Acme"
