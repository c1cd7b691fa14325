"""What names, numbers and addresses are compared as, in the alphabets that people write."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def said(function: str, text: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return cursor.fetchone()[0]


def similarity(one: str, other: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity(duplicates_name(%s), duplicates_name(%s))", [one, other])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jürgen Müller", "Juergen MUELLER"),
        ("Groß", "gross"),
        ("Αλέξανδρος Παπαδόπουλος", "ΑΛΕΞΑΝΔΡΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ"),
        ("田中　太郎", "田中太郎"),
        ("ﾀﾅｶ ﾀﾛｳ", "たなか たろう"),
        ("ガ", "が"),
        ("Søren Ærø", "Soren Aro"),
        ("O’Neill", "O'Neill"),
        ("José", "Jose\u0301"),
    ],
)
def test_names_that_are_one_are_compared_as_one(one, other):
    assert said("duplicates_name", one) == said("duplicates_name", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller Maschinenbau GmbH & Co. KG", "Mueller Maschinenbau"),
        ("Kestrel Ltd.", "KESTREL LIMITED"),
        ("Ελληνικά Πετρέλαια Α.Ε.", "ελληνικα πετρελαια"),
        ("株式会社日立製作所", "日立製作所"),
        ("㈱日立製作所", "日立製作所"),
        ("日立製作所(株)", "日立製作所"),
    ],
)
def test_a_company_is_compared_without_its_legal_form(one, other):
    assert said("duplicates_company", one) == said("duplicates_company", other)


def test_a_company_that_is_called_like_a_legal_form_keeps_its_name():
    assert said("duplicates_company", "Co") == "co"
    assert said("duplicates_name", "Bo Ab") == "bo ab"


def test_short_japanese_names_are_alike_only_when_they_are_one():
    """Of two signs there are three trigrams: one sign more or less leaves too few in common to mean anything."""
    assert similarity("田中", "田中") == 1
    assert similarity("田中", "田口") < 0.3
    assert similarity("田中太郎", "田中次郎") == 0.25


def test_a_slip_of_the_pen_leaves_names_alike():
    assert similarity("Γεώργιος Παπαδόπουλος", "Γεωργιος Παπαδοπουλοσ") == 1
    assert 0.6 < similarity("Anna Schmidt", "Anna Schmitt") < 0.7


@pytest.mark.parametrize(
    ("said_so", "key"),
    [
        ("+49 (0)30 1234567", "01234567"),
        ("030 / 123 45 67", "01234567"),
        ("0049 30 1234567", "01234567"),
        ("０３０ １２３４５６７", "01234567"),
        ("12 34", None),
        ("", None),
    ],
)
def test_phones_are_compared_by_their_last_digits(said_so, key):
    assert said("duplicates_phone", said_so) == key


@pytest.mark.parametrize(
    ("said_so", "key"),
    [
        ("Ada.Lovelace+jobs@GoogleMail.com", "adalovelace@gmail.com"),
        ("Ada+x@Helix.example", "ada@helix.example"),
        ("nonsense", None),
        ("", None),
    ],
)
def test_addresses_are_compared_without_what_does_not_count(said_so, key):
    assert said("duplicates_email", said_so) == key


@pytest.mark.parametrize(
    ("said_so", "key"),
    [
        ("https://www.Helix.example/about", "helix.example"),
        ("ada@helix.example", "helix.example"),
        ("ada@gmx.de", None),
        ("helix", None),
    ],
)
def test_domains_are_those_of_one_company(said_so, key):
    assert said("duplicates_domain", said_so) == key
