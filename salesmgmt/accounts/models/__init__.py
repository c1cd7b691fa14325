from salesmgmt.accounts.models.user import User

__all__ = ["User"]
