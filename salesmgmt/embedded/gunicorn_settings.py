"""Gunicorn's settings, here as on a machine of your own: `gunicorn -c python:salesmgmt.embedded.gunicorn_settings`."""

import gc
import os
from typing import Any

wsgi_app = "salesmgmt.wsgi:application"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Only web processes keep a pool of database connections. Small matrices are not worth threads of their own, which wait
# by spinning and take the processor from other answers
raw_env = ["SALESMGMT_WEB=1", "OPENBLAS_NUM_THREADS=1"]
timeout = 60
graceful_timeout = 5
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
accesslog = None
errorlog = "-"
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """What is loaded by now stays: it need not be looked through for garbage after every few requests."""
    gc.collect()
    gc.freeze()
