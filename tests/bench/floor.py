"""The floor: the same list as the shortest Django REST framework program gives it, and nothing else.

A ModelSerializer with the same fields, select_related, CursorPagination; no authentication, no permissions, no filters,
CommonMiddleware only. What our endpoint costs above it is the price of sign-in, visibility, filters, strictness and the
rest of the middleware.
"""

from django.urls import path
from rest_framework import generics, pagination, serializers

from pipeline.api.serializers.deals import DealSerializer as Ours
from pipeline.models import Deal


class DealSerializer(serializers.ModelSerializer):
    account_name = serializers.CharField(source="account.name", default=None)
    owner_name = serializers.CharField(source="owner.name")
    stage_name = serializers.CharField(source="stage.name")
    close_reason = serializers.CharField(source="close_reason.code", default=None)
    lead_source = serializers.CharField(source="lead_source.code", default=None)

    class Meta:
        model = Deal
        fields = Ours.Meta.fields


class Pages(pagination.CursorPagination):
    page_size = 50
    ordering = "id"


class DealsView(generics.ListAPIView):
    queryset = Deal.objects.select_related("account", "owner", "stage", "close_reason", "lead_source")
    serializer_class = DealSerializer
    pagination_class = Pages


urlpatterns = [path("deals/", DealsView.as_view())]
