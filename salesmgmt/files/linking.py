"""Which rows of the apps link files, and by whose rule a linked file is read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from salesmgmt.accounts.models import User


@dataclass(frozen=True, slots=True)
class FileLink:
    """Rows of `model` link files by `field`; `visible` gives those of them that a person may see.

    `opened` is the kind of event that is appended about such a row when somebody opens its file; none where looking is
    nobody's business.
    """

    model: type[Model]
    visible: Callable[[User], QuerySet[Model]]
    field: str = "stored"
    opened: str = ""

    def links(self, rows: QuerySet[Model]) -> Exists:
        return Exists(rows.filter(**{self.field: OuterRef("pk")}))


_links: list[FileLink] = []


def register_link(link: FileLink) -> None:
    _links.append(link)


def links() -> list[FileLink]:
    return list(_links)


def readable_by(user: User) -> Q:
    """Files that a row which the person may see links; those that nothing links are read by who handed them in."""
    linked, unlinked = Q(pk__in=[]), Q(created_by=user)
    for link in _links:
        linked |= Q(link.links(link.visible(user)))
        unlinked &= ~Q(link.links(link.model._default_manager.all()))
    return linked | unlinked
