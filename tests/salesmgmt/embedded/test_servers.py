"""The servers that the suite itself runs on."""

import os

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_embedded_database_compares_greek_names_by_trigram():
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT similarity('Ελλάδα', 'Ελλάς') > 0.3")
        assert cursor.fetchone() == (True,)


def test_suite_uses_a_redis_number_of_its_own():
    assert not os.environ["REDIS_URL"].endswith(("db=0", "/0"))
    cache.set("seen", 1)
    assert cache.get("seen") == 1
