from salesmgmt.duplicates.models.merge_record import MergeRecord
from salesmgmt.duplicates.models.pair import DuplicatePair

__all__ = ["DuplicatePair", "MergeRecord"]
