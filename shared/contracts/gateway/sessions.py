"""What is said on the wire about the sessions of the console, which are kept by a cookie."""

from marshmallow import Schema, fields

from shared.contracts.gateway.tokens import CreateToken


class CreateSession(CreateToken):
    """As for a token; `label` names the device, by default after what its browser calls itself."""


class SessionView(Schema):
    id = fields.String()
    device = fields.String(attribute="label")
    address = fields.String(allow_none=True)
    created_at = fields.DateTime()
    expires_at = fields.DateTime()
    last_used_at = fields.DateTime(allow_none=True)


class OpenSessionView(Schema):
    """A session and the token that each of its writes must show in `X-CSRF-Token`."""

    id = fields.String()
    csrf_token = fields.String()
    expires_at = fields.DateTime()
    must_change_password = fields.Boolean()


class SessionsView(Schema):
    data = fields.List(fields.Nested(SessionView))
