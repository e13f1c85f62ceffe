"""What the gateway and the services tell each other about why a record is in somebody's sight."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, StrictSchema


class ShareFacts(Schema):
    id = IdField()
    grantee_id = IdField()
    grantee_kind = fields.String()
    reason = fields.String()
    access = fields.String()
    until = fields.Date(allow_none=True)
    granted_by = IdField()
    granted_at = fields.AwareDateTime(format="iso")
    opens = fields.Boolean()


class RecordFacts(Schema):
    """Whose a record is, and of each way (a reach, or `share`) whether it leads there."""

    exists = fields.Boolean()
    owner_id = IdField(allow_none=True)
    org_unit_id = IdField(allow_none=True)
    customer_id = IdField(allow_none=True)
    ways = fields.Dict(keys=fields.String(), values=fields.Boolean())
    shares = fields.List(fields.Nested(ShareFacts))


class SightQuestion(StrictSchema):
    """Two signed actors whose sights are compared."""

    noun = fields.String(required=True, validate=validate.Length(max=60))
    before = fields.String(required=True)
    after = fields.String(required=True)
    examples = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=20))


class SightPart(Schema):
    count = fields.Integer()
    examples = fields.List(IdField())


class SightDifference(Schema):
    opened = fields.Nested(SightPart)
    closed = fields.Nested(SightPart)


class SightPageQuestion(StrictSchema):
    """What the signed actor `here` sees and `there` does not, newest first, from below `cursor` on."""

    noun = fields.String(required=True, validate=validate.Length(max=60))
    here = fields.String(required=True)
    there = fields.String(required=True)
    limit = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=200))
    cursor = IdField(required=True, allow_none=True)


class SightPage(Schema):
    """All of them are counted; named are those that the caller sees too, of which there are `in_sight`."""

    count = fields.Integer()
    in_sight = fields.Integer()
    ids = fields.List(IdField())
    next = IdField(allow_none=True)
