"""What the sales service says on the wire about merges: two records of one customer made one."""

from marshmallow import Schema, fields

from shared.contracts.fields import IdField, PersonRef, StrictSchema
from shared.contracts.newest import NewestView


class MergeCustomer(StrictSchema):
    """`duplicate_id` names the customer that is this one too: it is gone afterwards, and what it had is here."""

    duplicate_id = IdField(required=True)


class MergeView(Schema):
    id = IdField()
    customer_id = IdField()
    duplicate_id = IdField()
    duplicate_name = fields.String()
    moved = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "How many records of sales were moved; the other services follow."},
    )
    merged_by = fields.Nested(PersonRef, allow_none=True)
    merged_at = fields.AwareDateTime(format="iso")
    undone_at = fields.AwareDateTime(format="iso", allow_none=True)


class MergesView(NewestView):
    data = fields.List(fields.Nested(MergeView))
