"""What is said on the wire about signing in."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import StrictSchema
from shared.contracts.gateway.people import LONGEST_PASSWORD, SHORTEST_PASSWORD


class CreateToken(StrictSchema):
    login = fields.String(required=True, validate=validate.Length(min=1, max=200))
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=LONGEST_PASSWORD))
    label = fields.String(load_default="", validate=validate.Length(max=100))


class ChangeOwnPassword(StrictSchema):
    old_password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=LONGEST_PASSWORD))
    password = fields.String(
        required=True, load_only=True, validate=validate.Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)
    )


class NewTokenView(Schema):
    """The only time that the token itself is told."""

    id = fields.String()
    access_token = fields.String()
    token_type = fields.Constant("Bearer")
    expires_at = fields.DateTime()
    must_change_password = fields.Boolean()


class TokenView(Schema):
    id = fields.String()
    label = fields.String()
    created_at = fields.DateTime()
    expires_at = fields.DateTime()
    last_used_at = fields.DateTime(allow_none=True)


class TokensView(Schema):
    data = fields.List(fields.Nested(TokenView))
