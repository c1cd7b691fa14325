"""What the shell keeps of a person's work: what they may still take back."""

from salesmgmt.web.models.undo import Undo

__all__ = ["Undo"]
