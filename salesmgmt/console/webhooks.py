"""What of the company itself may leave by webhook: who comes, moves and leaves, for programs that give access."""

from salesmgmt.accounts.models import User
from salesmgmt.outbox.families import Family, register_family
from salesmgmt.people.queries.directory import people_visible_to

register_family(
    Family(
        code="member",
        title="People",
        model=User,
        url_name="api-person-detail",
        kinds={
            "person.added": "A person was added",
            "member.moved": "A person's place was changed",
            "member.left": "A person leaves",
        },
        rows=people_visible_to,
    )
)
