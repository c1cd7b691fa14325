"""Ties a process to its parent, so that a killed parent leaves nobody behind."""

import ctypes
import os
import sys
from signal import SIGKILL
from typing import Any

from celery.signals import worker_process_init

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(parent: int, number: int) -> None:
    """The kernel sends the signal when `parent`, or the thread of it that started us, ends; at once if it has ended."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


def connect() -> None:
    """Celery's pool processes wait for ever on a pipe that their brothers keep open, when the worker was killed."""
    worker_process_init.connect(_pool_process_starts, weak=False, dispatch_uid="pool-process-ends-with-worker")


def _pool_process_starts(**_kwargs: Any) -> None:
    end_with_parent(os.getppid(), SIGKILL)
