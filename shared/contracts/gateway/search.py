"""What is said on the wire about searching records of all kinds at once by the words in them."""

from dataclasses import dataclass

from marshmallow import fields, validate

from shared.contracts.fields import IdField, StrictSchema

MOST_FOUND, USUALLY_FOUND = 20, 5
LONGEST_QUESTION = 200


@dataclass(frozen=True)
class Searched:
    """One type of records: `noun` is its list at `/v1/<noun>`, whose right, call and sight hold here too.

    What is told of a record are fields of its view, "customer.name" one inside another. `context` are told beside the
    name as far as the record has them.
    """

    type: str
    noun: str
    name: str = "name"
    number: str | None = None
    context: tuple[str, ...] = ()

    def path_of(self, record_id: str) -> str:
        """Where the record is found."""
        return f"/v1/{self.noun}/{record_id}"


SEARCHED = (
    Searched("customer", "customers", context=("city", "industry", "status")),
    Searched("contact", "contacts", context=("organisation", "title", "email")),
    Searched("lead", "leads", context=("company", "email", "status")),
    Searched("opportunity", "opportunities", number="number", context=("customer.name", "stage", "status")),
    Searched("quotation", "quotations", name="number", number="number", context=("note", "status")),
    Searched("order", "orders", name="customer.name", number="number", context=("status",)),
    Searched("product", "products", number="code", context=("category",)),
    Searched("activity", "activities", name="subject", context=("type", "status")),
    Searched("visit", "visits", name="subject", context=("customer.name", "place", "status")),
    Searched("request", "requests", name="subject", number="number", context=("customer_name", "status")),
    Searched("agreement", "agreements", number="number", context=("customer.name", "status")),
    Searched("article", "articles", name="title", context=("status",)),
    Searched("campaign", "campaigns", context=("kind", "status")),
    Searched("plan", "plans", name="title", context=("kind", "status")),
    Searched("schedule", "schedules", name="title", context=("place", "status")),
    Searched("store", "stores", number="code", context=("status",)),
    Searched("item", "items", number="code"),
    Searched("warehouse", "warehouses", number="code", context=("address", "status")),
)
"""In the order of the answer. Every list at an address without parameters that is searched by words is among them."""

TYPES = tuple(one.type for one in SEARCHED)
SEARCHING = ("distribution", "marketing", "messaging", "sales", "service_desk")
"""The services whose records are searched."""


class SearchQuery(StrictSchema):
    """What to look for. Each word begins a word of the record; Chinese is found by any of its characters."""

    q = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_QUESTION))
    type = fields.List(
        fields.String(validate=validate.OneOf(TYPES)),
        metadata={"description": "Only these types; by default all that the caller has the right to."},
    )
    limit = fields.Integer(
        load_default=USUALLY_FOUND,
        validate=validate.Range(1, MOST_FOUND),
        metadata={"description": "How many records of each type at most."},
    )


class FoundView(StrictSchema):
    id = IdField(required=True)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    name = fields.String(required=True, allow_none=True, metadata={"description": "Null where the record has none."})
    number = fields.String(required=True, allow_none=True, metadata={"description": "Its number or its code."})
    context = fields.String(
        required=True, allow_none=True, metadata={"description": "A line that tells it from others of its name."}
    )
    path = fields.String(required=True, metadata={"description": "Where the record is found."})


class FoundOfTypeView(StrictSchema):
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    found = fields.List(fields.Nested(FoundView), required=True)
    more = fields.Boolean(required=True, metadata={"description": "There are others; the type's own list has them."})


class SearchView(StrictSchema):
    """The types of which something was found. `missing` names the services that did not answer: of what they keep
    nothing is told here.
    """

    data = fields.List(fields.Nested(FoundOfTypeView), required=True)
    missing = fields.List(fields.String(validate=validate.OneOf(SEARCHING)), required=True)
