"""The set of tags, and what merging tags or candidates does to who has them."""

import pytest

from hiring.domain.tags import add_tag, merge_tags, offer_tag, put_tag, rename_tag, set_tags, tags_of, take_tag_off
from hiring.models import CandidateTag, CandidateTagging
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.domain.unmerging import unmerge
from salesmgmt.duplicates.registry import mergeable_of
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.checksums import checksums
from tests.hiring_rows import HOUR, make_candidacy, make_profile
from tests.pipeline.evidence import last_event
from tests.refusals import all_rows, assert_breaks, assert_refused


@pytest.fixture
def tags(cast, at):
    return [add_tag(name=name, by=cast.rosa, at=at) for name in ("German", "Plants")]


def test_a_tag_is_put_on_once_and_taken_off(candidacy, tags, cast, at):
    tagged = put_tag(candidacy=candidacy, tag=tags[0], by=cast.max, at=at, expected_version=candidacy.version)
    assert tagged.version == candidacy.version + 1
    assert put_tag(candidacy=candidacy, tag=tags[0], by=cast.rosa, at=at).version == tagged.version
    assert tags_of(candidacy) == [tags[0].pk]
    event = Event.objects.get(kind="candidate.tagged")
    assert event.payload == {"put_ids": [tags[0].pk], "off_ids": []}
    take_tag_off(candidacy=candidacy, tag=tags[0], by=cast.max, at=at)
    assert not CandidateTagging.objects.exists()


def test_a_tag_that_was_put_on_or_taken_off_is_taken_back(candidacy, tags, cast, at):
    put_tag(candidacy=candidacy, tag=tags[0], by=cast.max, at=at)
    take_back(undo=Undo.objects.get(verb="hiring.tag"), by=cast.max, at=at)
    assert tags_of(candidacy) == []
    put_tag(candidacy=candidacy, tag=tags[1], by=cast.max, at=at)
    take_tag_off(candidacy=candidacy, tag=tags[1], by=cast.max, at=at + HOUR)
    take_back(undo=Undo.objects.latest("pk"), by=cast.max, at=at + HOUR)
    assert tags_of(candidacy) == [tags[1].pk]
    count = Undo.objects.count()
    put_tag(candidacy=candidacy, tag=tags[1], by=cast.max, at=at + HOUR)
    assert Undo.objects.count() == count  # nothing was done, so nothing is taken back


def test_a_tagging_is_not_taken_back_over_another_act(candidacy, tags, cast, at):
    put_tag(candidacy=candidacy, tag=tags[0], by=cast.max, at=at)
    put_tag(candidacy=candidacy, tag=tags[1], by=cast.rosa, at=at)
    with assert_refused("candidacy_changed"):
        take_back(undo=Undo.objects.earliest("pk"), by=cast.max, at=at)


def test_who_only_interviews_or_hires_for_others_puts_none_on(candidacy, tags, cast, at):
    for who in (cast.ivan, cast.mona):
        with assert_refused("not_allowed"):
            put_tag(candidacy=candidacy, tag=tags[0], by=who, at=at)
        with assert_refused("not_allowed"):
            add_tag(name="Mine", by=who, at=at)
    with assert_refused("candidacy_changed"):
        set_tags(candidacy=candidacy, tags=[tags[0].pk], by=cast.max, at=at, expected_version=9)


def test_names_are_there_once_whatever_their_case(tags, cast, at):
    with assert_refused("a_candidate_tag_is_there_once", "name"):
        add_tag(name=" german ", by=cast.rosa, at=at)
    with assert_refused("a_candidate_tag_is_there_once", "name"):
        rename_tag(tag=tags[0], name="PLANTS", by=cast.rosa, at=at)
    with assert_refused("tag_too_long", "name"):
        add_tag(name="x" * 41, by=cast.rosa, at=at)
    with assert_refused("a_candidate_tag_has_a_name", "name"):
        add_tag(name=" ", by=cast.rosa, at=at)
    with assert_breaks("a_candidate_tag_is_there_once"):
        CandidateTag.objects.create(name="GERMAN")
    assert rename_tag(tag=tags[0], name="Speaks  German", by=cast.rosa, at=at).name == "Speaks German"


def test_a_retired_tag_stays_on_whoever_has_it_and_nobody_else_gets_it(candidacy, profile, tags, cast, at):
    other = make_candidacy(profile, cast.max, "Ada Brandt")
    put_tag(candidacy=candidacy, tag=tags[0], by=cast.max, at=at)
    assert offer_tag(tag=tags[0], offered=False, by=cast.rosa, at=at).is_active is False
    assert last_event()[:4] == ("candidate_tag.withdrawn", "hiring.candidatetag", tags[0].pk, cast.rosa.pk)
    before = all_rows()
    offer_tag(tag=tags[0], offered=False, by=cast.rosa, at=at)
    put_tag(candidacy=candidacy, tag=tags[0], by=cast.max, at=at)
    with assert_refused("tag_retired", "tag"):
        put_tag(candidacy=other, tag=tags[0], by=cast.max, at=at)
    with assert_refused("tag_retired", "into"):
        merge_tags(tag=tags[1], into=tags[0], by=cast.rosa, at=at)
    with assert_refused("not_allowed"):
        offer_tag(tag=tags[0], offered=True, by=cast.max, at=at)
    assert all_rows() == before
    assert tags_of(candidacy) == [tags[0].pk]
    offer_tag(tag=tags[0], offered=True, by=cast.rosa, at=at)
    assert last_event()[0] == "candidate_tag.offered"
    put_tag(candidacy=other, tag=tags[0], by=cast.max, at=at)
    assert tags_of(other) == [tags[0].pk]


def test_a_tag_that_was_taken_off_comes_back_though_it_was_retired_since(candidacy, tags, cast, at):
    put_tag(candidacy=candidacy, tag=tags[0], by=cast.max, at=at)
    take_tag_off(candidacy=candidacy, tag=tags[0], by=cast.max, at=at + HOUR)
    offer_tag(tag=tags[0], offered=False, by=cast.rosa, at=at + HOUR)
    take_back(undo=Undo.objects.latest("pk"), by=cast.max, at=at + HOUR)
    assert tags_of(candidacy) == [tags[0].pk]


def test_a_retired_tag_goes_into_one_in_use(candidacy, tags, cast, at):
    put_tag(candidacy=candidacy, tag=tags[0], by=cast.max, at=at)
    offer_tag(tag=tags[0], offered=False, by=cast.rosa, at=at)
    merge_tags(tag=tags[0], into=tags[1], by=cast.rosa, at=at)
    assert tags_of(candidacy) == [tags[1].pk]


def test_merged_tags_leave_everybody_with_one(candidacy, profile, tags, cast, at):
    other = make_candidacy(profile, cast.max, "Ada Brandt")
    for tag in tags:
        put_tag(candidacy=candidacy, tag=tag, by=cast.max, at=at)
    put_tag(candidacy=other, tag=tags[0], by=cast.max, at=at)
    with assert_refused("itself", "into"):
        merge_tags(tag=tags[0], into=tags[0], by=cast.rosa, at=at)
    merge_tags(tag=tags[0], into=tags[1], by=cast.rosa, at=at)
    assert (tags_of(candidacy), tags_of(other)) == ([tags[1].pk], [tags[1].pk])
    assert CandidateTagging.objects.count() == 2
    assert list(CandidateTag.objects.all()) == [tags[1]]


def test_candidates_with_the_same_tag_are_merged_and_taken_apart(candidacy, tags, cast, at):
    other = make_candidacy(make_profile(cast, "Mid-market AE"), cast.max, "Alf Alike")
    for each in (candidacy, other):
        put_tag(candidacy=each, tag=tags[0], by=cast.max, at=at)
    before = checksums()
    pair = {"kept": other.candidate_id, "gone": candidacy.candidate_id}
    record = merge(mergeable=mergeable_of("hiring.candidate"), **pair, by=cast.rosa, at=at)
    other.refresh_from_db()
    assert tags_of(other) == [tags[0].pk]
    unmerge(record=record, by=cast.rosa, at=at + HOUR)
    assert checksums() == before
