"""What an account belongs to, all the way up."""

from pipeline.models import Account


def accounts_above(account: Account) -> set[int]:
    """The numbers of its parent, of that one's parent and so on."""
    above: set[int] = set()
    parent = _parent_of(account.pk)
    while parent is not None and parent not in above:
        above.add(parent)
        parent = _parent_of(parent)
    return above


def _parent_of(pk: int) -> int | None:
    return Account.objects.values_list("parent", flat=True).get(pk=pk)
