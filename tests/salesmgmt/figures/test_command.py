"""`manage.py figure` says the same as the API."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    call_command("figure", *args, stdout=out)
    return out.getvalue()


def test_the_command_answers_the_same_document_as_the_api(cast, deals):
    said = json.loads(
        run("toy.win_rate", "--by", "owner", "--from", "2026-03-01", "--as-user", cast.max.email, "--json")
    )
    client = APIClient()
    client.force_authenticate(cast.max)
    answered = client.get("/api/v1/figures/toy.win_rate/?by=owner&from=2026-03-01").json()
    assert said.pop("as_of") <= answered.pop("as_of")
    assert said == answered


def test_without_a_person_the_first_admin_asks(cast, deals):
    assert json.loads(run("toy.deals", "--json"))["value"] == 7


def test_words_have_sentence_groups_denominator_and_definition(cast, deals):
    lines = run("toy.win_rate", "--by", "owner", "--as-user", cast.rita.email).splitlines()
    assert lines[:6] == [
        "2 of 3 closed deals were won, 66.7% (20.8% to 93.9%).",
        "  Of closed deals: 66.7%, n 3, 20.8% to 93.9% (95%)",
        "  Of all deals: 40.0%, n 5, 11.8% to 76.9% (95%)",
        "  Rita Sandoval: 66.7%; 40.0%",
        "Left out: 1, because they have no close date",
        "Made of: Closed deals; in the second, all deals.",
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["toy.nothing"], "There is no figure toy.nothing"),
        (["toy.deals", "--by", "colour"], "cannot be broken down by colour"),
        (["toy.deals", "--team", "1"], "toy.deals has no parameter team: it takes from, to, as_of, owner, by."),
        (["toy.deals", "--as-user", "nobody@kestrel.example"], "Nobody who is active signs in as"),
        (["toy.deals", "--as-of", "2999-01-01"], "lies in the future"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(cast, args, said):
    with pytest.raises(CommandError, match=said):
        run(*args)


def test_without_any_admin_a_person_is_asked_for(db):
    with pytest.raises(CommandError, match="Nobody is an admin yet"):
        run("toy.deals")
