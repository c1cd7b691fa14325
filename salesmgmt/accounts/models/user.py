"""The person or program that signs in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from salesmgmt.common.folding import Folded, words_index


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=username)


class CitextEmailField(models.EmailField):
    """An address that is compared without regard to case by the database itself."""

    def db_type(self, connection: Any) -> str:
        return "citext"


class User(AbstractBaseUser):
    """One row is one person or program with a sign-in. What they may do stands in people.RoleGrant, not here.

    States: active or not; `people.domain.sign_ins` follows who belongs to the company. A user is never deleted: rows
    and events name them.
    """

    email = CitextEmailField(unique=True)
    name = models.CharField(max_length=200)
    zone = models.CharField(
        max_length=64, blank=True, help_text="Where times are shown; blank means the company's zone."
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        indexes = [
            models.Index(Folded("name"), "id", name="users_by_folded_name"),
            words_index("name", "email", name="users_by_their_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_user_has_a_name"),
            models.CheckConstraint(condition=models.Q(email__contains="@"), name="a_user_has_an_email_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether a rule (see each app's `rules.py`) lets this person do `perm` to `obj`."""
        from rules.permissions import has_perm

        return self.is_active and has_perm(perm, self, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active
