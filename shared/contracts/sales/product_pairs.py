"""What the sales service says on the wire about pairs of products: what is to be offered beside or instead of what."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, NewIdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.product_pair:read"
DECLARE = "sales.product_pair:declare"
CHANGE = "sales.product_pair:change"

RIGHTS = {
    READ: "See which products are to be offered beside or instead of others",
    DECLARE: "Declare that a product is to be offered beside or instead of another",
    CHANGE: "Edit such pairs of products, and end them",
}

CROSS_SELL, UP_SELL = "cross_sell", "up_sell"
KINDS = (CROSS_SELL, UP_SELL)
_REASON = (validate.Length(max=500), validate.Regexp(r"\s*\S"))


class DeclareProductPair(StrictSchema):
    """To whoever takes `product_id`, `recommended_id` is offered too (`cross_sell`) or instead (`up_sell`). The reason
    is what customers are told. Without days the pair holds for ever.
    """

    id = NewIdField()
    product_id = IdField(required=True)
    recommended_id = IdField(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    reason = fields.String(required=True, validate=_REASON)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


class ChangeProductPair(StrictSchema):
    """The products stay."""

    kind = fields.String(validate=validate.OneOf(KINDS))
    reason = fields.String(validate=_REASON)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True, metadata={"description": "The last day on which it is recommended."})


class ProductPairView(RecordView):
    product_id = IdField()
    recommended_id = IdField()
    kind = fields.String(validate=validate.OneOf(KINDS))
    reason = fields.String()
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


LISTING = Listing(
    noun="product-pairs",
    view=ProductPairView,
    fields={
        "id": FieldKind.ID,
        "product_id": FieldKind.ID,
        "recommended_id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "starts_on": FieldKind.DATE,
        "ends_on": FieldKind.DATE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at"),
)


@dataclass(frozen=True)
class ProductPairEvent(Event):
    """What each event about a pair tells: the pair as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    product_pair_id: str
    record_version: int
    product_id: str
    recommended_id: str
    kind: str
    reason: str
    starts_on: str | None
    ends_on: str | None
    changes: Changes


class ProductPairDeclared(ProductPairEvent):
    type: ClassVar[str] = "sales.product_pair.declared"


class ProductPairChanged(ProductPairEvent):
    type: ClassVar[str] = "sales.product_pair.changed"
