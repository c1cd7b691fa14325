"""One writing process: `python -m tests.salesmgmt.events.writer USER SEED WRITES` prints the ids it committed."""

import json
import random
import sys
import time

import django


def write(user_id: int, seed: int, writes: int) -> list[int]:
    """One to three events a transaction, in two parts with a pause between; every eighth is rolled back."""
    from django.db import transaction

    from salesmgmt.accounts.models import User

    chance = random.Random(seed)
    user = User.objects.get(pk=user_id)
    committed: list[int] = []
    for number in range(writes):
        with transaction.atomic():
            events = [append(user, number)]
            if chance.random() < 0.5:
                time.sleep(chance.random() * 0.004)
                events += [append(user, number) for _ in range(chance.randrange(3))]
            rolled_back = chance.random() < 0.125
            transaction.set_rollback(rolled_back)
        committed += [] if rolled_back else [event.pk for event in events]
    return committed


def append(user, number: int):
    from salesmgmt.events import domain
    from tests.salesmgmt.events.sessions import NOON

    return domain.append(kind="kite.flown", subject=user, by=user, at=NOON, payload={"n": number})


if __name__ == "__main__":
    django.setup()
    json.dump(write(*(int(argument) for argument in sys.argv[1:])), sys.stdout)
