"""People whom an import brought in have no address that mail reaches until an admin enters one."""

from django.urls import reverse

from salesmgmt.accounts.models import User


def test_a_placeholder_is_told_and_replaced(client, cast, mailoutbox):
    User.objects.filter(pk=cast.rita.pk).update(email="rita.sandoval@import.invalid")
    client.force_login(cast.olga)
    page = reverse("console:person", args=[cast.rita.pk])
    assert "cannot sign in yet" in client.get(page).text
    told = client.post(reverse("console:password-link", args=[cast.rita.pk]), follow=True).text
    assert "rita.sandoval@import.invalid is a placeholder that no mail reaches" in told
    assert mailoutbox == []
    facts = {"name": cast.rita.name, "email": "rita@kestrel.example", "zone": ""}
    client.post(reverse("console:person-edit", args=[cast.rita.pk]), facts)
    client.post(reverse("console:password-link", args=[cast.rita.pk]))
    assert [mail.to for mail in mailoutbox] == [["rita@kestrel.example"]]
    assert "cannot sign in yet" not in client.get(page).text


def test_nobody_readdresses_themselves(client, cast):
    client.force_login(cast.rita)
    address = cast.rita.email
    client.post(reverse("console:me"), {"name": "Rita", "zone": "", "email": "other@kestrel.example"})
    cast.rita.refresh_from_db()
    assert (cast.rita.name, cast.rita.email) == ("Rita", address)
