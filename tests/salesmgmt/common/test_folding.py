"""The database's own functions for what is looked for."""

import string

from django.db import connection


def words_of(*parts: str | None) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_words(VARIADIC %s::text[])", [list(parts)])
        return cursor.fetchone()[0]


def test_words_are_parted_by_punctuation_and_by_nothing_else(db):
    parting = {sign for sign in string.punctuation if words_of(f"a{sign}b") == " a b"}
    assert parting == set("-@./_,()&+'\"%\\:;#")
    assert {words_of(f"a{sign}b") for sign in set(string.punctuation) - parting} == {
        f" a{sign}b" for sign in set(string.punctuation) - parting
    }


def test_words_are_folded_and_nulls_left_out(db):
    assert words_of("Dr. Zoë Ångström-Müller", None, "Μυλωνάς", "東京\n") == " dr  zoe angstrom muller μυλωνας 東京\n"
    assert words_of(None) == " "
