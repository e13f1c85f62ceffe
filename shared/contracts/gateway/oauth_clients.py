"""What is said on the wire about programs that people may let act for them (OAuth 2)."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from marshmallow import Schema, ValidationError, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, PersonRef, RecordView, StrictSchema, UnitRef
from shared.contracts.gateway.tokens import ScopesField
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.oauth_client:read"
CREATE = "gateway.oauth_client:create"
RENEW_SECRET = "gateway.oauth_client:renew_secret"
CLOSE = "gateway.oauth_client:close"

RIGHTS = {
    READ: "See which programs people may let act for them",
    CREATE: "Register a program that people may let act for them",
    RENEW_SECRET: "Give a program a new secret",
    CLOSE: "Close a program's access and end all its tokens",
}

LOOPBACK = ("127.0.0.1", "[::1]", "localhost")
FORBIDDEN_IN_URIS = ("#", "*", "\\", "@")


def _ensure_redirect_uri(text: str) -> None:
    """TLS, or this very machine; compared letter by letter later, so nothing is left open here."""
    try:
        parts = urlsplit(text)
        host = parts.netloc.rpartition(":")[0] if parts.port else parts.netloc
    except ValueError as fault:
        raise ValidationError("Not an address.") from fault
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not safe or not host or not text.isascii() or any(sign in text for sign in FORBIDDEN_IN_URIS):
        raise ValidationError("Not a redirect address: https, or http to this machine; no fragment, user or wildcard.")


class CreateOAuthClient(StrictSchema):
    """A confidential client has a secret; a public one (an app) has PKCE alone. With a service account the client may
    also act for itself (client credentials), as this account in its unit.
    """

    name = fields.String(required=True, validate=validate.Length(min=1, max=100))
    unit_id = IdField(required=True)
    confidential = fields.Boolean(required=True)
    redirect_uris = fields.List(
        fields.String(validate=[validate.Length(max=500), _ensure_redirect_uri]),
        load_default=list,
        validate=validate.Length(max=10),
    )
    scopes = ScopesField()
    service_account_id = IdField(load_default=None, allow_none=True)


class OAuthClientView(RecordView):
    name = fields.String()
    org_unit = fields.Nested(UnitRef)
    confidential = fields.Boolean()
    redirect_uris = fields.List(fields.String())
    scopes = fields.List(fields.String())
    service_account = fields.Nested(PersonRef, allow_none=True)
    closed = fields.Boolean()


class NewOAuthClientView(OAuthClientView):
    """The only time that the secret is told."""

    client_secret = fields.String(allow_none=True)


class NewSecretView(Schema):
    """The only time that the secret is told; the one before no longer counts."""

    client_secret = fields.String()


LISTING = Listing(
    noun="OAuth clients",
    view=OAuthClientView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "org_unit_id": FieldKind.ID,
        "closed": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("name", "created_at", "updated_at"),
    default_sort="name",
)


@dataclass(frozen=True)
class _OAuthClientEvent(Event):
    """About a program; never its secret."""

    id: str
    name: str
    unit_id: str
    confidential: bool
    redirect_uris: list[str]
    scopes: list[str]
    service_account_id: str | None
    closed: bool
    changes: Changes


class OAuthClientCreated(_OAuthClientEvent):
    type: ClassVar[str] = "gateway.oauth_client.created"


class OAuthClientSecretRenewed(_OAuthClientEvent):
    type: ClassVar[str] = "gateway.oauth_client.secret_renewed"


class OAuthClientClosed(_OAuthClientEvent):
    type: ClassVar[str] = "gateway.oauth_client.closed"
