"""Who may found a company: the first visitor of a machine's own database, or whoever has the server's command line."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Company
from salesmgmt.people.rules import is_admin

FACTS = {
    "name": "Kestrel Systems",
    "currency": "EUR",
    "zone": "Europe/Berlin",
    "admin_name": "Olga Ost",
    "admin_email": "olga@kestrel.example",
}


def test_sign_in_page_offers_it_only_where_the_settings_let_it(db, client, settings):
    offer = reverse("console:found")
    assert offer in client.get(reverse("account_login")).content.decode()

    settings.FOUND_ON_SIGN_IN = False

    assert offer not in client.get(reverse("account_login")).content.decode()
    assert client.get(offer).status_code == 404
    assert client.post(offer, FACTS).status_code == 404
    assert not Company.objects.exists()


def test_command_founds_once(db, capsys):
    call_command("found_company", **FACTS)

    admin = User.objects.get()
    assert Company.objects.get().name == "Kestrel Systems"
    assert is_admin(admin)
    assert not admin.has_usable_password()
    assert "changepassword olga@kestrel.example" in capsys.readouterr().out

    with pytest.raises(CommandError, match="already has a company"):
        call_command("found_company", **{**FACTS, "admin_email": "eve@kestrel.example"})
    assert User.objects.get() == admin
