"""The company's fiscal quarters as SQL."""

from django.db.models import Func, TextField


class FiscalQuarter(Func):
    """“2017-Q1” of a day; a fiscal year that spans two calendar years is named by the one it ends in.

    The company is asked apart from the day, so that PostgreSQL asks once and not for every row.
    """

    template = (
        "to_char(%(expressions)s + (SELECT make_interval(months => mod(13 - fiscal_year_start, 12))"
        " FROM people_company), 'YYYY\"-Q\"Q')"
    )
    output_field = TextField()


def quarter_said(key: str) -> str:
    """“2017 Q1”."""
    return key.replace("-", " ")
