"""What the sales service says on the wire about what to do next about a deal."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField

KINDS = (
    "set_close_date",
    "pay_visit",
    "revise_quotation",
    "send_quotation",
    "follow_up_quotation",
    "meet_criterion",
    "advance",
    "win",
    "order",
)


class NextActionView(Schema):
    """`criterion` and `stage` belong to what a stage demands or leads to, `record_id` to a visit or a quotation."""

    kind = fields.String(validate=validate.OneOf(KINDS))
    overdue = fields.Boolean()
    due_on = fields.Date(allow_none=True)
    criterion = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    record_id = IdField(allow_none=True)
    subject = fields.String(allow_none=True)


class NextActionsView(Schema):
    """Overdue ones first, then by the day on which they are due."""

    opportunity_id = IdField()
    data = fields.List(fields.Nested(NextActionView))
