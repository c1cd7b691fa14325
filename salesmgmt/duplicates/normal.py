"""What rows are compared by: SQL functions over a column, which PostgreSQL keeps in indexes beside the rows.

An index over the function is never late, whoever writes the row; there is no second copy of the keys to keep right.
"""

from django.db.models import Func, TextField


class _Normal(Func):
    arity = 1
    output_field = TextField()


class PersonName(_Normal):
    """Small letters without accents, widths and kinds of kana; `ä` and `ae` are one."""

    function = "duplicates_name"


class PersonNameIfAny(PersonName):
    """The same for rows that may go without: a blank name is like no other."""

    template = "NULLIF(%(function)s(%(expressions)s), '')"


class CompanyName(_Normal):
    """The same without the legal form: GmbH, Ltd, Α.Ε., 株式会社."""

    function = "duplicates_company"


class EmailKey(_Normal):
    """The address without what its provider does not look at."""

    function = "duplicates_email"


class PhoneKey(_Normal):
    """The last eight digits, so that a country's prefix does not matter; NULL for fewer than seven."""

    function = "duplicates_phone"


class DomainKey(_Normal):
    """The domain of an address or a page without `www.`; NULL for providers whom anybody may use."""

    function = "duplicates_domain"
