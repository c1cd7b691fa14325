"""Pages of pay, under /compensation/."""

from django.urls import path

from compensation.views import assignments, plans, runs, statements

app_name = "compensation"
urlpatterns = [
    path("", statements.statement_list, name="statements"),
    path("statements/<int:pk>/", statements.statement_page, name="statement"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/new/", plans.plan_new, name="plan_new"),
    path("plans/example/", plans.plan_example, name="plan_example"),
    path("plans/versions/<int:pk>/", plans.plan_version, name="plan_version"),
    path("plans/versions/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/versions/<int:pk>/publish/", plans.plan_publish, name="plan_publish"),
    path("assignments/", assignments.assignment_list, name="assignments"),
    path("assignments/new/", assignments.assignment_new, name="assignment_new"),
    path("assignments/<int:pk>/end/", assignments.assignment_end, name="assignment_end"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/new/", runs.run_new, name="run_new"),
    path("runs/<int:pk>/", runs.run_page, name="run"),
    path("runs/<int:pk>/progress/", runs.run_progress, name="run_progress"),
    path("runs/<int:pk>/calculate/", runs.run_calculate, name="run_calculate"),
    path("runs/<int:pk>/remove/", runs.run_remove, name="run_remove"),
    path("runs/<int:pk>/finalize/", runs.run_finalize, name="run_finalize"),
]
