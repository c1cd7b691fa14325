"""The company's fiscal quarters as SQL."""

from django.db.models import DateField, Func

SPELLED = "to_char(%(expressions)s, 'YYYY\"-Q\"Q')"
"""“2017-Q1” of a FiscalQuarter."""


class FiscalQuarter(Func):
    """The quarter of a day, as the first day of the calendar quarter of its name; a fiscal year that spans two calendar
    years is named by the one it ends in.

    The company is asked apart from the day, so that PostgreSQL asks once and not for every row.
    """

    template = (
        "date_trunc('quarter', %(expressions)s + (SELECT make_interval(months => mod(13 - fiscal_year_start, 12))"
        " FROM people_company))"
    )
    output_field = DateField()


def quarter_said(key: str) -> str:
    """“2017 Q1”."""
    return key.replace("-", " ")
