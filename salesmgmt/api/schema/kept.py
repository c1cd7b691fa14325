"""Keeps what follows from the code alone for all processes that run the same code: in the cache, under a seal over the
sources, so that another release makes its own."""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import redis
from django.conf import settings
from django.core.cache import cache

from salesmgmt.api.apps import BEGAN

LIBRARIES = ("Django", "djangorestframework", "drf-spectacular", "django-filter")
Made = TypeVar("Made")
_LASTS = timedelta(days=30).total_seconds()


def kept(name: str, make: Callable[[], Made], *, seal: str | None) -> Made:
    """What `make` makes, unless a process of the same seal has made it already. Without a seal, or while the cache is
    away, each makes its own."""
    if seal is None:
        return make()
    key, found = f"{name}:{seal}", None
    with suppress(redis.RedisError):
        found = cache.get(key)
    if found is None:
        found = make()
        with suppress(redis.RedisError):
            cache.set(key, found, _LASTS)
    return found


@once
def seal_of_release() -> str | None:
    """The seal over our sources and the libraries that draw the document."""
    ours = {name.partition(".")[0] for name in settings.INSTALLED_APPS}
    folders = [folder for name in sorted(ours) if (folder := settings.BASE_DIR / name).is_dir()]
    said = " ".join([settings.ROOT_URLCONF, *(f"{name} {version(name)}" for name in LIBRARIES)])
    return seal_over(folders, said=said, began=BEGAN)


def seal_over(folders: Iterable[Path], *, said: str, began: float) -> str | None:
    """None where a source has changed since this process began: what it runs is not what the sources say."""
    sealed = hashlib.sha256(said.encode())
    for folder in folders:
        for source in sorted(folder.rglob("*.py")):
            with source.open("rb") as opened:
                if os.fstat(opened.fileno()).st_ctime >= began:
                    return None
                sealed.update(f"\0{source.relative_to(folder.parent)}\0".encode() + opened.read())
    return sealed.hexdigest()
