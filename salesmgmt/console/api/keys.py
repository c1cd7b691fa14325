"""Filters by the number of another row; a number that nobody has, or that one may not see, finds nothing."""

import django_filters
from django import forms
from django.db import models
from django_filters.filterset import FILTER_FOR_DBFIELD_DEFAULTS


class KeyFilter(django_filters.Filter):
    field_class = forms.IntegerField


class KeyFilterSet(django_filters.FilterSet):
    FILTER_DEFAULTS = {**FILTER_FOR_DBFIELD_DEFAULTS, models.ForeignKey: {"filter_class": KeyFilter}}
