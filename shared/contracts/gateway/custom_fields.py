"""What is said on the wire about the fields that a company adds to its records."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from shared.contracts.custom import FieldType
from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import RecordView, StrictSchema
from shared.contracts.gateway.access import ChangedField
from shared.contracts.gateway.picklists import LAST_POSITION, MOST_VALUES, Label, LabelCells, LabelView, NewValue
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.messaging import plans, schedules
from shared.contracts.sales import contacts, customers, leads, opportunities, orders, products, quotations, visits
from shared.contracts.service_desk import agreements, requests

READ = "gateway.custom_field:read"
CREATE = "gateway.custom_field:create"
CHANGE = "gateway.custom_field:change"
RETIRE = "gateway.custom_field:retire"
REINSTATE = "gateway.custom_field:reinstate"
IMPORT = "gateway.custom_field:import"
UNDO = "gateway.custom_field:undo"

RIGHTS = {
    READ: "See which fields the company added to its records",
    CREATE: "Add a field to the records of the company",
    CHANGE: "Rename and order custom fields, and say whether they are required",
    RETIRE: "Retire a custom field: what it says stays readable",
    REINSTATE: "Take a retired custom field up again",
    IMPORT: "Load the definitions of custom fields from a file, by their key",
    UNDO: "Take back what one's own imports and bulks did to custom fields",
}


@dataclass(frozen=True)
class Entity:
    """Records that take custom fields: who keeps them, how their list is offered, and what one of them is called."""

    service: str
    listing: Listing
    one: str


ENTITIES: Mapping[str, Entity] = MappingProxyType(
    {
        "contacts": Entity("sales", contacts.LISTING, "contact"),
        "customers": Entity("sales", customers.LISTING, "customer"),
        "leads": Entity("sales", leads.LISTING, "lead"),
        "opportunities": Entity("sales", opportunities.LISTING, "opportunity"),
        "orders": Entity("sales", orders.LISTING, "order"),
        "products": Entity("sales", products.LISTING, "product"),
        "quotations": Entity("sales", quotations.LISTING, "quotation"),
        "visits": Entity("sales", visits.LISTING, "visit"),
        "plans": Entity("messaging", plans.LISTING, "plan"),
        "schedules": Entity("messaging", schedules.LISTING, "schedule"),
        "agreements": Entity("service_desk", agreements.LISTING, "agreement"),
        "requests": Entity("service_desk", requests.LISTING, "request"),
    }
)
_SINGULARS = {entity.one: plural for plural, entity in ENTITIES.items()}
RESERVED = frozenset({"constructor", "custom", "prototype"})


class EntityField(fields.String):
    """The plural of the API's addresses; the singular is understood too."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        named: str = super()._deserialize(value, attr, data, **kwargs)
        plural = _SINGULARS.get(named, named)
        if plural not in ENTITIES:
            raise ValidationError(f"Takes no custom fields; those that do: {', '.join(ENTITIES)}.")
        return plural


def _faults_of_shape(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """What does not go together: each type needs what is its own, and takes nothing that is another's."""
    kind = data.get("type")
    needs = {FieldType.REFERENCE: ("references",), FieldType.MONEY: ("currency",)}.get(kind, ()) if kind else ()
    faults = {name: ["Is required for this type."] for name in needs if name not in data}
    if kind is FieldType.CHOICE and ("choices" in data) == ("picklist" in data):
        faults["choices"] = ["Give either choices or a picklist."]
    if kind is not FieldType.CHOICE:
        foreign = [name for name in ("choices", "picklist") if name in data] + ["multiple"] * bool(data["multiple"])
        faults |= {name: ["Is for the type choice."] for name in foreign}
    for name, owner in (("references", FieldType.REFERENCE), ("currency", FieldType.MONEY)):
        if name in data and kind is not owner:
            faults[name] = [f"Is for the type {owner}."]
    return faults


class CreateCustomField(StrictSchema):
    """`choices` makes a managed list `<entity>.<code>`; `picklist` names one that is there. A type never changes."""

    entity = EntityField(required=True)
    code = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"))
    label = fields.Nested(Label, required=True)
    type = fields.Enum(FieldType, by_value=True, required=True)
    required = fields.Boolean(truthy={True}, falsy={False}, load_default=False)
    multiple = fields.Boolean(truthy={True}, falsy={False}, load_default=False)
    choices = fields.List(fields.Nested(NewValue), validate=validate.Length(min=1, max=MOST_VALUES))
    picklist = fields.String(validate=validate.Length(min=1, max=90))
    references = EntityField()
    currency = fields.String(validate=validate.Regexp(r"[A-Z]{3}\Z"))
    default = fields.Raw(allow_none=True)
    position = fields.Integer(strict=True, validate=validate.Range(min=0, max=LAST_POSITION))

    @validates_schema
    def fit_together(self, data: dict[str, Any], **_: Any) -> None:
        if faults := _faults_of_shape(data):
            raise ValidationError(faults)


class CustomFieldRow(LabelCells):
    """A custom field in a file; `key` says which field of which records, `picklist` on which list its choices are.

    What it holds never changes, and retired it is by its verb; `default` is written as a record's own cell would be.
    """

    key = fields.String(required=True, validate=validate.Regexp(r"[a-z_]{1,40}\.[a-z][a-z0-9_]{0,39}\Z"))
    type = fields.Enum(FieldType, by_value=True, required=True)
    required = fields.Boolean()
    multiple = fields.Boolean(load_default=False)
    picklist = fields.String(validate=validate.Length(min=1, max=90))
    references = EntityField()
    currency = fields.String(validate=validate.Regexp(r"[A-Z]{3}\Z"))
    default = fields.Raw(allow_none=True)
    position = fields.Integer(validate=validate.Range(min=0, max=LAST_POSITION))
    retired = fields.Boolean()

    @pre_load
    def take_an_empty_cell_for_none(self, data: Any, **_: Any) -> Any:
        """What fields of other types have."""
        if not isinstance(data, dict):
            return data
        foreign = ("picklist", "references", "currency")
        return {name: value for name, value in data.items() if name not in foreign or value not in (None, "")}

    @validates_schema
    def fit_together(self, data: dict[str, Any], **_: Any) -> None:
        entity = data.get("key", "").partition(".")[0]
        faults = (
            {} if entity in ENTITIES else {"key": [f"Takes no custom fields; those that do: {', '.join(ENTITIES)}."]}
        )
        faults |= _faults_of_shape(data)
        if faults:
            raise ValidationError(faults)


class ChangeCustomField(StrictSchema):
    label = fields.Nested(Label)
    required = fields.Boolean(truthy={True}, falsy={False})
    default = fields.Raw(allow_none=True)
    position = fields.Integer(strict=True, validate=validate.Range(min=0, max=LAST_POSITION))


class CustomFieldView(RecordView):
    key = fields.String(metadata={"description": "Records and code, `<entity>.<code>`: by it a file names the field."})
    entity = fields.String()
    code = fields.String()
    label = fields.Nested(LabelView)
    type = fields.String(validate=validate.OneOf([str(kind) for kind in FieldType]))
    required = fields.Boolean()
    multiple = fields.Boolean()
    picklist = fields.String(allow_none=True)
    references = fields.String(allow_none=True)
    currency = fields.String(allow_none=True)
    default = fields.Raw(allow_none=True)
    position = fields.Integer()
    retired = fields.Boolean()


class DescribedFields(Schema):
    """All fields as of the version in which one of them last changed; null for who has that version."""

    version = fields.Integer()
    every = fields.List(fields.Nested(ChangedField), allow_none=True)


LISTING = Listing(
    noun="custom-fields",
    view=CustomFieldView,
    fields={
        "id": FieldKind.ID,
        "entity": FieldKind.CHOICE,
        "code": FieldKind.TEXT,
        "type": FieldKind.CHOICE,
        "required": FieldKind.FLAG,
        "retired": FieldKind.FLAG,
        "position": FieldKind.NUMBER,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("entity", "position", "code", "created_at", "updated_at"),
    default_sort="position",
    columns=("code", "label", "entity", "type", "required", "position", "retired"),
)


@dataclass(frozen=True)
class CustomFieldEvent(Event):
    """What each event about a custom field tells: the field as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    custom_field_id: str
    entity: str
    code: str
    field_type: str
    label: dict[str, str]
    required: bool
    multiple: bool
    picklist: str | None
    references: str | None
    currency: str | None
    default: Any
    position: int
    retired: bool
    changes: Changes


class CustomFieldDefined(CustomFieldEvent):
    type: ClassVar[str] = "gateway.custom_field.defined"


class CustomFieldChanged(CustomFieldEvent):
    type: ClassVar[str] = "gateway.custom_field.changed"


class CustomFieldRetired(CustomFieldEvent):
    type: ClassVar[str] = "gateway.custom_field.retired"


class CustomFieldReinstated(CustomFieldEvent):
    type: ClassVar[str] = "gateway.custom_field.reinstated"
