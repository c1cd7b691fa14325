"""/api/v1/people/ and /api/v1/memberships/."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.accounts.models import User
from salesmgmt.api.keys import KeyFilterSet
from salesmgmt.api.strict import StrictBody
from salesmgmt.common.folding import by_name
from salesmgmt.console.api.writing import KernelViewSet, company_today
from salesmgmt.console.forms.person_filters import PersonFilter
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import Place, add_person, end_membership, move_member
from salesmgmt.people.domain.persons import correct_person
from salesmgmt.people.models import Membership, Office, RoleProfile, Team
from salesmgmt.people.queries.directory import people_visible_to, with_places_and_roles
from salesmgmt.people.validators import validate_zone


class PersonSerializer(serializers.ModelSerializer[User]):
    """A person with today's place and roles; place is null for somebody who has left or not begun."""

    team = serializers.SerializerMethodField()
    manager = serializers.SerializerMethodField()
    office = serializers.SerializerMethodField()
    role_profile = serializers.SerializerMethodField()
    since_date = serializers.SerializerMethodField()
    roles = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = [
            "id", "name", "email", "zone", "is_active",
            "team", "manager", "office", "role_profile", "since_date", "roles",
        ]  # fmt: skip

    def get_team(self, person: Any) -> int | None:
        return _place(person, "team_id")

    def get_manager(self, person: Any) -> int | None:
        return _place(person, "manager_id")

    def get_office(self, person: Any) -> int | None:
        return _place(person, "office_id")

    def get_role_profile(self, person: Any) -> int | None:
        return _place(person, "role_profile_id")

    def get_since_date(self, person: Any) -> str | None:
        since = _place(person, "since")
        return since.isoformat() if since else None

    def get_roles(self, person: Any) -> list[str]:
        return sorted({grant.role for grant in person.grants_today})


def _place(person: Any, name: str) -> Any:
    return getattr(person.places_today[0], name) if person.places_today else None


class PlaceInput(StrictBody):
    """Where somebody stands from a day on; without `from_date` from today."""

    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all())
    manager = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), allow_null=True, default=None)
    office = serializers.PrimaryKeyRelatedField(queryset=Office.objects.all(), allow_null=True, default=None)
    role_profile = serializers.PrimaryKeyRelatedField(queryset=RoleProfile.objects.all(), allow_null=True, default=None)
    from_date = serializers.DateField(required=False)


class NewPersonInput(PlaceInput):
    email = serializers.EmailField()
    name = serializers.CharField(max_length=200)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), default=list)


class PersonChange(StrictBody):
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField()
    zone = serializers.CharField(max_length=64, allow_blank=True, validators=[validate_zone])


class LeavingInput(StrictBody):
    from_date = serializers.DateField(required=False, help_text="The first day without a place; today if not sent.")


class PersonViewSet(KernelViewSet):
    """People: oneself and those below in the manager line; admins see everyone."""

    model = User
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    ordering = {"name": by_name(), "email": "email"}

    def get_queryset(self) -> QuerySet[User]:
        if getattr(self, "swagger_fake_view", False):
            return User.objects.none()
        return with_places_and_roles(people_visible_to(self.request.user))

    @extend_schema(request=NewPersonInput, responses={201: PersonSerializer})
    def create(self, request: Request) -> Response:
        """Add a person with a place and roles.

        They set their password through “Forgot your password?”.
        """
        sent = self.sent(NewPersonInput)
        facts = {name: sent.pop(name) for name in ("email", "name", "roles")}
        start_date = sent.pop("from_date", None) or company_today()
        made = add_person(**facts, place=Place(**sent), start_date=start_date, **self.act())
        return self.shown(made.pk, status=201)

    @extend_schema(request=PersonChange)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a person's name, address or zone."""
        person = self.get_object()
        known = {"name": person.name, "email": person.email, "zone": person.zone}
        correct_person(user=person, **known | self.sent_in_part(PersonChange), **self.act())
        return self.shown(person.pk)

    @extend_schema(request=LeavingInput)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: int) -> Response:
        """Let a person go: no place and no role from a day on, and no sign-in."""
        person = self.get_object()
        day = self.sent(LeavingInput).get("from_date") or company_today()
        end_membership(user=person, last_day_after=day, **self.act())
        return self.shown(person.pk)


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    since_date = serializers.DateField(source="since", allow_null=True, help_text="Null when unknown.")
    until_date = serializers.DateField(
        source="until", allow_null=True, help_text="The first day that no longer belongs to it; null while it is open."
    )

    class Meta:
        model = Membership
        fields = ["id", "user", "team", "manager", "office", "role_profile", "since_date", "until_date"]


class MoveInput(PlaceInput):
    user = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())


class MembershipFilter(KeyFilterSet):
    on = django_filters.DateFilter(
        field_name="valid", lookup_expr="contains", label="Only those that hold on this day."
    )

    class Meta:
        model = Membership
        fields = ["user", "team", "manager"]


class MembershipViewSet(KernelViewSet):
    """Who stood where, under whom, from when to when."""

    model = Membership
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilter

    @extend_schema(request=MoveInput, responses={201: MembershipSerializer})
    def create(self, request: Request) -> Response:
        """Move a person to another place from a day on.

        The place until then ends on that day and stays in history.
        """
        sent = self.sent(MoveInput)
        user, from_date = sent.pop("user"), sent.pop("from_date", None) or company_today()
        made = move_member(user=user, place=Place(**sent), from_date=from_date, **self.act())
        return self.shown(made.pk, status=201)
