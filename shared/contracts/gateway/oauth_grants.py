"""What is said on the wire when somebody lets a program act for them. The token endpoint speaks RFC 6749 instead."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import StrictSchema

LONGEST_STATE = 500


class OAuthWish(StrictSchema):
    """The parameters that the program sent the browser with (RFC 6749, RFC 7636)."""

    response_type = fields.String(required=True, validate=validate.OneOf(("code",)))
    client_id = fields.String(required=True, validate=validate.Length(max=100))
    redirect_uri = fields.String(required=True, validate=validate.Length(max=500))
    scope = fields.String(validate=validate.Length(max=2000))
    state = fields.String(validate=validate.Length(max=LONGEST_STATE))
    code_challenge = fields.String(required=True, validate=validate.Length(min=43, max=128))
    code_challenge_method = fields.String(required=True, validate=validate.OneOf(("S256",)))


class AnswerOAuthWish(OAuthWish):
    approve = fields.Boolean(required=True)


class OAuthWishView(Schema):
    """What to show to the person who is asked."""

    client = fields.String()
    scopes = fields.List(fields.String())
    redirect_uri = fields.String()


class OAuthAnswerView(Schema):
    redirect_to = fields.String(metadata={"description": "Where the browser goes next: back to the program."})


class ConsentedClientRef(Schema):
    id = fields.String()
    name = fields.String()


class OAuthConsentView(Schema):
    """That oneself lets a program act for one, within `scopes`, until it is taken back or not used for a month."""

    id = fields.String()
    client = fields.Nested(ConsentedClientRef)
    scopes = fields.List(fields.String())
    created_at = fields.DateTime()
    last_used_at = fields.DateTime(allow_none=True)


class OAuthConsentsView(Schema):
    data = fields.List(fields.Nested(OAuthConsentView))


class OAuthTokenView(Schema):
    """RFC 6749, section 5.1."""

    access_token = fields.String()
    token_type = fields.String()
    expires_in = fields.Integer()
    scope = fields.String()
    refresh_token = fields.String()


class OAuthMetadataView(Schema):
    """RFC 8414."""

    issuer = fields.String()
    authorization_endpoint = fields.String()
    token_endpoint = fields.String()
    revocation_endpoint = fields.String()
    response_types_supported = fields.List(fields.String())
    grant_types_supported = fields.List(fields.String())
    token_endpoint_auth_methods_supported = fields.List(fields.String())
    code_challenge_methods_supported = fields.List(fields.String())
    service_documentation = fields.String()
