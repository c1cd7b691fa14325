"""The sample company on the first start: once, on a machine's own empty database only."""

import re
from collections.abc import Iterator

import psycopg
import pytest

from salesmgmt.accounts.models import User
from salesmgmt.embedded import addresses, sample
from tests.salesmgmt.embedded.checkouts import Checkout

pytestmark = pytest.mark.chaos


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    made = Checkout(tmp_path_factory.mktemp("checkout"))
    yield made
    made.remove()


def start(checkout: Checkout) -> str:
    """What `up` says until it is ready."""
    checkout.up_process = checkout.popen("up", "--port", str(checkout.port))
    said = ""
    assert checkout.up_process.stdout
    for line in checkout.up_process.stdout:
        said += line
        if "Ctrl-C" in line:
            return said
    raise AssertionError(said)


def loaded(checkout: Checkout) -> list[tuple[object, ...]]:
    host = addresses.socket_dir(checkout.var_dir)
    with psycopg.connect(f"host={host} user=salesmgmt dbname=salesmgmt") as connection:
        query = "SELECT loaded_at, (SELECT count(*) FROM pipeline_deal), (SELECT count(*) FROM accounts_user)"
        return connection.execute(f"{query} FROM demo_samplecompany").fetchall()


@pytest.mark.xdist_group("up")
@pytest.mark.timeout(400)
def test_two_starts_load_one_sample_and_say_who_to_sign_in_as(checkout: Checkout):
    said = start(checkout)
    assert "Loading a sample company into the empty database" in said
    assert re.search(r"with the password \S+ as\n +olga@kestrel.example", said)
    first = loaded(checkout)
    assert checkout.is_healthy()
    checkout.stop()
    said = start(checkout)
    assert "Loading a sample company" not in said
    assert "rita@kestrel.example" in said
    assert loaded(checkout) == first
    checkout.stop()


def test_a_database_of_ones_own_is_left_alone(db, settings):
    settings.EMBEDDED_DATABASE = False
    said: list[str] = []
    sample.load_where_empty(said.append)
    assert (said, User.objects.exists()) == ([], False)
    assert sample.sign_ins() == ""


def test_a_database_with_people_is_left_alone(cast, settings):
    settings.EMBEDDED_DATABASE = True
    said: list[str] = []
    people = User.objects.count()
    sample.load_where_empty(said.append)
    assert (said, User.objects.count()) == ([], people)
