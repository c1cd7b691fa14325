"""Whoever asks too often to sign in, or for a new password, is told so on a page of ours, and when to go on."""

import pytest

pytestmark = pytest.mark.django_db
PASSWORD = "petrol-on-cool-paper-7"


def test_too_many_requests_for_a_password_are_a_page_that_says_when_to_go_on(client, settings, cast, mailoutbox):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/key"}
    answers = [client.post("/accounts/password/reset/", {"email": "too.often@kestrel.example"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert (answers[1]["Retry-After"], len(mailoutbox)) == ("60", 1)
    assert "Wait a minute, then go back and repeat the last step." in answers[1].content.decode()


def signing_in(client, password: str, *, email: str):
    said = {"login": email, "password": password, "next": "/settings/me/"}
    return client.post("/accounts/login/", said)


@pytest.fixture
def rita(cast):
    cast.rita.set_password(PASSWORD)
    cast.rita.save()
    return cast.rita


def test_too_many_failed_attempts_keep_the_page_and_what_was_typed(client, settings, rita):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/300s/key"}
    answers = [signing_in(client, "qz-guessed", email=rita.email) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].get("Retry-After") is None
    late = answers[2]
    page = late.content.decode()
    assert (late["Retry-After"], late.templates[0].name) == ("300", "account/login.html")
    assert "There were too many attempts to sign in. Wait 5 minutes, then try again." in page
    assert (f'value="{rita.email}"' in page, 'value="/settings/me/"' in page, "qz-guessed" in page) == (
        True,
        True,
        False,
    )
    assert signing_in(client, PASSWORD, email=rita.email).status_code == 429  # the right one, too
    assert "_auth_user_id" not in client.session


def test_whoever_sends_the_page_too_often_finds_it_again(client, settings, rita):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [signing_in(client, "qz-guessed", email="often@kestrel.example") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    page = answers[1].content.decode()
    assert answers[1]["Retry-After"] == "60"
    assert "This was sent too often, and nobody was signed in. Wait 60 seconds, then try again." in page
    assert ('value="often@kestrel.example"' in page, 'value="/settings/me/"' in page) == (True, True)
    assert "qz-guessed" not in page


def test_confirming_who_one_is_too_often_says_so(client, settings, rita):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/300s/key"}
    client.force_login(rita)
    answers = [client.post("/accounts/reauthenticate/", {"password": "qz-guessed"}) for _ in range(2)]
    assert [(answer.status_code, answer.get("Retry-After")) for answer in answers] == [(200, None), (429, "300")]
    assert "Wait 5 minutes" in answers[1].content.decode()
