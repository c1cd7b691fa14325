from hiring.domain.kits import remove_kit_part, write_kit_part
from hiring.models import KitPart
from hiring.queries.kits import kit_lines
from salesmgmt.people.models import Competency
from tests.cast import AT
from tests.hiring_rows import hiring_stage
from tests.refusals import all_rows, assert_refused


def test_a_kit_is_written_changed_and_removed_part_by_part(profile, cast):
    stage, discovery = hiring_stage("Screen"), Competency.objects.get(code="discovery")
    given = {"stage": stage, "competency": discovery, "by": cast.rosa, "at": AT}
    part = write_kit_part(**given, minutes=10, questions=" Why now? ", good="Asks back.")
    assert (part.questions, part.version) == ("Why now?", 1)
    assert [(str(line.competency), line.part) for line in kit_lines(stage, day=AT.date())] == [
        ("Closing", None),
        ("Discovery", part),
    ]
    before = all_rows()
    write_kit_part(**given, minutes=10, questions="Why now?", good="Asks back.")
    assert all_rows() == before
    assert write_kit_part(**given, minutes=15, questions="Why?", expected_version=1).version == 2
    with assert_refused("conflict"):
        write_kit_part(**given, minutes=20, questions="Why?", expected_version=1)
    remove_kit_part(part=part, by=cast.rosa, at=AT)
    remove_kit_part(part=part, by=cast.rosa, at=AT)
    assert not KitPart.objects.exists()


def test_a_kit_is_for_those_who_set_hiring_up_and_asks_something(profile, cast):
    given = {"stage": hiring_stage("Screen"), "competency": Competency.objects.get(code="closing"), "at": AT}
    with assert_refused("questions", "questions"):
        write_kit_part(**given, minutes=10, questions=" ", by=cast.rosa)
    with assert_refused("a_part_of_a_kit_takes_1_to_240_minutes", "minutes"):
        write_kit_part(**given, minutes=0, questions="Why?", by=cast.rosa)
    with assert_refused("not_allowed"):
        write_kit_part(**given, minutes=10, questions="Why?", by=cast.max)
