"""People are found by admins, who alone have pages of them."""

from salesmgmt.common.folding import SearchWords
from salesmgmt.people.queries.directory import people_visible_to
from salesmgmt.people.rules import is_admin
from salesmgmt.search.kinds import Facts, SearchKind, register_search


def person_meta(person: Facts) -> str:
    return person["email"] or ""


register_search(
    SearchKind(
        "people.person",
        "People",
        "user",
        order=45,
        visible=people_visible_to,
        is_small=True,
        words=SearchWords("name", "email"),
        url_name="console:person",
        facts=("email",),
        meta=person_meta,
        allowed=is_admin,
        person="pk",
    )
)
