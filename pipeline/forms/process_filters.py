"""What versions of processes and their rules can be narrowed by."""

from typing import Any

import django_filters

from pipeline.models import HelpRequest, ProcessVersion
from salesmgmt.api.keys import KeyFilter


class ProcessVersionFilters(django_filters.FilterSet):
    process = KeyFilter(field_name="process_id", label="Process")
    is_draft = django_filters.BooleanFilter(field_name="published_at", lookup_expr="isnull", label="Not published yet")

    class Meta:
        model = ProcessVersion
        fields: list[str] = []


class StageFilters(django_filters.FilterSet):
    version = KeyFilter(field_name="process_version_id", label="Version of a process")


class StageRuleFilters(django_filters.FilterSet):
    stage = KeyFilter(field_name="stage_id", label="Stage")
    version = KeyFilter(field_name="stage__process_version_id", label="Version of a process")


class ItemFilters(django_filters.FilterSet):
    version = KeyFilter(field_name="process_version_id", label="Version of a process")


class HelpFilters(django_filters.FilterSet):
    helper = KeyFilter(field_name="helper_id", label="Who was asked")
    is_open = django_filters.BooleanFilter(method="keep_open", label="Not answered and not withdrawn")

    class Meta:
        model = HelpRequest
        fields: list[str] = []

    def keep_open(self, rows: Any, name: str, value: bool) -> Any:
        """Those that wait for an answer, or the others."""
        waiting = HelpRequest.objects.open().values("pk")
        return rows.filter(pk__in=waiting) if value else rows.exclude(pk__in=waiting)
