"""Addresses of imports: the wizard's steps, and what came of an import."""

from django.urls import path

from salesmgmt.console.views import import_wizard, imports

app_name = "imports"
urlpatterns = [
    path("", imports.index, name="index"),
    path("crm/", import_wizard.upload, {"kind": "crm"}, name="crm"),
    path("candidates/", import_wizard.upload, {"kind": "candidates"}, name="candidates"),
    path("of/<str:kind>/", import_wizard.upload, name="upload"),
    path("<int:pk>/", imports.batch, name="batch"),
    path("<int:pk>/columns/", import_wizard.columns, name="columns"),
    path("<int:pk>/values/", import_wizard.values, name="values"),
    path("<int:pk>/preview/", import_wizard.preview, name="preview"),
    path("<int:pk>/begin/", import_wizard.begin, name="begin"),
    path("<int:pk>/discard/", import_wizard.discard, name="discard"),
    path("<int:pk>/map/", imports.map_value, name="map"),
    path("<int:pk>/undo/", imports.undo, name="undo"),
    path("<int:pk>/again/", imports.again, name="again"),
    path("<int:pk>/refused.csv", imports.refused, {"as_workbook": False}, name="refused"),
    path("<int:pk>/refused.xlsx", imports.refused, {"as_workbook": True}, name="refused-workbook"),
]
