"""The product's own processes: two workers, beat and web."""

import http.client
import os
import sys
from functools import partial
from pathlib import Path
from signal import SIGKILL, SIGQUIT

from django.conf import settings

from salesmgmt.embedded import heartbeat
from salesmgmt.embedded.service import Service

CELERY = [sys.executable, "-m", "celery", "-A", "salesmgmt"]
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:salesmgmt.embedded.gunicorn_settings"]


def worker(var_dir: Path, address: str) -> Service:
    """Consumers, reminders and mails: short work that must not wait."""
    return _worker(var_dir, "worker", settings.CELERY_TASK_DEFAULT_QUEUE, address)


def jobs(var_dir: Path, address: str) -> Service:
    """Long work: imports, calculations."""
    return _worker(var_dir, "jobs", settings.CELERY_JOBS_QUEUE, address)


def _worker(var_dir: Path, name: str, queue: str, address: str) -> Service:
    named = [f"--hostname={name}@%h", f"--queues={queue}"]
    return Service(
        name=name,
        command=[*CELERY, "worker", *named, "--loglevel=INFO", "--without-gossip", "--without-mingle"],
        folder=settings.BASE_DIR,
        var_dir=var_dir,
        environment=_site(address),
        is_ready=partial(heartbeat.is_alive, name),
        # a polite worker gives its messages back first, and looks for a broker that ended with the parent, too
        orphan_signal=SIGKILL,
    )


def _site(address: str) -> dict[str, str]:
    """What whole addresses begin with, unless the environment says it."""
    return {"SITE_URL": os.environ.get("SITE_URL", address)}


def beat(var_dir: Path) -> Service:
    schedule = var_dir / "beat" / "schedule"
    return Service(
        name="beat",
        command=[*CELERY, "beat", "--loglevel=INFO", f"--schedule={schedule}", "--pidfile="],
        folder=settings.BASE_DIR,
        var_dir=var_dir,
        prepare=partial(schedule.parent.mkdir, parents=True, exist_ok=True),
        is_ready=partial(heartbeat.is_alive, "beat"),
    )


def web(var_dir: Path, port: int, address: str) -> Service:
    """Pages show whole addresses, too: links that candidates hold, calendars that are read elsewhere."""
    return Service(
        name="web",
        command=GUNICORN,
        folder=settings.BASE_DIR,
        var_dir=var_dir,
        environment={"WEB_BIND": f"127.0.0.1:{port}", "HTTPS": os.environ.get("HTTPS", "0"), **_site(address)},
        is_ready=partial(is_healthy, port),
        orphan_signal=SIGQUIT,
    )


def is_healthy(port: int) -> bool:
    """Whether `/healthz/` says that every part answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    host = next((name for name in settings.ALLOWED_HOSTS if "*" not in name), "localhost").lstrip(".")
    try:
        connection.request("GET", "/healthz/", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
