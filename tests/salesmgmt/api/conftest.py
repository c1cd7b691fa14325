"""A client for each of the cast."""

import pytest
from rest_framework.test import APIClient


@pytest.fixture
def api(settings):
    """`api(user)` is a client signed in as that person; `api()` is nobody."""
    settings.ROOT_URLCONF = "tests.salesmgmt.api.toy_urls"

    def signed_in(user=None) -> APIClient:
        client = APIClient()
        client.raise_request_exception = False
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
