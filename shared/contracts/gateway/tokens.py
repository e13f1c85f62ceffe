"""What is said on the wire about signing in and about tokens for programs."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Event
from shared.contracts.fields import MomentField, StrictSchema
from shared.contracts.gateway.audit import READ as READ_AUDIT
from shared.contracts.gateway.groups import ensure_pattern
from shared.contracts.gateway.people import LONGEST_PASSWORD, SHORTEST_PASSWORD

REALMS = ("internal", "partner")
LONGEST_CODE = 32
MOST_SCOPES = 50


class CreateToken(StrictSchema):
    """`code` is that of the second factor, or a recovery code. With `realm` only people of that realm get in."""

    login = fields.String(required=True, validate=validate.Length(min=1, max=200))
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=LONGEST_PASSWORD))
    code = fields.String(load_default=None, load_only=True, validate=validate.Length(min=1, max=LONGEST_CODE))
    realm = fields.String(load_default=None, validate=validate.OneOf(REALMS))
    label = fields.String(load_default="", validate=validate.Length(max=100))


class ChangeOwnPassword(StrictSchema):
    old_password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=LONGEST_PASSWORD))
    password = fields.String(
        required=True, load_only=True, validate=validate.Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)
    )


class ScopesField(fields.List[str]):
    """Patterns of rights that a token is narrowed to."""

    def __init__(self) -> None:
        pattern = fields.String(validate=[validate.Length(max=120), ensure_pattern])
        about = {"description": "Patterns of rights: service.noun:verb, service.noun:*, service.* or *."}
        super().__init__(pattern, required=True, validate=validate.Length(min=1, max=MOST_SCOPES), metadata=about)


class CreateProgramToken(StrictSchema):
    label = fields.String(required=True, validate=validate.Length(min=1, max=100))
    scopes = ScopesField()
    expires_at = MomentField(required=True, metadata={"description": "At most a year from now."})


class RotateToken(StrictSchema):
    expires_at = MomentField(required=True, metadata={"description": "At most a year from now."})


class NarrowToken(StrictSchema):
    scopes = ScopesField()


class NewTokenView(Schema):
    """The only time that the token itself is told."""

    id = fields.String()
    access_token = fields.String()
    token_type = fields.Constant("Bearer")
    expires_at = fields.DateTime()
    must_change_password = fields.Boolean()


class NewProgramTokenView(Schema):
    """The only time that the token itself is told."""

    id = fields.String()
    access_token = fields.String()
    token_type = fields.Constant("Bearer")
    expires_at = fields.DateTime()


class TokenView(Schema):
    id = fields.String()
    kind = fields.String(metadata={"description": "How it came to be: sign_in, personal or service."})
    label = fields.String()
    scopes = fields.List(
        fields.String(), allow_none=True, metadata={"description": "What it is narrowed to; null for all one may."}
    )
    created_at = fields.DateTime()
    expires_at = fields.DateTime()
    last_used_at = fields.DateTime(allow_none=True)


class TokensView(Schema):
    data = fields.List(fields.Nested(TokenView))


@dataclass(frozen=True)
class SignedIn(Event):
    """Somebody showed their password and was given a token."""

    type: ClassVar[str] = "gateway.sign_in.succeeded"
    read_by: ClassVar[str | None] = READ_AUDIT
    person_id: str
    login: str
    label: str


@dataclass(frozen=True)
class SignInFailed(Event):
    """Somebody tried to sign in and was refused. `person_id` is whose login was tried, if it is anybody's."""

    type: ClassVar[str] = "gateway.sign_in.failed"
    read_by: ClassVar[str | None] = READ_AUDIT
    login: str
    person_id: str | None
