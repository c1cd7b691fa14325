"""Tokens of the person who asks, and for admins those of API service users."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.accounts.models import User
from salesmgmt.api.authentication import TokenAuthentication
from salesmgmt.api.choices import TokenApp, TokenScope
from salesmgmt.api.domain.tokens import DEFAULT_DAYS, MAX_DAYS, TokenFacts, create_token, revoke_token
from salesmgmt.api.models import Token
from salesmgmt.api.queries.tokens import token_named, tokens_for
from salesmgmt.api.sign_in import PasswordAuthentication
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView


class TokenSerializer(serializers.ModelSerializer[Token]):
    """A token without its text."""

    id = serializers.CharField(source="public_id", help_text="Names the token; it opens nothing.")
    created_at = serializers.DateTimeField(source="created")
    expires_at = serializers.DateTimeField(source="expiry")

    class Meta:
        model = Token
        read_only_fields = fields = (
            "id", "name", "user", "scope", "apps", "created_at", "expires_at", "last_used_at",
        )  # fmt: skip
        extra_kwargs = {
            "apps": {"help_text": "The apps that it is confined to; none means all."},
            "last_used_at": {"help_text": "To the hour; null while it was never used."},
        }


class NewTokenSerializer(TokenSerializer):
    """A token and, this once, its text."""

    token = serializers.CharField(
        help_text="Send it as `Authorization: Token …`; it is shown only here, and empty when the answer is replayed."
    )

    class Meta(TokenSerializer.Meta):
        read_only_fields = fields = (*TokenSerializer.Meta.fields, "token")


class TokenListSerializer(serializers.Serializer[Any]):
    """All of one's tokens."""

    results = TokenSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: a person has few tokens.")


class TokenBody(StrictBody):
    """What a new token may open, and for how long."""

    name = serializers.CharField(max_length=100, default="Token", help_text="What uses it.")
    scope = serializers.ChoiceField(choices=TokenScope.choices, default=TokenScope.FULL)
    apps = serializers.ListField(
        child=serializers.ChoiceField(choices=TokenApp.choices), default=list, help_text="None means all apps."
    )
    days = serializers.IntegerField(min_value=1, max_value=MAX_DAYS, default=DEFAULT_DAYS)
    user = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(is_active=True),
        required=False,
        help_text="An API service user, where an admin makes the token; oneself if not sent.",
    )


class TokensView(ApiView):
    """One's own tokens."""

    authentication_classes = [TokenAuthentication, SessionAuthentication, PasswordAuthentication]

    def get_authenticators(self) -> list[Any]:
        """A token cannot make another one, so that one that leaked ends with its own expiry."""
        minting = getattr(self.request, "method", "") == "POST"
        return [each() for each in self.authentication_classes if not (minting and each is TokenAuthentication)]

    @extend_schema(operation_id="tokens_list", responses=TokenListSerializer)
    def get(self, request: Request) -> Response:
        """List one's own tokens, and for admins those of API service users."""
        return Response(TokenListSerializer({"results": tokens_for(request.user), "next": None}).data)

    @extend_schema(operation_id="tokens_create", request=TokenBody, responses={201: NewTokenSerializer})
    def post(self, request: Request) -> Response:
        """Make a token.

        Signed in by session, or by e-mail address and password over HTTP Basic. The text of the token is in this
        answer only.
        """
        body = TokenBody(data=request.data)
        body.is_valid(raise_exception=True)
        sent = dict(body.validated_data)
        owner = sent.pop("user", None)
        token, text = create_token(facts=TokenFacts(**sent), owner=owner, by=request.user, at=timezone.now())
        token.token = text
        return Response(NewTokenSerializer(token).data, status=201)

    def kept(self, data: Any) -> Any:
        """The text is kept nowhere."""
        return {**data, "token": ""}


class TokenView(ApiView):
    """One of one's own tokens."""

    @extend_schema(operation_id="tokens_revoke", responses={204: None})
    def delete(self, request: Request, token_id: str) -> Response:
        """Revoke a token.

        It opens nothing from the next request on.
        """
        token = token_named(token_id, user=request.user)
        if token is None:
            raise Http404
        revoke_token(token=token, by=request.user, at=timezone.now())
        return Response(status=204)
