"""Accounts are found by a part of their name without reading all of them."""

import pytest
from django.db import connection

from pipeline.forms.list_filters import AccountFilters
from pipeline.models import Account


@pytest.mark.django_db
def test_a_part_of_a_name_is_found_by_the_index():
    Account.objects.bulk_create(Account(name=f"Konto {n} Überlingen") for n in range(40))
    found = AccountFilters({"search": "13 übER"}, Account.objects.order_by()).qs
    assert [account.name for account in found] == ["Konto 13 Überlingen"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "accounts_by_part_of_name" in found.explain()
