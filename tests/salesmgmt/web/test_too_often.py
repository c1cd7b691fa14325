"""Whoever asks too often for a new password is told so on a page of ours."""

import pytest

pytestmark = pytest.mark.django_db


def test_too_many_requests_for_a_password_are_a_page_that_says_when_to_go_on(client, settings, cast, mailoutbox):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/key"}
    answers = [client.post("/accounts/password/reset/", {"email": "too.often@kestrel.example"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert (answers[1]["Retry-After"], len(mailoutbox)) == ("60", 1)
    assert "Wait a minute, then go back and repeat the last step." in answers[1].content.decode()
