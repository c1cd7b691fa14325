"""Folders in a place where anybody may make some."""

import os
import stat
from pathlib import Path

import pytest

from salesmgmt.common.problems import Refused
from salesmgmt.embedded.folders import Account, own_folder, server_account

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make somebody else's folder")


def test_folder_is_for_its_owner_only(tmp_path: Path):
    (tmp_path / "sockets").mkdir(mode=0o755)
    assert stat.S_IMODE(own_folder(tmp_path / "sockets", None).stat().st_mode) == 0o700


def test_link_in_the_folder_s_place_is_refused(tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    elsewhere.chmod(0o755)
    (tmp_path / "sockets").symlink_to(elsewhere)
    with pytest.raises(Refused, match="remove it"):
        own_folder(tmp_path / "sockets", None)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755


@needs_root
def test_somebody_else_s_folder_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "sockets"
    path.mkdir()
    os.chown(path, 12345, 12345)
    with pytest.raises(Refused, match="belongs to user 12345"):
        own_folder(path, Account(uid=54321, gid=54321))
    assert path.stat().st_uid == 12345


@needs_root
def test_root_runs_the_server_as_the_owner_of_its_data(tmp_path: Path):
    os.chown(tmp_path, 12345, 23456)
    assert server_account(tmp_path) == Account(uid=12345, gid=23456)
