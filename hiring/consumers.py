"""What the database folds of hiring can be folded anew, by `manage.py recount_rollups`."""

from salesmgmt.figures.rollup import register_fold


def fold_passages() -> int:
    from hiring.domain.folds import fold_passages_anew

    return fold_passages_anew()


def fold_sources() -> int:
    from hiring.domain.folds import fold_sources_anew

    return fold_sources_anew()


def fold_comparisons() -> int:
    from hiring.domain.folds import fold_comparisons_anew

    return fold_comparisons_anew()


register_fold("hiring.passages", fold_passages)
register_fold("hiring.sources", fold_sources)
register_fold("hiring.comparisons", fold_comparisons)
