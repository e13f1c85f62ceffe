"""What is said on the wire about second factors."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import StrictSchema
from shared.contracts.gateway.tokens import LONGEST_CODE


class ShowCode(StrictSchema):
    """A code of the authenticator app, or a recovery code."""

    code = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=LONGEST_CODE))


class NewSecondFactorView(Schema):
    """The only time that the secret is told; apps read the address from a QR code."""

    secret = fields.String()
    otpauth_uri = fields.String()


class RecoveryCodesView(Schema):
    """The only time that the codes are told. Each lets one in once, without the app."""

    recovery_codes = fields.List(fields.String())


class SecondFactorView(Schema):
    confirmed = fields.Boolean()
    confirmed_at = fields.DateTime(allow_none=True)
    recovery_codes_left = fields.Integer()
    demanded = fields.Boolean(metadata={"description": "Whether a group of the caller demands one."})
