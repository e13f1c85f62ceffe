"""What is said on the wire about changes that are tried out: what would open, what would close, for whom."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.fields import IdField, PersonRef, StrictSchema
from shared.contracts.gateway.groups import RevokeRight

MOST_PEOPLE, MOST_EXAMPLES, MOST_GRANTS, MOST_RECORDS = 20, 20, 50, 200
OPENED, CLOSED = "opened", "closed"


class ChangeToTry(StrictSchema):
    """Either of a group (`group` with `grant`, `revoke`, `add_member` or `remove_member`) or of a person's place
    (`user` with `unit_id` or `superior_id`).
    """

    group = fields.String(validate=validate.Length(max=40), metadata={"description": "The code of the group."})
    grant = fields.List(fields.Nested(RevokeRight), validate=validate.Length(min=1, max=MOST_GRANTS))
    revoke = fields.List(fields.Nested(RevokeRight), validate=validate.Length(min=1, max=MOST_GRANTS))
    add_member = IdField()
    remove_member = IdField()
    user = IdField()
    unit_id = IdField()
    superior_id = IdField(allow_none=True)

    @validates_schema
    def be_one_change(self, data: dict[str, Any], **_: Any) -> None:
        of_group, of_person = {"grant", "revoke", "add_member", "remove_member"}, {"unit_id", "superior_id"}
        named = data.keys() - {"group", "user"}
        regrants = named <= {"grant", "revoke"}
        if "group" in data and "user" not in data and named <= of_group and (regrants or len(named) == 1) and named:
            return
        if "user" in data and "group" not in data and named <= of_person and len(named) == 1:
            return
        raise ValidationError(
            "Give `group` with `grant` and `revoke`, or with one member; or `user` with `unit_id` or `superior_id`."
        )


class Simulate(StrictSchema):
    change = fields.Nested(ChangeToTry, required=True)
    users = fields.List(IdField(), validate=validate.Length(min=1, max=100))
    nouns = fields.List(fields.String(validate=validate.Length(max=60)), validate=validate.Length(min=1, max=100))
    examples = fields.Integer(load_default=5, strict=True, validate=validate.Range(min=0, max=MOST_EXAMPLES))
    limit = fields.Integer(load_default=10, strict=True, validate=validate.Range(min=1, max=MOST_PEOPLE))
    cursor = IdField(load_default=None, allow_none=True)


class SimulateRecords(StrictSchema):
    """Which records of one noun the change would open, or close, to one person."""

    change = fields.Nested(ChangeToTry, required=True)
    user = IdField(required=True)
    noun = fields.String(required=True, validate=validate.Length(max=60))
    effect = fields.String(required=True, validate=validate.OneOf([OPENED, CLOSED]))
    limit = fields.Integer(load_default=50, strict=True, validate=validate.Range(min=1, max=MOST_RECORDS))
    cursor = IdField(load_default=None, allow_none=True)


class DifferenceView(Schema):
    count = fields.Integer()
    examples = fields.List(IdField(), metadata={"description": "The newest, as far as the caller sees them too."})


class NounEffectView(Schema):
    noun = fields.String()
    opened = fields.Nested(DifferenceView)
    closed = fields.Nested(DifferenceView)


class PersonEffectView(Schema):
    user = fields.Nested(PersonRef)
    rights_gained = fields.List(fields.String())
    rights_lost = fields.List(fields.String())
    nouns = fields.List(
        fields.Nested(NounEffectView), metadata={"description": "Only nouns whose reading reaches otherwise."}
    )


class SimulationView(Schema):
    """The people whom the change would touch, in the order of their ids; `next` is the cursor of the next page."""

    data = fields.List(fields.Nested(PersonEffectView))
    next = IdField(allow_none=True)


class AffectedRecord(Schema):
    id = IdField()
    address = fields.String(metadata={"description": "Where the record is read."})


class AffectedRecordsView(Schema):
    """Newest first; `next` is the cursor of the next page. What the caller does not see is counted, not named."""

    count = fields.Integer(metadata={"description": "All that would open or close, whoever sees them."})
    in_sight = fields.Integer(metadata={"description": "Those that the caller sees, and so are named."})
    data = fields.List(fields.Nested(AffectedRecord))
    next = IdField(allow_none=True)
