from salesmgmt.imports.models.batch import ImportBatch, ImportFile
from salesmgmt.imports.models.change import ImportChange, RowBefore
from salesmgmt.imports.models.column_map import ColumnMap
from salesmgmt.imports.models.imported_row import ImportedRow
from salesmgmt.imports.models.refusal import ImportRefusal
from salesmgmt.imports.models.staged_row import StagedRow
from salesmgmt.imports.models.value_map import ValueMap

__all__ = [
    "ColumnMap",
    "ImportBatch",
    "ImportChange",
    "ImportFile",
    "ImportRefusal",
    "ImportedRow",
    "RowBefore",
    "StagedRow",
    "ValueMap",
]
