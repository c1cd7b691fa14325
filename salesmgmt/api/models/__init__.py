from salesmgmt.api.models.idempotency import IdempotencyRecord
from salesmgmt.api.models.token import Token

__all__ = ["IdempotencyRecord", "Token"]
