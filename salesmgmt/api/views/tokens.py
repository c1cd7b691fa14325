"""Tokens of the person who asks."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.domain.tokens import create_token, public_id, revoke_token
from salesmgmt.api.sign_in import PasswordAuthentication
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView


class TokenSerializer(serializers.Serializer[AuthToken]):
    """A token without its text."""

    id = serializers.SerializerMethodField(help_text="Names the token; it opens nothing.")
    created_at = serializers.DateTimeField(source="created")
    expires_at = serializers.DateTimeField(source="expiry")

    def get_id(self, token: AuthToken) -> str:
        return public_id(token)


class NewTokenSerializer(TokenSerializer):
    """A token and, this once, its text."""

    token = serializers.CharField(help_text="Send it as `Authorization: Token …`; it is shown only here.")


class TokenListSerializer(serializers.Serializer[Any]):
    """All of one's tokens."""

    results = TokenSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: a person has few tokens.")


class NoFieldsSerializer(StrictBody):
    """An empty body."""


class TokensView(ApiView):
    """One's own tokens."""

    authentication_classes = [TokenAuthentication, SessionAuthentication, PasswordAuthentication]

    def get_authenticators(self) -> list[Any]:
        """A token cannot make another one, so that one that leaked ends with its own expiry."""
        minting = getattr(self.request, "method", "") == "POST"
        return [each() for each in self.authentication_classes if not (minting and each is TokenAuthentication)]

    @extend_schema(operation_id="tokens_list", responses=TokenListSerializer)
    def get(self, request: Request) -> Response:
        """List one's own tokens."""
        return Response(TokenListSerializer({"results": own_tokens(request), "next": None}).data)

    @extend_schema(operation_id="tokens_create", request=NoFieldsSerializer, responses={201: NewTokenSerializer})
    def post(self, request: Request) -> Response:
        """Make a token.

        Signed in by session, or by e-mail address and password over HTTP Basic. The text of the token is in this
        answer only.
        """
        NoFieldsSerializer(data=request.data).is_valid(raise_exception=True)
        token, text = create_token(by=request.user, at=timezone.now())
        token.token = text
        return Response(NewTokenSerializer(token).data, status=201)


class TokenView(ApiView):
    """One of one's own tokens."""

    @extend_schema(operation_id="tokens_revoke", responses={204: None})
    def delete(self, request: Request, token_id: str) -> Response:
        """Revoke a token.

        It opens nothing from the next request on.
        """
        token = own_tokens(request).filter(digest__startswith=token_id).first() if len(token_id) == 16 else None
        if token is None:
            raise Http404
        revoke_token(token=token, by=request.user, at=timezone.now())
        return Response(status=204)


def own_tokens(request: Request) -> QuerySet[AuthToken]:
    return AuthToken.objects.filter(user=request.user).order_by("-created", "digest")
