"""The tags that a cell of a file names, and putting them on."""

import re
from collections.abc import Iterable, Mapping

from django.db.models import F

from hiring.models import Candidacy, CandidateTag, CandidateTagging
from salesmgmt.imports.columns import Column, Problem
from salesmgmt.imports.models import StagedRow
from salesmgmt.imports.registry import Chunk

TAGS = Column("tags", longest=1000, title="Tags, with commas between", known_as=("tag", "candidate tags", "labels"))
_BETWEEN = re.compile(r"\s*[,;]\s*")


def named_tags() -> dict[str, int]:
    """By name in small letters."""
    return {name.casefold(): pk for name, pk in CandidateTag.objects.values_list("name", "pk")}


def tags_in(cell: object, known: Mapping[str, int]) -> tuple[list[int], list[str]]:
    """The tags that a cell names, and the words that are none. A tag may have a comma in its name: the longest words
    that are one count."""
    words, found, unknown = [word for word in _BETWEEN.split(str(cell or "").strip()) if word], [], []
    while words:
        for end in range(len(words), 0, -1):
            tag = known.get(", ".join(words[:end]).casefold())
            if tag is not None:
                found.append(tag)
                del words[:end]
                break
        else:
            unknown.append(words.pop(0))
    return list(dict.fromkeys(found)), unknown


def tag_problems(rows: Iterable[StagedRow]) -> dict[int, Problem]:
    """By row number, of rows that name what is no tag."""
    known, problems = named_tags(), {}
    for row in rows:
        _, unknown = tags_in(row.values.get("tags"), known)
        if unknown:
            reason = f"“{unknown[0]}” is not a tag"
            problems[row.row_no] = Problem("tags", unknown[0], reason, "add it under Tags in hiring, or leave it out")
    return problems


def put_tags(chunk: Chunk, cells: Iterable[tuple[int, object]]) -> None:
    """Puts on candidates, by number, the tags that cells name and that they do not have; none is taken off. The
    candidates are locked. Their candidacies change with it, as when somebody puts a tag on."""
    known = named_tags()
    wanted = {(candidate, tag) for candidate, cell in cells for tag in tags_in(cell, known)[0]}
    of = {candidate for candidate, _ in wanted}
    here = set(CandidateTag.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    have = set(CandidateTagging.objects.filter(candidate__in=of).values_list("candidate", "tag"))
    missing = sorted(pair for pair in wanted - have if pair[1] in here)
    if not missing:
        return
    CandidateTagging.objects.bulk_create(
        (
            CandidateTagging(candidate_id=candidate, put_on=candidate, tag_id=tag, put_by=chunk.by, put_at=chunk.at)
            for candidate, tag in missing
        ),
        ignore_conflicts=True,
    )
    Candidacy.objects.filter(candidate__in={candidate for candidate, _ in missing}).update(version=F("version") + 1)


def tags_here(candidates: Iterable[int]) -> dict[int, dict[int, str]]:
    """By candidate: their tags by number."""
    found: dict[int, dict[int, str]] = {}
    rows = CandidateTagging.objects.filter(candidate__in=list(candidates)).order_by("tag__name")
    for candidate, tag, name in rows.values_list("candidate", "tag", "tag__name"):
        found.setdefault(candidate, {})[tag] = name
    return found


def said_of(cell: object, here: Mapping[int, str], known: Mapping[str, int]) -> str | None:
    """What stands here in the words of a cell: the cell itself where all that it names is on them."""
    tags, unknown = tags_in(cell, known)
    return str(cell) if cell and not unknown and set(tags) <= here.keys() else ", ".join(here.values()) or None
