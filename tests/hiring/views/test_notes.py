"""The section of notes on a candidate's page."""

import pytest

from hiring.domain.notes import write_note
from hiring.models import CandidateNote
from tests.cast import AT


@pytest.fixture
def address(candidacy):
    return f"/hiring/candidacies/{candidacy.pk}/notes/"


def test_a_note_is_written_corrected_and_removed_on_the_page(client, cast, candidacy, address):
    client.force_login(cast.rosa)
    assert client.post(address, {"text": "Turbines.", "audience": "ALL"}).status_code == 302
    note = CandidateNote.objects.get()
    page = client.get(address).content.decode()
    assert "Turbines." in page
    assert "the words are gone for everybody" in page
    said = {"text": "Pumps.", "audience": "OWN", "version": 1}
    assert client.post(f"{address}{note.pk}/", said).status_code == 302
    late = client.post(f"{address}{note.pk}/", {**said, "text": "Late."})
    assert (late.status_code, "was changed in between" in late.content.decode()) == (409, True)
    assert CandidateNote.objects.get().text == "Pumps."
    assert client.post(f"{address}{note.pk}/remove/").status_code == 302
    assert not CandidateNote.objects.exists()


def test_a_note_without_words_is_refused_at_its_field(client, cast, address):
    client.force_login(cast.rosa)
    answer = client.post(address, {"text": " ", "audience": "ALL"})
    assert (answer.status_code, "Write a few words." in answer.content.decode()) == (422, True)
    assert not CandidateNote.objects.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_section_asks_as_much_for_four_notes_as_for_one(
    client, cast, candidacy, address, count, django_assert_max_num_queries
):
    for _ in range(count):
        write_note(candidacy=candidacy, text="Calm.", audience="ALL", by=cast.rosa, at=AT)
    client.force_login(cast.rosa)
    client.get(address)
    with django_assert_max_num_queries(6):
        assert client.get(address).status_code == 200


def test_others_notes_have_no_form(client, cast, candidacy, address):
    write_note(candidacy=candidacy, text="Calm.", audience="ALL", by=cast.rosa, at=AT)
    client.force_login(cast.olga)
    page = client.get(address).content.decode()
    assert "Calm." in page
    assert "Remove the note" not in page
