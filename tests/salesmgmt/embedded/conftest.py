"""Checkouts and folders to start servers in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesmgmt.embedded import addresses, strays
from tests.salesmgmt.embedded.checkouts import Checkout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """One for the tests of a file, whose database is migrated.

    Its folder is 0700, as pytest makes it: under root nobody else can enter.
    """
    made = Checkout(tmp_path_factory.mktemp("checkout"))
    made.migrate()
    yield made
    made.remove()


@pytest.fixture
def var_dir(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "var"
    yield path
    strays.stop_left_behind(path, patience=1)
    shutil.rmtree(addresses.socket_dir(path), ignore_errors=True)
