"""What is said on the wire about where somebody stood on a day, and what their rights reached then."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, PersonRef, StrictSchema, UnitRef

MOST_COVERED = 200


class StandingQuery(StrictSchema):
    """`noun` asks in addition for the units and people that its read right covered: `sales.opportunity`, say."""

    user = IdField(required=True, metadata={"description": "The id of the person."})
    on = fields.Date(
        required=True,
        metadata={"description": "A day in UTC; the answer is how things stood as it ended, today as they are now."},
    )
    noun = fields.String(load_default=None, validate=validate.Regexp(r"^[a-z_]{1,40}\.[a-z_]{1,60}\Z"))
    cursor = fields.String(load_default=None, validate=validate.Regexp(r"^(unit|person):[0-9a-f-]{36}\Z"))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST_COVERED))


class CoveredView(Schema):
    """A unit whose records were in reach, or a person whose records were. `code` is the unit's, or the login."""

    kind = fields.String(validate=validate.OneOf(("unit", "person")))
    id = IdField()
    code = fields.String()
    name = fields.String()


class StandingView(Schema):
    """`covers` is a page of those that the asker may see too; without a noun it is empty."""

    on = fields.Date()
    user = fields.Nested(PersonRef)
    active = fields.Boolean(metadata={"description": "Whether their access was open."})
    org_unit = fields.Nested(UnitRef)
    superior = fields.Nested(PersonRef, allow_none=True)
    chain = fields.List(fields.Nested(PersonRef), metadata={"description": "All superiors, the nearest first."})
    groups = fields.List(fields.String())
    positions = fields.List(fields.String())
    rights = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Each right they held, with how far it reached."},
    )
    noun = fields.String(allow_none=True)
    covers = fields.List(fields.Nested(CoveredView))
    next = fields.String(allow_none=True)
    prev = fields.String(allow_none=True)
