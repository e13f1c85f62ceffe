"""Pages of what was added to one record, the newest first."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, StrictSchema

MOST, USUAL = 200, 50


class NewestQuery(StrictSchema):
    """`before` is the `next` of the page before."""

    before = IdField()
    limit = fields.Integer(load_default=USUAL, validate=validate.Range(1, MOST))


class NewestView(Schema):
    """A page; `next`, if any, asks for what is older."""

    next = IdField(allow_none=True)
