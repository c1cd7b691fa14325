"""What tasks can be narrowed by: the same filters in the address of the list and over the API."""

from datetime import timedelta

import django_filters
from django.db.models import ExpressionWrapper, Q, QuerySet
from django.db.models.fields import DateField

from pipeline.choices import TaskState
from pipeline.models import Task
from pipeline.models.task import held
from salesmgmt.api.keys import KeyFilter
from salesmgmt.people.models.line import company_today

MINE, GIVEN = "mine", "given"
WHOSE = ((MINE, "Mine"), (GIVEN, "Given to others by me"))
LATE, TODAY, WEEK = "late", "today", "week"
DUE = ((LATE, "Late"), (TODAY, "Late or due today"), (WEEK, "Within seven days"))
WRITTEN, STEP = "written", "step"
KINDS = ((WRITTEN, "Written down"), (STEP, "Step of the playbook"))
_WEEK = timedelta(days=6)


class TaskFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Words of the task or its step")
    holder = KeyFilter(method="filter_holder", label="Who is to do it")
    whose = django_filters.ChoiceFilter(method="filter_whose", choices=WHOSE, label="Whose, as seen by who asks")
    state = django_filters.ChoiceFilter(choices=TaskState.choices, label="State")
    due = django_filters.ChoiceFilter(method="filter_due", choices=DUE, label="When an open task is due")
    due_from = django_filters.DateFilter(field_name="due_date", lookup_expr="gte", label="Due from")
    due_to = django_filters.DateFilter(field_name="due_date", lookup_expr="lte", label="Due up to")
    due_before = django_filters.DateFilter(field_name="due_date", lookup_expr="lt", label="Due before")
    kind = django_filters.ChoiceFilter(
        method="filter_kind", choices=KINDS, label="Written down, or a step of the playbook"
    )
    deal = KeyFilter(field_name="deal_id", label="Deal")
    account = KeyFilter(method="filter_account", label="Account, with its contacts")
    contact = KeyFilter(field_name="contact_id", label="Contact")
    lead = KeyFilter(field_name="lead_id", label="Lead")

    class Meta:
        model = Task
        fields: list[str] = []

    def filter_search(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return tasks.filter(Q(title__icontains=value) | Q(step__title__icontains=value))

    def filter_holder(self, tasks: QuerySet[Task], name: str, value: int) -> QuerySet[Task]:
        return tasks.filter(held(value))

    def filter_whose(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        mine = held(self.request.user.pk)
        return tasks.filter(mine) if value == MINE else tasks.filter(~mine, made_by=self.request.user)

    def filter_due(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        today = company_today()
        week = ExpressionWrapper(today + _WEEK, output_field=DateField())
        upto = {LATE: Q(due_date__lt=today), TODAY: Q(due_date__lte=today), WEEK: Q(due_date__lte=week)}
        return tasks.filter(upto[value], state=TaskState.OPEN)

    def filter_kind(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return tasks.filter(step__isnull=value == WRITTEN)

    def filter_account(self, tasks: QuerySet[Task], name: str, value: int) -> QuerySet[Task]:
        return tasks.filter(Q(account=value) | Q(contact__account=value))
