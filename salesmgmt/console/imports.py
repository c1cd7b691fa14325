"""What the kernel imports: a list of people."""

from collections.abc import Iterable

from salesmgmt.accounts.models import User
from salesmgmt.console.person_file.check import check_people
from salesmgmt.console.person_file.merge import merge_people
from salesmgmt.console.person_file.named import known_values, people_here
from salesmgmt.imports.columns import OWN, Column, ColumnKind, FileSpec, Layout, Problem, Values
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import ImportKind, Step, register
from salesmgmt.people.models import Membership, RoleGrant


def _check_row(values: Values) -> Iterable[Problem]:
    email = str(values["email"] or "")
    if "@" not in email.strip("@"):
        yield Problem("email", email, f"“{email}” is no e-mail address", "write one with an @ in it")


def prepare(batch: ImportBatch) -> None:
    """Teams, offices and role profiles are set up by people; a file brings none."""


def finish(batch: ImportBatch) -> None:
    refresh_statistics(User, Membership, RoleGrant)


PEOPLE = register(
    ImportKind(
        code="console.people",
        title="people",
        permission="people.edit_members",
        files=(
            FileSpec(
                "people",
                "People",
                "email",
                (
                    Column("name", required=True, known_as=("full name", "person", "first name", "last name")),
                    Column("email", required=True, title="E-mail", known_as=("email", "email address", "address")),
                    Column("team", longest=100, known_as=("department",)),
                    Column("manager", title="Manager (e-mail or name)", known_as=("manager", "reports to")),
                    Column("roles", known_as=("role",)),
                    Column("start_date", ColumnKind.DAY, title="Since", known_as=("start date", "hire date", "from")),
                    Column("office", known_as=("location",)),
                    Column("profile", title="Role profile", known_as=("profile", "job profile")),
                ),
                _check_row,
                layouts=(
                    Layout(
                        OWN,
                        "an export of the list of people",
                        "",
                        {
                            "Person": "name",
                            "Address": "email",
                            "Team": "team",
                            "Manager's e-mail": "manager",
                            "Roles": "roles",
                            "Since": "start_date",
                            "Office": "office",
                            "Role profile": "profile",
                        },
                    ),
                    Layout(
                        "Salesforce",
                        "a Salesforce export of users",
                        "https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/"
                        "salesforce-field-reference-user.html",
                        {
                            "First Name": "name",
                            "Last Name": "name",
                            "Email": "email",
                            "Department": "team",
                            "Manager": "manager",
                        },
                    ),
                ),
                whole=False,
            ),
        ),
        steps=(Step("people", "Bringing in people", check_people, merge_people, whole=True),),
        prepare=prepare,
        finish=finish,
        known_values=known_values,
        here=people_here,
        heading="Import people",
        says="Who works here: their address, team, manager, roles and since when.",
        note=(
            "People are told apart by their e-mail address. Nobody gets a mail: each sets a password by “Forgot your "
            "password?”, or by the link that you send from their page. Somebody who is here is moved from the given "
            "day on, or today; roles count for new people only, and without any they may do nothing yet."
        ),
    )
)
