"""What is said on the wire about passwords that were forgotten."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, PersonRef, StrictSchema
from shared.contracts.gateway.people import LONGEST_PASSWORD, SHORTEST_PASSWORD

READ = "gateway.password_reset:read"
HAND_OVER = "gateway.password_reset:hand_over"

RIGHTS = {
    READ: "See who asked for a new password",
    HAND_OVER: "Read the token of a reset, once, to hand it to the person",
}


class AskForReset(StrictSchema):
    login = fields.String(required=True, validate=validate.Length(min=1, max=200))


class RedeemReset(StrictSchema):
    """The token is in the body, since addresses end in logs."""

    token = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=100))
    password = fields.String(
        required=True, load_only=True, validate=validate.Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)
    )


class ResetAskedView(Schema):
    """The same whether or not there is somebody with this login."""

    status = fields.Constant("asked")


class ResetView(Schema):
    id = IdField()
    person = fields.Nested(PersonRef)
    created_at = fields.DateTime()
    expires_at = fields.DateTime()
    handed_over = fields.Boolean()


class ResetsView(Schema):
    data = fields.List(fields.Nested(ResetView))


class ResetTokenView(Schema):
    """The only time that the token is told; the person sends it to /v1/password-resets/redeem with a new password."""

    reset_token = fields.String()
