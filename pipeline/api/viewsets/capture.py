"""/api/v1/pipeline/capture-forms/."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import capture as shapes
from pipeline.domain.capture import edit_form, open_form
from pipeline.forms.capture import CaptureFormFilters
from pipeline.models import CaptureForm
from salesmgmt.api.viewsets import VisibleReadViewSet


class CaptureFormViewSet(VisibleReadViewSet):
    """Forms by which leads come in."""

    model = CaptureForm
    serializer_class = shapes.CaptureFormSerializer
    filterset_class = CaptureFormFilters
    ordering = {"code": "code"}
    default_order = "code"

    def get_queryset(self) -> QuerySet[CaptureForm]:
        return super().get_queryset().select_related("lead_source", "campaign")

    @extend_schema(request=shapes.NewCaptureFormBody, responses={201: shapes.CaptureFormSerializer})
    def create(self, request: Request) -> Response:
        """Open a form."""
        form = open_form(**self.sent(shapes.NewCaptureFormBody), by=request.user, at=timezone.now())
        return self.shown(form.pk, status=201)

    @extend_schema(request=shapes.EditCaptureFormBody, responses=shapes.CaptureFormSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit a form, close it or open it again."""
        sent = self.sent(shapes.EditCaptureFormBody)
        form = edit_form(form=self.get_object(), **sent, by=request.user, at=timezone.now())
        return self.shown(form.pk)
