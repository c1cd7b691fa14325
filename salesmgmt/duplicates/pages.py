"""The addresses of the pages of a kind, which the app that declares it puts among its own."""

from django.urls import URLPattern, path

from salesmgmt.duplicates.views import merges, pairs


def pages_of(kind: str, *, under: str, noun: str) -> list[URLPattern]:
    """`under` is the beginning of the addresses, `noun` that of their names: account-duplicates, account-pair."""
    given = {"kind": kind}
    return [
        path(f"{under}/duplicates/", pairs.queue, given, name=f"{noun}-duplicates"),
        path(f"{under}/duplicates/scan/", pairs.scan, given, name=f"{noun}-scan"),
        path(f"{under}/duplicates/<int:pk>/", pairs.pair, given, name=f"{noun}-pair"),
        path(f"{under}/duplicates/<int:pk>/apart/", pairs.apart, given, name=f"{noun}-apart"),
        path(f"{under}/merges/", merges.merges, given, name=f"{noun}-merges"),
        path(f"{under}/merges/<int:pk>/unmerge/", merges.unmerge, given, name=f"{noun}-unmerge"),
    ]
