"""Filters by the number of another row; a number that nobody has, or that one may not see, finds nothing."""

from typing import Any

import django_filters
from django import forms
from django.db import models
from django_filters.filterset import FILTER_FOR_DBFIELD_DEFAULTS


class KeyField(forms.IntegerField):
    """A number that the database could have given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"min_value": 1, "max_value": models.BigIntegerField.MAX_BIGINT})


class KeyFilter(django_filters.Filter):
    field_class = KeyField


class KeyFilterSet(django_filters.FilterSet):
    FILTER_DEFAULTS = {**FILTER_FOR_DBFIELD_DEFAULTS, models.ForeignKey: {"filter_class": KeyFilter}}
