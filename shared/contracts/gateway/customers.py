"""What the gateway says about a customer from what all services know: the timeline, and how each knows the customer."""

from dataclasses import dataclass

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.channels import CHANNELS
from shared.contracts.distribution import invoices, payments, shipments
from shared.contracts.distribution import orders as fulfilment
from shared.contracts.fields import IdField, MomentField, StrictSchema
from shared.contracts.marketing import members
from shared.contracts.payload import Payload
from shared.contracts.sales import activities, contacts, leads, opportunities, orders, quotations, visits
from shared.contracts.sales.customers import CopyView
from shared.contracts.service_desk import agreements, requests

MOST_ENTRIES, ENTRIES = 200, 50
KNOWING = ("sales", "marketing", "service_desk", "distribution")
"""The services whose records belong to customers."""


@dataclass(frozen=True)
class Kind:
    """One kind of entries: `right` opens them, `path` is where the record is found; some are for the house alone."""

    name: str
    right: str
    path: str
    for_partners: bool = True

    @property
    def service(self) -> str:
        return self.right.partition(".")[0]


ACTIVITY = Kind("activity", activities.READ, "/v1/activities/{id}", for_partners=False)
CONTACT = Kind("contact", contacts.READ, "/v1/contacts/{id}")
LEAD = Kind("lead", leads.READ, "/v1/leads/{id}")
OPPORTUNITY = Kind("opportunity", opportunities.READ, "/v1/opportunities/{id}")
QUOTATION = Kind("quotation", quotations.READ, "/v1/quotations/{id}")
ORDER = Kind("order", orders.READ, "/v1/orders/{id}")
VISIT = Kind("visit", visits.READ, "/v1/visits/{id}")
MEMBER = Kind("campaign_member", members.READ, "/v1/campaign-members/{id}")
REQUEST = Kind("request", requests.READ, "/v1/requests/{id}")
AGREEMENT = Kind("agreement", agreements.READ, "/v1/agreements/{id}")
FULFILMENT = Kind("fulfilment", fulfilment.READ, "/v1/orders/{id}/fulfilment")
SHIPMENT = Kind("shipment", shipments.READ, "/v1/shipments/{id}")
INVOICE = Kind("invoice", invoices.READ, "/v1/invoices/{id}")
PAYMENT = Kind("payment", payments.READ, "/v1/payments/{id}")

KINDS = (
    ACTIVITY, CONTACT, LEAD, OPPORTUNITY, QUOTATION, ORDER, VISIT, MEMBER, REQUEST, AGREEMENT, FULFILMENT, SHIPMENT,
    INVOICE, PAYMENT,
)  # fmt: skip
TELLS = ("number", "title", "status", "amount", "currency")
"""What an entry says of its record, as far as the kind has it and the fields are open to the caller."""


class TimelineQuery(StrictSchema):
    """Which entries of a timeline, and after which page."""

    kind = fields.List(fields.String(validate=validate.OneOf([kind.name for kind in KINDS])))
    service = fields.List(fields.String(validate=validate.OneOf(KNOWING)))
    since = MomentField(metadata={"description": "Nothing before this moment."})
    until = MomentField(metadata={"description": "Nothing after this moment."})
    cursor = fields.String(validate=validate.Length(min=1, max=1000))
    limit = fields.Integer(load_default=ENTRIES, validate=validate.Range(1, MOST_ENTRIES))

    @validates_schema
    def ensure_span(self, data: Payload, **_: object) -> None:
        if "since" in data and "until" in data and data["until"] < data["since"]:
            raise ValidationError("Ends before it begins.", "until")


class TimelineEntryView(Schema):
    id = IdField(metadata={"description": "The record's, which `path` leads to."})
    at = fields.String(metadata={"description": "When the record was made; of what has a time of its own, that."})
    kind = fields.String(validate=validate.OneOf([kind.name for kind in KINDS]))
    service = fields.String(validate=validate.OneOf(KNOWING))
    number = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    status = fields.String(allow_none=True)
    amount = fields.String(allow_none=True)
    currency = fields.String(allow_none=True)
    channel = fields.String(allow_none=True, validate=validate.OneOf(CHANNELS))
    path = fields.String()


class TimelineView(Schema):
    """Newest first. `missing` names the services that did not answer: what they know is not in this page."""

    data = fields.List(fields.Nested(TimelineEntryView), required=True)
    next = fields.String(required=True, allow_none=True)
    prev = fields.String(required=True, allow_none=True, metadata={"description": "Always null: timelines go back."})
    missing = fields.List(fields.String(validate=validate.OneOf(KNOWING)), required=True)


class ServiceCopyView(CopyView):
    service = fields.String(validate=validate.OneOf(KNOWING))


class CopiesView(Schema):
    """`missing` names the services that did not answer; one that has not heard of the customer yet has no copy."""

    data = fields.List(fields.Nested(ServiceCopyView), required=True)
    missing = fields.List(fields.String(validate=validate.OneOf(KNOWING)), required=True)
