"""A client per person."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from salesmgmt.accounts.models import User


@pytest.fixture
def as_() -> Callable[[User], APIClient]:
    """`as_(rita).get(…)`: the API as a person, who changes money whatever version it is at."""

    def client(user: User) -> APIClient:
        api = APIClient()
        api.force_login(user)
        api.credentials(HTTP_IF_MATCH="*")
        return api

    return client
