"""What the sales service says on the wire about configurators: which parts a product can be built of, which of them go
together, and what a choice of them costs a customer.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.prices import MOST_PIECES, PriceRuleView

READ = "sales.configurator:read"
CREATE = "sales.configurator:create"
CHANGE = "sales.configurator:change"

RIGHTS = {
    READ: "See which parts a product can be built of",
    CREATE: "Draw up configurators of products",
    CHANGE: "Edit configurators: their slots, parts and rules",
}

KINDS = ("requires", "excludes")
MOST_SLOTS = 30
MOST_OPTIONS = 50
"""In one slot."""

MOST_RULES = 200
MOST_CHOICES = 200
"""Of parts in one configuration."""


class SlotForm(StrictSchema):
    """A place in the product, and the parts of which at least `least` and at most `most` go there."""

    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,39}\Z"))
    name = fields.String(required=True, validate=validate.Length(min=1, max=100))
    least = fields.Integer(strict=True, load_default=1, validate=validate.Range(min=0, max=MOST_OPTIONS))
    most = fields.Integer(strict=True, load_default=1, validate=validate.Range(min=1, max=MOST_OPTIONS))
    options = fields.List(IdField(), required=True, validate=validate.Length(min=1, max=MOST_OPTIONS))


class RuleForm(StrictSchema):
    """Whoever chooses the part `product_id` must choose one of the `others` too, or none of them; and why."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    product_id = IdField(required=True)
    others = fields.List(IdField(), required=True, validate=validate.Length(min=1, max=MOST_OPTIONS))
    explanation = fields.String(required=True, validate=validate.Length(min=1, max=500))


_NAME = validate.Length(min=1, max=200)
_SLOTS = validate.Length(min=1, max=MOST_SLOTS)
_RULES = validate.Length(max=MOST_RULES)


class CreateConfigurator(StrictSchema):
    id = NewIdField()
    product_id = IdField(required=True)
    name = fields.String(required=True, validate=_NAME)
    slots = fields.List(fields.Nested(SlotForm), required=True, validate=_SLOTS)
    rules = fields.List(fields.Nested(RuleForm), load_default=list, validate=_RULES)


class ChangeConfigurator(StrictSchema):
    """`slots` and `rules` each replace all of them. The product stays."""

    name = fields.String(validate=_NAME)
    slots = fields.List(fields.Nested(SlotForm), validate=_SLOTS)
    rules = fields.List(fields.Nested(RuleForm), validate=_RULES)


class SlotView(Schema):
    code = fields.String()
    name = fields.String()
    least = fields.Integer()
    most = fields.Integer()
    options = fields.List(IdField(), metadata={"description": "Products, in the order in which they are offered."})


class RuleView(Schema):
    kind = fields.String(validate=validate.OneOf(KINDS))
    product_id = IdField()
    others = fields.List(IdField())
    explanation = fields.String()


class ConfiguratorSummaryView(RecordView):
    name = fields.String()
    product_id = IdField()


class ConfiguratorView(ConfiguratorSummaryView):
    """A configurator with its slots, in their order, and its rules."""

    slots = fields.List(fields.Nested(SlotView))
    rules = fields.List(fields.Nested(RuleView))


class ChoiceForm(StrictSchema):
    slot = fields.String(required=True, validate=validate.Length(min=1, max=40))
    product_id = IdField(required=True)


class ConfigureProduct(StrictSchema):
    """The parts that a customer wants. The currency is by default that of the customer, or else that of the product."""

    configurator_id = IdField(required=True)
    customer_id = IdField(required=True)
    quantity = fields.Integer(strict=True, load_default=1, validate=validate.Range(min=1, max=MOST_PIECES))
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    choices = fields.List(fields.Nested(ChoiceForm), required=True, validate=validate.Length(max=MOST_CHOICES))


class ConfiguredPartView(Schema):
    """The product itself or a part of it, such as a quotation or an order takes it for a line."""

    slot = fields.String(allow_none=True, metadata={"description": "Null for the product itself."})
    product_id = IdField()
    code = fields.String()
    name = fields.String()
    quantity = fields.Integer()
    unit_price = MoneyField()
    amount = MoneyField()
    rule = fields.Nested(PriceRuleView)


class ConfigurationView(Schema):
    """What a choice of parts that go together costs, before tax, by the prices of today. It is worked out, not kept."""

    configuration_id = IdField(
        metadata={"description": "The same for the same parts. Kept once a cart or an order has the product so built."}
    )
    configurator_id = IdField()
    product_id = IdField()
    customer_id = IdField()
    quantity = fields.Integer()
    date = fields.Date()
    currency = fields.String()
    unit_price = MoneyField(metadata={"description": "Of one product with its parts."})
    amount = MoneyField()
    parts = fields.List(fields.Nested(ConfiguredPartView))


class ChoiceView(Schema):
    slot = fields.String()
    product_id = IdField()


class KeptConfigurationView(Schema):
    """What a product was built of, by slot and part; the id is made of the product and these."""

    id = IdField()
    product_id = IdField()
    choices = fields.List(fields.Nested(ChoiceView))
    created_at = fields.AwareDateTime(format="iso")


CONFIGURATIONS = Listing(
    noun="configurations",
    view=KeptConfigurationView,
    fields={"id": FieldKind.ID, "product_id": FieldKind.ID, "created_at": FieldKind.TIME},
    sorts=("created_at",),
)

LISTING = Listing(
    noun="configurators",
    view=ConfiguratorSummaryView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "product_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("name", "created_at", "updated_at"),
    default_sort="name",
)


@dataclass(frozen=True)
class ConfiguratorEvent(Event):
    """What each event about a configurator tells: the configurator as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    configurator_id: str
    record_version: int
    name: str
    product_id: str
    slots: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    changes: Changes


class ConfiguratorCreated(ConfiguratorEvent):
    type: ClassVar[str] = "sales.configurator.created"


class ConfiguratorChanged(ConfiguratorEvent):
    type: ClassVar[str] = "sales.configurator.changed"
