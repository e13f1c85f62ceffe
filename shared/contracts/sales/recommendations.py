"""What the sales service says on the wire about recommendations: what else to offer, and why."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.fields import IdField, MoneyField, StrictSchema
from shared.contracts.sales import product_pairs

READ = "sales.recommendation:read"

RIGHTS = {READ: "See what else to offer to whoever buys, with how often it was bought together within reach"}

BOUGHT_TOGETHER = "bought_together"
KINDS = (*product_pairs.KINDS, BOUGHT_TOGETHER)
LARGEST_BASKET = 50
MOST_RECOMMENDED = 20


class RecommendProducts(StrictSchema):
    """What somebody is about to buy, who it is that buys, or both."""

    basket = fields.List(IdField(), load_default=list, validate=validate.Length(max=LARGEST_BASKET))
    customer_id = IdField(load_default=None)

    @validates_schema
    def be_about_something(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("basket") and not data.get("customer_id"):
            raise ValidationError("Name products or a customer.", "basket")


class ReasonView(Schema):
    kind = fields.String(validate=validate.OneOf(KINDS))
    product_id = IdField(metadata={"description": "Of the basket, or bought by the customer before."})
    text = fields.String()
    orders = fields.Integer(allow_none=True, metadata={"description": "With both; null for what was declared."})


class OfferedProductView(Schema):
    id = IdField()
    code = fields.String()
    name = fields.String()
    unit = fields.String()
    list_price = MoneyField()
    currency = fields.String()


class RecommendedProductView(Schema):
    product = fields.Nested(OfferedProductView)
    reasons = fields.List(fields.Nested(ReasonView))


class RecommendedProductsView(Schema):
    """Products on offer that are neither in the basket nor among what the customer bought lately, the best first: what
    marketing declared, then what was bought together most often in those of the latest orders that the caller reaches.
    """

    data = fields.List(fields.Nested(RecommendedProductView))
