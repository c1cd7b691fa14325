"""Everybody with a sign-in: who they are, where they stand, what they may do."""

from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_start
from salesmgmt.demo.world.facts import Person
from salesmgmt.demo.world.staff import CAST, NEW_HIRE
from salesmgmt.demo.writing.book import ZONE, Book
from salesmgmt.demo.writing.copying import copy_rows, days, reserve
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company, Membership, RoleGrant

CAST_NAMES = {name for name, *_ in CAST} | {NEW_HIRE[0]}
NOTICE = timedelta(weeks=4)


def write_people(book: Book) -> None:
    """All but the admin, who is here already; the cast sign in with the admin's password, nobody else can."""
    newcomers = book.world.staff.people[1:]
    book.managers = {each.number: each.manager for each in newcomers if each.manager}
    offset = reserve(User, len(newcomers))
    assert offset == book.by.pk, "the people follow the admin without a gap"
    copy_rows(
        User,
        ("id", "email", "name", "password", "zone", "is_active", "created_at"),
        (_user(book, person) for person in newcomers),
    )
    copy_rows(
        Membership,
        ("user", "team", "manager", "role_profile", "office", "valid"),
        (_membership(book, person) for person in sorted(newcomers, key=lambda each: each.manager or 0)),
    )
    copy_rows(
        RoleGrant,
        ("user", "role", "valid"),
        (
            (book.user(person.number), role, days(person.start, person.end))
            for person in newcomers
            for role in person.roles
        ),
    )
    append(
        kind="people.imported",
        subject=Company.objects.current(),
        by=book.by,
        at=book.today_at,
        payload={"user_ids": [book.user(person.number) for person in newcomers]},
    )


def _user(book: Book, person: Person) -> tuple[object, ...]:
    password = book.by.password if person.name in CAST_NAMES else f"{UNUSABLE_PASSWORD_PREFIX}sample"
    came_at = day_start(person.start, ZONE) - (NOTICE if person.applicant else timedelta())
    zone = "" if person.office == "Hamburg" else "America/Toronto"
    return book.user(person.number), person.email, person.name, password, zone, person.end is None, came_at


def _membership(book: Book, person: Person) -> tuple[object, ...]:
    manager = book.user(person.manager) if person.manager else None
    profile = book.profiles[person.profile] if person.profile else None
    place = (book.teams[person.team], manager, profile, book.offices[person.office])
    return book.user(person.number), *place, days(person.start, person.end)
