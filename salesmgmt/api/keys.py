"""Filters by the number of another row; a number that nobody has, or that one may not see, finds nothing."""

from typing import Any

import django_filters
from django import forms
from django.db import models
from django_filters.filterset import FILTER_FOR_DBFIELD_DEFAULTS


class KeyField(forms.IntegerField):
    """The number of a row. One that the database could not have given reads as 0, which no row has."""

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        return 0 if number is not None and not 0 < number <= models.BigIntegerField.MAX_BIGINT else number


class KeyFilter(django_filters.Filter):
    field_class = KeyField


class KeyFilterSet(django_filters.FilterSet):
    FILTER_DEFAULTS = {**FILTER_FOR_DBFIELD_DEFAULTS, models.ForeignKey: {"filter_class": KeyFilter}}
