"""Every registered figure, as a rep, a manager and an admin: its rows add up to it."""

import pytest

from salesmgmt.figures import registry
from salesmgmt.figures.declaration import Figure
from tests.salesmgmt.figures.adding_up import assert_rows_add_up
from tests.salesmgmt.figures.toy import AMOUNT, TOYS

pytestmark = pytest.mark.django_db

SCOPES = [{"from": "2026-03-01"}, {"from": "2026-01-01", "to": "2026-03-03"}]


@pytest.mark.parametrize("name", ["rita", "max", "olga"])
def test_rows_of_every_figure_add_up(cast, deals, name):
    user = getattr(cast, name)
    asked = list(registry.figures_for(user))
    assert set(TOYS) <= set(asked)
    for figure in asked:
        assert_rows_add_up(figure, user)
        for number, scope in enumerate([*SCOPES, {"owner": str(cast.rita.pk)}]):
            params = {key: value for key, value in scope.items() if key in figure.parameters}
            if params:
                assert_rows_add_up(figure, user, params, by=number)


def test_rows_that_do_not_add_up_are_noticed(cast, deals):
    """The crawler itself: a figure that counts what its rows do not show fails it."""
    real = AMOUNT.source
    calls = iter(range(100))

    def drifting(scope):
        rows = real(scope)
        return rows.exclude(name="Brio") if next(calls) else rows

    broken = Figure(
        **{
            **{name: getattr(AMOUNT, name) for name in AMOUNT.__dataclass_fields__ if name != "contributions"},
            "source": drifting,
        }
    )
    registry.unregister(AMOUNT.name)
    registry.register(broken)
    with pytest.raises(AssertionError, match=r"toy\.amount\.total"):
        assert_rows_add_up(broken, cast.rita)
