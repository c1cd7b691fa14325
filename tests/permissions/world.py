"""What the permission table speaks of: one small company, and names for its things."""

from dataclasses import dataclass

from knox.models import AuthToken
from rest_framework.test import APIClient

from salesmgmt.accounts.models import User
from salesmgmt.api.domain.tokens import public_id
from tests.cast import Cast
from tests.pipeline_rows import make_deal, make_process


@dataclass(frozen=True)
class World:
    """`names` fill the braces of the table's addresses. People come by session, a service user by token."""

    names: dict[str, object]
    sessions: dict[str, APIClient]
    service: APIClient

    def client(self, name: str, address: str) -> APIClient:
        return self.service if name == "api_user" and address.startswith("/api/") else self.sessions[name]


def make_world(cast: Cast, who: tuple[str, ...]) -> World:
    """Rita has two deals, Sam one; Rita and the API service user have a token each."""
    make_process()
    ritas_deal = make_deal(cast.rita, "Helix Robotics")
    make_deal(cast.rita, "Orbit Foods")
    sams_deal = make_deal(cast.sam, "Nimbus Freight")
    ritas_token, _ = AuthToken.objects.create(cast.rita)
    _, text = AuthToken.objects.create(cast.api_user)
    names = {
        "ritas_deal": ritas_deal.pk,
        "sams_deal": sams_deal.pk,
        "ritas_token": public_id(ritas_token),
        "figure": "toy.open_deals",
        "admins_figure": "toy.admins_deals",
    }
    clients = {name: _by_session(getattr(cast, name, None)) for name in who}
    return World(names, clients, _by_token(text))


def _by_session(user: User | None) -> APIClient:
    client = APIClient(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _by_token(text: str) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
    return client
