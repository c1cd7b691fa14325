"""How much one sender may ask in a while, counted in Valkey; the answers say what is left."""

import hashlib
import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

log = logging.getLogger(__name__)
_PATIENCE = 0.5  # seconds; a Valkey that is away must not hold requests up


@dataclass(frozen=True)
class Standing:
    """Where a sender stands in the current window."""

    policy: str
    quota: int
    window: int
    left: int
    resets_in: int

    def headers(self) -> dict[str, str]:
        """draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.policy}";r={max(self.left, 0)};t={self.resets_in}',
        }


class SenderThrottle(BaseThrottle):
    """Counts a token, a person who is signed in, or a network address, each on its own."""

    standing: Standing | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        policy, sender = self._sender(request)
        quota, window = settings.API_RATES[policy]
        if not quota:
            return True
        now = time.time()
        count = _counted(f"{policy}:{sender}:{int(now // window)}", window)
        if count is None:
            return True
        self.standing = Standing(policy, quota, window, quota - count, max(1, int(window - now % window)))
        request.standing = self.standing
        return count <= quota

    def wait(self) -> float | None:
        return self.standing.resets_in if self.standing else None

    def _sender(self, request: Request) -> tuple[str, str]:
        digest = getattr(request.auth, "digest", None)
        if digest:
            return "token", digest[:32]
        if request.user and request.user.is_authenticated:
            return "person", str(request.user.pk)
        return "address", hashlib.sha256((self.get_ident(request) or "").encode()).hexdigest()[:32]


def _counted(name: str, window: int) -> int | None:
    """One more within the window, in one round trip; None when Valkey is away: then nobody is held back."""
    key = f"{settings.CACHES['default'].get('KEY_PREFIX', '')}rate:{name}"
    try:
        pipeline = _client(settings.REDIS_URL).pipeline(transaction=False)
        pipeline.incr(key)
        pipeline.expire(key, window * 2)
        return int(pipeline.execute()[0])
    except redis.RedisError:
        log.warning("Valkey did not count a request: nobody is held back meanwhile.")
        return None


@lru_cache(maxsize=1)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
