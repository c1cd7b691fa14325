"""/api/v1/imports/: files handed in, how far the work is, what came of it and what was refused."""

import json
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.common.problems import Refused
from salesmgmt.imports.columns import DateOrder, Decimals
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.imports.domain.value_maps import read_maps
from salesmgmt.imports.models import ImportBatch, ImportRefusal
from salesmgmt.imports.reading import Asked
from salesmgmt.imports.registry import ImportKind, kind_named
from salesmgmt.imports.report import report_of_preview
from salesmgmt.imports.rules import require_import

REFUSALS_TOLD = 1_000


class ImportSerializer(serializers.ModelSerializer[ImportBatch]):
    state = serializers.CharField(source="job.state", default="DRAFT", help_text="DRAFT, or the state of its job.")
    percent = serializers.IntegerField(source="job.percent", default=None, allow_null=True)
    error = serializers.CharField(source="job.error", default="")
    counts = serializers.JSONField(help_text="By file: how many rows were new, changed, the same and refused.")

    class Meta:
        model = ImportBatch
        fields = [
            "id", "kind", "source", "state", "percent", "error", "counts", "started_by", "created_at", "job",
            "undo_job", "undone_at",
        ]  # fmt: skip


class RefusalSerializer(serializers.ModelSerializer[ImportRefusal]):
    class Meta:
        model = ImportRefusal
        fields = ["file", "row_no", "field", "value", "reason", "way_out", "suggestion"]


class RefusalsSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    results = RefusalSerializer(many=True)


class ImportBody(serializers.Serializer[Any]):
    """multipart/form-data: what the files are, and each file under its name (`file` where the kind has one)."""

    kind = serializers.CharField(help_text="Such as deals, accounts, contacts, candidates or crm.")
    source = serializers.CharField(max_length=100, default="API")
    map = serializers.CharField(default="{}", help_text='JSON: {"stage": {"Closed Won": "Won"}, "columns": {…}}')
    date_order = serializers.ChoiceField(choices=["iso", "dmy", "mdy"], required=False)
    decimals = serializers.ChoiceField(choices=[".", ","], required=False)
    dry_run = serializers.BooleanField(default=False, help_text="Say what it would do, and change nothing.")


class ImportFilter(django_filters.FilterSet):
    class Meta:
        model = ImportBatch
        fields = ["kind"]


class ImportViewSet(VisibleReadViewSet):
    """Imports of the kinds that one may import."""

    model = ImportBatch
    serializer_class = ImportSerializer
    filterset_class = ImportFilter
    lookup_value_converter = "int"
    parser_classes = [MultiPartParser, JSONParser]
    ordering = {"created_at": "created_at"}
    default_order = "-created_at"

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return super().get_queryset().select_related("job")

    @extend_schema(request={"multipart/form-data": ImportBody}, responses={202: ImportSerializer})
    def create(self, request: Request) -> Response:
        """Hand in files. The answer is the import, whose `percent` says how far it is; a dry run says it at once."""
        body = self.sent(ImportBody)
        kind = kind_named(body["kind"])
        require_import(request.user, kind)
        document = _document(body["map"])
        asked = Asked(
            columns=document.pop("columns", {}),
            date_order=DateOrder(body["date_order"]) if "date_order" in body else None,
            decimals=Decimals(body["decimals"]) if "decimals" in body else None,
        )
        how: dict[str, Any] = {
            "kind": kind,
            "files": _files(kind, request, asked),
            "source": body["source"],
            "maps": read_maps(kind, document),
            "by": request.user,
            "at": timezone.now(),
        }
        if body["dry_run"]:
            return Response(report_of_preview(preview_import(**how)).as_json())
        return self.shown(start_import(**how).pk, status=202)

    @extend_schema(request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: int) -> Response:
        """Take back all that an import has landed, within 30 days and where nobody has worked on its rows since.

        `undo_job` does it; `undone_at` says when all is as it was before.
        """
        return self.shown(undo_import(batch=self.get_object(), by=request.user, at=timezone.now()).pk, status=202)

    @extend_schema(responses=RefusalsSerializer, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def refusals(self, request: Request, pk: int) -> Response:
        """What could not land, row by row; the first thousand, and how many there are."""
        refused = self.get_object().refusals.all()
        return Response(
            {"count": refused.count(), "results": RefusalSerializer(refused[:REFUSALS_TOLD], many=True).data}
        )


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    columns = document.get("columns", {}) if isinstance(document, dict) else None
    if not isinstance(columns, dict) or not all(isinstance(column, str) for column in columns.values()):
        raise Refused(
            'A map is JSON such as {"stage": {"Closed Won": "Won"}, "columns": {"Firm": "name"}}; correct it.',
            code="bad_map",
            field="map",
        )
    return dict(document)


def _files(kind: ImportKind, request: Request, asked: Asked) -> dict[str, GivenFile]:
    handed_in = {spec.name: request.FILES.get(spec.name) for spec in kind.files}
    if len(kind.files) == 1:
        name = kind.files[0].name
        handed_in[name] = handed_in[name] or request.FILES.get("file")
    return {name: GivenFile(file.file, file.size, file.name, asked) for name, file in handed_in.items() if file}
