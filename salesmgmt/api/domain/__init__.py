"""What changes rows of the API: tokens, and the answers kept under idempotency keys."""
