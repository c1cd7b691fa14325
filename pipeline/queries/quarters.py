"""The company's fiscal quarters as SQL."""

from django.db.models import Func, TextField


class FiscalQuarter(Func):
    """“2017-Q1” of a day; a fiscal year that spans two calendar years is named by the one it ends in."""

    template = (
        "(SELECT to_char(%(expressions)s - make_interval(months => fiscal_year_start - 1)"
        " + make_interval(years => (fiscal_year_start > 1)::int), 'YYYY\"-Q\"Q') FROM people_company)"
    )
    output_field = TextField()


def quarter_said(key: str) -> str:
    """“2017 Q1”."""
    return key.replace("-", " ")
