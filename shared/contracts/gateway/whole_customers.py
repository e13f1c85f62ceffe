"""What the gateway says about a customer as a whole: itself, and of all that it has the newest that one may see."""

from dataclasses import dataclass

from marshmallow import Schema, fields, validate

from shared.contracts.fields import StrictSchema
from shared.contracts.gateway.customers import KNOWING
from shared.contracts.sales import activities, contacts, opportunities, orders, quotations
from shared.contracts.sales.competitors import CompetitorMetView
from shared.contracts.sales.customers import CustomerView
from shared.contracts.service_desk import agreements, requests

MOST_SHOWN = 20
"""Of each part, the newest; the part's own list has the others."""

EVERYTHING = "all"


@dataclass(frozen=True)
class Part:
    """One list of what a customer has: the right that opens it, the call that gives it, and the view of its rows. One
    that is `by_filter` is a list of many customers' records.
    """

    name: str
    right: str
    rpc: str
    view: type[Schema]
    by_filter: bool = False
    for_partners: bool = True

    @property
    def service(self) -> str:
        return self.right.partition(".")[0]


PARTS = (
    Part("contacts", contacts.READ, "list_customer_contacts", contacts.ContactView),
    Part("activities", activities.READ, "list_customer_activities", activities.ActivityView, for_partners=False),
    Part("opportunities", opportunities.READ, "list_customer_opportunities", opportunities.OpportunityView),
    Part("competitors", opportunities.READ, "list_competitors_met", CompetitorMetView, for_partners=False),
    Part("quotations", quotations.READ, "list_quotations_of_customer", quotations.OF_MANY.view),
    Part("orders", orders.READ, "list_customer_orders", orders.OrderView),
    Part("requests", requests.READ, "list_requests", requests.RequestView, by_filter=True),
    Part("agreements", agreements.READ, "list_customer_agreements", agreements.AgreementView),
)


class ExpandCustomer(StrictSchema):
    expand = fields.String(validate=validate.OneOf([EVERYTHING]))


def _page_of(part: Part) -> type[Schema]:
    name = f"{part.name.title()}OfCustomerView"
    more = fields.Boolean(required=True, metadata={"description": "There are others; the part's own list has them."})
    rows = fields.List(fields.Nested(part.view), required=True)
    return Schema.from_dict({"data": rows, "more": more}, name=name)


ExpandedView = Schema.from_dict({part.name: fields.Nested(_page_of(part)) for part in PARTS}, name="ExpandedView")
"""The parts that the caller has a right to; a part that is not the caller's to see is left out."""


class WholeCustomerView(CustomerView):
    """Asked with `expand=all`, it has what the customer has, as far as the caller may see it."""

    expanded = fields.Nested(ExpandedView)
    missing = fields.List(
        fields.String(validate=validate.OneOf(KNOWING)),
        metadata={"description": "The services that did not answer: what they know is not shown."},
    )
