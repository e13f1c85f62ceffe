"""What the sales service says on the wire about stores: what each offers, in which languages and which currency, how it
looks, and the catalogue that it shows its visitors.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.prices import BASES

READ = "sales.store:read"
CREATE = "sales.store:create"
CHANGE = "sales.store:change"
PUBLISH = "sales.store:publish"
WITHDRAW = "sales.store:withdraw"
LIST_PRODUCT = "sales.store:list_product"
DELIST_PRODUCT = "sales.store:delist_product"
BROWSE = "sales.catalogue:read"

RIGHTS = {
    READ: "See stores: those that are published, and others within reach",
    CREATE: "Set up stores",
    CHANGE: "Edit stores: name, languages, currency, price list and theme",
    PUBLISH: "Open stores to visitors",
    WITHDRAW: "Close stores to visitors",
    LIST_PRODUCT: "Take products and categories into the assortment of stores",
    DELIST_PRODUCT: "Take products and categories out of the assortment of stores",
    BROWSE: "Browse the catalogues of published stores, and of others within reach",
}

STATUSES = ("draft", "published", "withdrawn")
MOST_LANGUAGES = 20
MOST_ENTRIES = 10_000
"""In the assortment of one store."""

_LANGUAGE = validate.Regexp(r"^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?\Z")
_CURRENCY = validate.Regexp(r"^[A-Z]{3}\Z")
_COLOUR = validate.Regexp(r"^#[0-9a-f]{6}\Z")
_NAME = validate.Length(min=1, max=200)
_CODE = validate.Regexp(r"^[a-z0-9][a-z0-9-]{0,39}\Z")


class StoreTexts(StrictSchema):
    """What visitors read on the store's own pages."""

    title = fields.String(required=True, validate=_NAME)
    welcome = fields.String(validate=validate.Length(min=1, max=2000))


class Colours(StrictSchema):
    primary = fields.String(validate=_COLOUR)
    accent = fields.String(validate=_COLOUR)
    background = fields.String(validate=_COLOUR)
    text = fields.String(validate=_COLOUR)


class Theme(StrictSchema):
    """How a store looks. Its texts are in languages of the store."""

    colours = fields.Nested(Colours)
    logo_url = fields.Url(schemes={"https"}, require_tld=False, validate=validate.Length(max=500))
    texts = fields.Dict(keys=fields.String(validate=_LANGUAGE), values=fields.Nested(StoreTexts))


class _StoreFields(StrictSchema):
    """The first language is spoken where a visitor's own is not. By the price list, and no other, the store sells what
    stands on it.
    """

    currency = fields.String(allow_none=True, validate=_CURRENCY)
    price_list_id = IdField(allow_none=True)
    theme = fields.Nested(Theme)


def _ensure_distinct(languages: list[str]) -> None:
    if len(set(languages)) != len(languages):
        raise ValidationError("Name each language once.")


_LANGUAGES = (validate.Length(min=1, max=MOST_LANGUAGES), _ensure_distinct)


class CreateStore(_StoreFields):
    id = NewIdField()
    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)
    languages = fields.List(fields.String(validate=_LANGUAGE), required=True, validate=_LANGUAGES)


class ChangeStore(_StoreFields):
    """The code stays: addresses and other systems refer to it."""

    name = fields.String(validate=_NAME)
    languages = fields.List(fields.String(validate=_LANGUAGE), validate=_LANGUAGES)


class ProductTexts(StrictSchema):
    """What a product is called in one language."""

    name = fields.String(required=True, validate=_NAME)
    description = fields.String(validate=validate.Length(min=1, max=2000))


class _Entry(StrictSchema):
    """A product, or all products of a category."""

    product_id = IdField()
    category = fields.String(validate=validate.Length(min=1, max=100))

    @validates_schema
    def name_one_thing(self, data: dict[str, Any], **_: Any) -> None:
        if len(data.keys() & {"product_id", "category"}) != 1:
            raise ValidationError("Name either a product or a category.", "product_id")


class ListProduct(_Entry):
    """What is in the assortment already stays there, with these texts."""

    texts = fields.Dict(
        keys=fields.String(validate=_LANGUAGE),
        values=fields.Nested(ProductTexts),
        validate=validate.Length(max=MOST_LANGUAGES),
    )

    @validates_schema
    def name_products_alone(self, data: dict[str, Any], **_: Any) -> None:
        if "category" in data and data.get("texts"):
            raise ValidationError("The products of a category bear their own names.", "texts")


class DelistProduct(_Entry):
    """What is taken out of the assortment."""


class StoreView(OwnedRecordView):
    code = fields.String()
    name = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    languages = fields.List(fields.String())
    currency = fields.String(allow_none=True)
    price_list_id = IdField(allow_none=True)
    theme = fields.Nested(Theme)
    listed = fields.Integer(metadata={"description": "How many products and categories are in the assortment."})


class EntryView(Schema):
    id = IdField()
    product_id = IdField(allow_none=True)
    category = fields.String(allow_none=True)
    texts = fields.Dict(keys=fields.String(), values=fields.Nested(ProductTexts))
    created_at = fields.AwareDateTime(format="iso")


class CatalogueView(RecordView):
    """A product as the store shows it; the id is the product's."""

    code = fields.String()
    name = fields.String(metadata={"description": "In the language of the answer, where the store has one for it."})
    category = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    unit = fields.String()
    language = fields.String()
    price = MoneyField(
        allow_none=True,
        metadata={"description": "For one piece today, before tax; null where nothing says it in the currency."},
    )
    currency = fields.String(allow_none=True)
    basis = fields.String(allow_none=True, validate=validate.OneOf(BASES))
    configurator_id = IdField(allow_none=True, metadata={"description": "Of what it can be built, if it can."})


LISTING = Listing(
    noun="stores",
    view=StoreView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "currency": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("code", "name", "created_at", "updated_at"),
    default_sort="code",
    searchable=True,
    columns=("name", "code", "status", "currency", "languages", "listed", "owner"),
)

ASSORTMENT = Listing(
    noun="assortment",
    view=EntryView,
    fields={
        "id": FieldKind.ID,
        "product_id": FieldKind.ID,
        "category": FieldKind.TEXT,
        "created_at": FieldKind.TIME,
    },
    sorts=("created_at",),
)

CATALOGUE = Listing(
    noun="products",
    view=CatalogueView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "category": FieldKind.TEXT,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "code", "name"),
    default_sort="code",
    searchable=True,
)


@dataclass(frozen=True)
class StoreEvent(Event):
    """What each event about a store tells: the store as it is now, and what changed."""

    store_id: str
    record_version: int
    code: str
    name: str
    status: str
    languages: list[str]
    currency: str | None
    price_list_id: str | None
    theme: dict[str, Any]
    owner_id: str
    org_unit_id: str
    changes: Changes


class StoreCreated(StoreEvent):
    type: ClassVar[str] = "sales.store.created"


class StoreChanged(StoreEvent):
    type: ClassVar[str] = "sales.store.changed"


class StorePublished(StoreEvent):
    """Visitors see its catalogue and may fill carts."""

    type: ClassVar[str] = "sales.store.published"


class StoreWithdrawn(StoreEvent):
    """Visitors no longer see it; its carts cannot be checked out until it is published again."""

    type: ClassVar[str] = "sales.store.withdrawn"


@dataclass(frozen=True)
class StoreProductListed(StoreEvent):
    """A product, or all products of a category, came into the assortment, or the texts of a product changed."""

    type: ClassVar[str] = "sales.store.product_listed"
    product_id: str | None
    category: str | None


@dataclass(frozen=True)
class StoreProductDelisted(StoreEvent):
    type: ClassVar[str] = "sales.store.product_delisted"
    product_id: str | None
    category: str | None
