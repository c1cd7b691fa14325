"""Exports of every list whose rows name candidates are behind the door of exports."""

from hiring.domain.bench import put_on_bench
from hiring.erasure import EXPORTED
from salesmgmt.web.domain.exports import asked_for, parts_of
from salesmgmt.web.lists.registry import lists_for
from tests.cast import AT
from tests.hiring_rows import make_candidacy, make_interview, make_profile


def test_a_list_that_names_a_candidate_is_among_those_whose_exports_are_erased(cast):
    candidacy = make_candidacy(make_profile(cast), cast.max, "Qzcanary Person")
    put_on_bench(candidacy=candidacy, tier="A", by=cast.max, at=AT)
    make_interview(candidacy, cast.max, [cast.ivan])
    naming = set()
    for user in cast.everybody().values():
        for listed in lists_for(user):
            content = b"".join(parts_of(asked_for(listed, "", user=user, at=AT), form="csv", all_columns=True))
            if b"Qzcanary" in content:
                naming.add(listed.code)
    assert naming == {"bench", "candidates", "interviews"}
    assert naming <= set(EXPORTED)
