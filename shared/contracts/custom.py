"""Fields that a company adds to its records: their types, how a value is read, and how a schema takes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, fields, validate

from shared.contracts.events import Event
from shared.contracts.faults import faults_of
from shared.contracts.fields import IdField, MomentField, MoneyField
from shared.contracts.listing import FieldKind

PREFIX = "custom."
"""Before the code of a custom field wherever the name of a field is expected: filters, sorts, totals, columns."""

LONGEST_CODE = 40
MOST_FIELDS = 500
MOST_CHOSEN = 100
LONGEST_TEXT, LONGEST_LONG_TEXT, LONGEST_CHOICE = 255, 10_000, 100
LARGEST_INTEGER = 99_999_999_999_999


class FieldType(StrEnum):
    """What a custom field holds; it never changes, because the values are kept by it."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    REFERENCE = "reference"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"


KINDS: Mapping[FieldType, FieldKind] = MappingProxyType(
    {
        FieldType.TEXT: FieldKind.TEXT,
        FieldType.LONG_TEXT: FieldKind.LONG_TEXT,
        FieldType.INTEGER: FieldKind.MONEY,  # the same exact arithmetic as money has
        FieldType.DECIMAL: FieldKind.MONEY,
        FieldType.MONEY: FieldKind.MONEY,
        FieldType.DATE: FieldKind.DATE,
        FieldType.DATETIME: FieldKind.TIME,
        FieldType.BOOLEAN: FieldKind.FLAG,
        FieldType.CHOICE: FieldKind.CHOICE,
        FieldType.REFERENCE: FieldKind.ID,
        FieldType.EMAIL: FieldKind.TEXT,
        FieldType.PHONE: FieldKind.TEXT,
        FieldType.URL: FieldKind.TEXT,
    }
)
"""How the filters of a list read each type."""

SUMMED = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY})


@dataclass(frozen=True)
class Choice:
    code: str
    label: Mapping[str, str]
    position: int
    retired: bool


@dataclass(frozen=True)
class CustomField:
    """A custom field as everybody who takes, checks or shows its values sees it."""

    id: str
    entity: str
    code: str
    type: FieldType
    label: Mapping[str, str]
    required: bool = False
    multiple: bool = False
    picklist: str | None = None
    references: str | None = None
    currency: str | None = None
    default: Any = None
    position: int = 0
    retired: bool = False

    @property
    def name(self) -> str:
        return PREFIX + self.code

    @property
    def kind(self) -> FieldKind:
        return KINDS[self.type]

    @property
    def sortable(self) -> bool:
        return not self.multiple and self.type is not FieldType.LONG_TEXT

    @property
    def summed(self) -> bool:
        return self.type in SUMMED


@dataclass(frozen=True)
class Definitions:
    """All custom fields by entity and code, and the choices of every picklist by its code, as of one version."""

    version: int = 0
    fields: Mapping[str, Mapping[str, CustomField]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Choice]] = field(default_factory=dict)

    def of(self, entity: str | None) -> Mapping[str, CustomField]:
        return self.fields.get(entity or "", {})


def value_field(kind: FieldType, *, multiple: bool = False) -> fields.Field[Any]:
    """What reads, checks and writes one value of this type; whether a choice is on its list is not asked here."""
    one = _FIELDS[kind]()
    return fields.List(one, validate=[validate.Length(min=1, max=MOST_CHOSEN), _different]) if multiple else one


class ValueDoesNotFit(ValueError):
    """The value has not the type of its field; each sentence says one reason."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def kept_value(kind: FieldType, value: Any, *, multiple: bool = False) -> Any:
    """The value as JSON, in the one form in which records keep it. Raises `ValueDoesNotFit`."""
    reader = value_field(kind, multiple=multiple)
    try:
        return reader.serialize("value", {"value": reader.deserialize(value)})
    except ValidationError as fault:
        raise ValueDoesNotFit([said.detail for said in faults_of(fault)]) from None


class CustomValues(fields.Dict):
    """The member `custom` of a record: `{code: value}`. `entity` says whose fields these are."""

    def __init__(self, entity: str, **kwargs: Any) -> None:
        code = fields.String(validate=validate.Length(min=1, max=LONGEST_CODE))
        super().__init__(
            keys=code, values=fields.Raw(allow_none=True), validate=validate.Length(max=MOST_FIELDS), **kwargs
        )
        self.entity = entity

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> dict[str, Any]:
        return value or {}  # kept as it is written: JSON values by code


def _different(values: list[Any]) -> None:
    if len(set(values)) != len(values):
        raise ValidationError("A choice is named twice.")


def _not_blank(text: str) -> None:
    if not text.strip():
        raise ValidationError("Must not be blank; send null for no value.")


def _text(longest: int) -> fields.String:
    return fields.String(validate=[validate.Length(max=longest), _not_blank])


_FIELDS: Mapping[FieldType, Any] = MappingProxyType(
    {
        FieldType.TEXT: lambda: _text(LONGEST_TEXT),
        FieldType.LONG_TEXT: lambda: _text(LONGEST_LONG_TEXT),
        FieldType.INTEGER: lambda: fields.Integer(
            strict=True, validate=validate.Range(min=-LARGEST_INTEGER, max=LARGEST_INTEGER)
        ),
        FieldType.DECIMAL: lambda: MoneyField(least=None),
        FieldType.MONEY: lambda: MoneyField(least=None),
        FieldType.DATE: lambda: fields.Date(),
        FieldType.DATETIME: lambda: MomentField(),
        FieldType.BOOLEAN: lambda: fields.Boolean(truthy={True}, falsy={False}),
        FieldType.CHOICE: lambda: _text(LONGEST_CHOICE),
        FieldType.REFERENCE: lambda: IdField(),
        FieldType.EMAIL: lambda: fields.Email(validate=validate.Length(max=254)),
        FieldType.PHONE: lambda: fields.String(validate=validate.Regexp(r"^[0-9+()./ x-]{3,50}\Z")),
        FieldType.URL: lambda: fields.Url(schemes={"http", "https"}, validate=validate.Length(max=LONGEST_TEXT)),
    }
)


@dataclass(frozen=True)
class CustomisedEvent(Event):
    """An event about a record that takes custom fields: their values by code, as they are now."""

    custom: dict[str, Any] = field(default_factory=dict, kw_only=True)
