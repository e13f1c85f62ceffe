"""What the gateway says when it tells again what has happened."""

from marshmallow import Schema, fields, validate

from shared.contracts.channels import CHANNELS
from shared.contracts.fields import IdField, StrictSchema

MOST_EVENTS, EVENTS = 200, 50


class EventsQuery(StrictSchema):
    """Which events, and after which place in the logs."""

    after = fields.String(
        validate=validate.Length(min=1, max=1000),
        metadata={"description": "`cursor` of an earlier page; without it, from the very first event."},
    )
    type = fields.List(
        fields.String(validate=validate.Length(min=1, max=120)),
        metadata={"description": "Types or patterns, separated by commas: sales.opportunity.*, *.order.created."},
    )
    limit = fields.Integer(
        load_default=EVENTS,
        validate=validate.Range(1, MOST_EVENTS),
        metadata={"description": "More than the maximum is refused, not clipped."},
    )


class CloudEventView(Schema):
    """A CloudEvent 1.0. `sequence` counts the events of the subject, `position` those of the source, both gap-free."""

    specversion = fields.String()
    id = IdField()
    source = fields.String()
    type = fields.String()
    subject = IdField()
    time = fields.String()
    datacontenttype = fields.String()
    sequence = fields.Integer()
    position = fields.Integer()
    actor = IdField()
    actorname = fields.String()
    orgunit = IdField()
    correlationid = fields.String()
    causationid = IdField()
    channel = fields.String(validate=validate.OneOf(CHANNELS))
    data = fields.Dict()


class EventsView(Schema):
    """A page may be short, or empty, while there is more: go on with `next` until it is null, later with `cursor`."""

    data = fields.List(fields.Nested(CloudEventView), required=True)
    next = fields.String(required=True, allow_none=True)
    prev = fields.String(required=True, allow_none=True, metadata={"description": "Always null: logs go forward."})
    cursor = fields.String(required=True, metadata={"description": "Where this page ends: `after` of the next look."})
