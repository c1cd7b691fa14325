"""How one signs in, as the OpenAPI document says it."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(KnoxTokenScheme):
    """A token in the Authorization header."""

    target_class = "salesmgmt.api.authentication.TokenAuthentication"
    name = "token"


class PasswordScheme(OpenApiAuthenticationExtension):
    """E-mail and password over HTTP Basic."""

    target_class = "salesmgmt.api.sign_in.PasswordAuthentication"
    name = "password"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "basic", "description": "E-mail address and password, to make a token with."}
