"""Time between two instants in hours, as figures count it."""

from django.db.models import DecimalField, Func


class HoursBetween(Func):
    """From the second to the first, with their parts; extracting gives numeric, which is exact."""

    template = "(extract(epoch FROM %(expressions)s) / 3600)"
    arg_joiner = " - "
    arity = 2
    output_field = DecimalField()
