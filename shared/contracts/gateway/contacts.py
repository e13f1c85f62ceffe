"""What the gateway says about a contact from what several services know: the timeline of dealings with it."""

from marshmallow import fields, validate

from shared.contracts.fields import IdField
from shared.contracts.gateway.customers import (
    ACTIVITY,
    OPPORTUNITY,
    VISIT,
    Kind,
    TimelineEntryView,
    TimelineQuery,
    TimelineView,
)
from shared.contracts.messaging import messages

MESSAGE = Kind("message", messages.READ, "/v1/messages/{id}")
KINDS = (ACTIVITY, OPPORTUNITY, VISIT, MESSAGE)
TELLING = ("sales", "messaging")
"""The services that have a part in dealings with contacts."""

MOST_DEALS = 200
"""The newest deals that a contact takes part in, and as many of its customer's, that its timeline goes into."""


class ContactTimelineQuery(TimelineQuery):
    """Which entries of a timeline, and after which page."""

    kind = fields.List(fields.String(validate=validate.OneOf([kind.name for kind in KINDS])))
    service = fields.List(fields.String(validate=validate.OneOf(TELLING)))


class ContactTimelineEntryView(TimelineEntryView):
    kind = fields.String(validate=validate.OneOf([kind.name for kind in KINDS]))
    service = fields.String(validate=validate.OneOf(TELLING))


class ContactTimelineView(TimelineView):
    """Newest first; `customer_id` is the customer that the contact is at."""

    customer_id = IdField(required=True, allow_none=True)
    data = fields.List(fields.Nested(ContactTimelineEntryView), required=True)
    missing = fields.List(fields.String(validate=validate.OneOf(TELLING)), required=True)
