"""What candidates say of themselves: by their link only, read by nobody, and gone with the candidate."""

from datetime import timedelta
from time import time

import pytest
from django.core import mail, signing
from django.db import IntegrityError, connection

from hiring.domain.self_identification import ask_everybody, identify, take_back, token_of
from hiring.models import Candidate, SelfIdentification
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Event, Job
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role
from tests.crm_data import ROOT
from tests.hiring_rows import make_candidacy

pytestmark = pytest.mark.django_db
SAID = {"gender": "WOMAN", "age_band": "FROM_40", "ethnic_group": "UNSAID"}


def read_fairness(person, at) -> None:
    grant_role(user=person, role=Role.FAIRNESS, team=None, start_date=None, by=None, at=at)


@pytest.fixture
def page(candidacy):
    return f"/about-you/{token_of(candidacy.candidate)}/"


def test_a_candidate_answers_again_and_takes_it_back(client, candidacy, page):
    assert client.get(page).status_code == 200
    assert client.post(page, SAID).status_code == 302
    assert client.post(page, SAID | {"gender": "MAN"}).status_code == 302
    row = SelfIdentification.objects.get()
    assert (row.candidate_id, row.gender, row.age_band) == (candidacy.candidate_id, "MAN", "FROM_40")
    shown = client.get(page).content.decode()
    assert 'value="UNSAID" selected' in shown
    assert 'value="MAN" selected' not in shown
    for _ in range(2):
        assert client.post(f"{page}take-back/").status_code == 302
    assert not SelfIdentification.objects.exists()
    kinds = list(Event.objects.filter(kind__startswith="self_ident").order_by("id").values_list("kind", "payload"))
    assert kinds == [("self_identification.given", {})] * 2 + [("self_identification.taken_back", {})]


def test_what_is_no_answer_and_links_that_we_did_not_sign_change_nothing(client, candidacy, page, at, monkeypatch):
    assert client.post(page, SAID | {"gender": "Rich"}).status_code == 422
    with pytest.raises(Refused, match="Gender takes one of the answers"):
        identify(token=token_of(candidacy.candidate), said={}, at=at)
    for token in ("x", signing.dumps([candidacy.candidate_id], salt="hiring.booking")):
        assert client.get(f"/about-you/{token}/").status_code == 404
        assert client.post(f"/about-you/{token}/", SAID).status_code == 404
        with pytest.raises(Refused, match="link"):
            take_back(token=token, at=at)
    half_a_year = timedelta(days=180).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: time() + half_a_year + 1)
    assert client.post(page, SAID).status_code == 404
    assert not SelfIdentification.objects.exists()


def test_nobody_reads_rows_and_the_answer_goes_with_the_candidate(cast, candidacy, at):
    identify(token=token_of(candidacy.candidate), said=SAID, at=at)
    for person in cast.everybody().values():
        read_fairness(person, at)
        assert not SelfIdentification.objects.visible_to(person).exists()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM hiring_stagevisit; DELETE FROM hiring_candidacy; DELETE FROM hiring_candidate")
    assert not SelfIdentification.objects.exists()
    with pytest.raises(IntegrityError, match="an_answer_goes_with_its_candidate"):
        SelfIdentification.objects.create(candidate_id=candidacy.candidate_id, **SAID, given_at=at)


def test_it_is_read_in_one_place_only():
    """No relation leads here, and of all sources one counts it and one writes it."""
    assert not SelfIdentification._meta.get_fields()[0].is_relation
    named = {
        str(path.relative_to(ROOT / "hiring"))
        for path in (ROOT / "hiring").rglob("*.py")
        if "SelfIdentification" in path.read_text() and "migrations" not in path.parts
    }
    assert named == {
        "models/__init__.py",
        "models/self_identification.py",
        "domain/self_identification.py",
        "queries/adverse_impact.py",
    }


def test_everybody_is_asked_once_and_by_a_reader_of_fairness_only(cast, profile, candidacy, at):
    with pytest.raises(NotAllowed):
        ask_everybody(by=cast.olga, at=at)
    assert not Job.objects.exists()
    read_fairness(cast.finn, at)
    make_candidacy(profile, cast.max, "Ann Other")
    no_address = make_candidacy(profile, cast.max, "Bo Phone")
    Candidate.objects.filter(pk=no_address.candidate_id).update(email=None)
    assert ask_everybody(by=cast.finn, at=at) == 2
    assert ask_everybody(by=cast.finn, at=at) == 0
    for job in Job.objects.all():
        for _ in range(2):
            run(job_id=job.pk, at=at)
    assert sorted(each.to[0] for each in mail.outbox) == ["ann@post.example", "cal@post.example"]
    assert "/about-you/" in mail.outbox[0].body
    assert "Answer three questions</a>" in mail.outbox[0].alternatives[0].content
