"""`GET /healthz/`: whether this process reaches what the product consists of; for supervisors and load balancers."""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from salesmgmt.embedded import heartbeat


@login_not_required
@never_cache
@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, else 503; names no address and no person, so it needs no sign-in."""
    redis_answers = _redis_answers()
    parts = {
        "database": _database_answers(),
        "redis": redis_answers,
        **{process: redis_answers and heartbeat.is_alive(process) for process in heartbeat.SILENCE},
    }
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
