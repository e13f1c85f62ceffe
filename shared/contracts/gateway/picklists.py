"""What is said on the wire about managed lists: the values that a field may be given, as the company keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate

from shared.contracts.custom import LONGEST_CHOICE
from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.picklist:read"
CREATE = "gateway.picklist:create"
CHANGE = "gateway.picklist:change"
IMPORT = "gateway.picklist:import"
UNDO = "gateway.picklist:undo"

RIGHTS = {
    READ: "See managed lists and their values",
    CREATE: "Set up a managed list",
    CHANGE: "Rename a managed list; add, rename, order, retire and reinstate its values",
    IMPORT: "Load managed lists and their values from files, by their code",
    UNDO: "Take back what one's own imports and bulks did to managed lists and their values",
}

MOST_VALUES = 500
MOST_PICKLISTS = 1000
LAST_POSITION = 1_000_000

_LABEL = [validate.Length(min=1, max=100), validate.Regexp(r"[^\x00-\x1f]*\S")]
_POSITION = validate.Range(min=0, max=LAST_POSITION)


class Label(StrictSchema):
    """A plain text in the languages of the product; whoever shows it escapes it."""

    en = fields.String(required=True, validate=_LABEL)
    zh = fields.String(validate=_LABEL)


class LabelCells(StrictSchema):
    """A label in a file, a column a language; a language that the row does not mention stays as it is."""

    label_en = fields.String(validate=_LABEL)
    label_zh = fields.String(allow_none=True, validate=_LABEL)


def label_of(cells: Mapping[str, Any], kept: Mapping[str, str]) -> dict[str, str]:
    """The label that a row leaves behind, where there was this one."""
    said = {language: cells[f"label_{language}"] for language in ("en", "zh") if f"label_{language}" in cells}
    return {language: text for language, text in {**kept, **said}.items() if text is not None}


class LabelView(Schema):
    en = fields.String()
    zh = fields.String()


def picklist_code(longest: int) -> Any:
    """Names a list or a value in the address: no blanks at the ends, no comma, no slash, nothing unprintable."""
    return [
        validate.Length(max=longest),
        validate.Regexp(r"[^\s,/\x00-\x1f\x7f](?:[^,/\x00-\x1f\x7f]*[^\s,/\x00-\x1f\x7f])?\Z"),
    ]


class NewValue(StrictSchema):
    """`code` is what records keep; without a position the value comes last, without a label it is shown as its code."""

    code = fields.String(required=True, validate=picklist_code(LONGEST_CHOICE))
    label = fields.Nested(Label)
    position = fields.Integer(strict=True, validate=_POSITION)


class CreatePicklist(StrictSchema):
    code = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"))
    label = fields.Nested(Label, required=True)
    values = fields.List(fields.Nested(NewValue), validate=validate.Length(max=MOST_VALUES))


class ChangePicklist(StrictSchema):
    label = fields.Nested(Label)


class ChangeValue(StrictSchema):
    label = fields.Nested(Label)
    position = fields.Integer(strict=True, validate=_POSITION)


class PicklistRow(LabelCells):
    """A list in a file; `code` says which. The list that a custom field made is named `<entity>.<code>`."""

    code = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39})?\Z"))
    label_en = fields.String(required=True, validate=_LABEL)


def _ensure_value_key(text: str) -> None:
    picklist, slash, code = text.partition("/")
    if not (picklist and slash):
        raise ValidationError("Not a value of a list: expected <list>/<value>.")
    for check in picklist_code(LONGEST_CHOICE):
        check(code)


class PicklistValueRow(LabelCells):
    """A value in a file; `key` says which of which list. Retired and reinstated it is by these verbs."""

    key = fields.String(required=True, validate=[validate.Length(max=200), _ensure_value_key])
    position = fields.Integer(validate=_POSITION)
    retired = fields.Boolean()


class PicklistView(RecordView):
    code = fields.String()
    label = fields.Nested(LabelView)
    shipped = fields.Boolean(metadata={"description": "Whether it comes with the product."})


class PicklistValueView(RecordView):
    key = fields.String(metadata={"description": "The list and the value, `<list>/<value>`: by it a file names it."})
    picklist = fields.String()
    code = fields.String()
    label = fields.Nested(LabelView)
    position = fields.Integer()
    retired = fields.Boolean(metadata={"description": "Stays readable on records that have it; new ones are refused."})


LISTING = Listing(
    noun="picklists",
    view=PicklistView,
    fields={"id": FieldKind.ID, "code": FieldKind.TEXT, "shipped": FieldKind.FLAG, "created_at": FieldKind.TIME},
    sorts=("code", "created_at"),
    default_sort="code",
    columns=("code", "label", "shipped", "created_at"),
)
VALUES = Listing(
    noun="picklist-values",
    view=PicklistValueView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "retired": FieldKind.FLAG,
        "position": FieldKind.NUMBER,
        "created_at": FieldKind.TIME,
    },
    sorts=("position", "code", "created_at"),
    default_sort="position",
)


@dataclass(frozen=True)
class Shipped:
    """A list that comes with the product. The field that follows it takes anything while no value is in use."""

    code: str
    label: dict[str, str]
    values: tuple[tuple[str, dict[str, str]], ...] = ()


SHIPPED = (
    Shipped(
        "activity_type",
        {"en": "Types of activities", "zh": "活动类型"},
        (
            ("call", {"en": "Call", "zh": "电话"}),
            ("email", {"en": "E-mail", "zh": "电子邮件"}),
            ("letter", {"en": "Letter", "zh": "信函"}),
            ("meeting", {"en": "Meeting", "zh": "会面"}),
            ("message", {"en": "Message", "zh": "短信"}),
            ("other", {"en": "Other", "zh": "其他"}),
        ),
    ),
    Shipped(
        "customer_level",
        {"en": "Customer levels", "zh": "客户级别"},
        tuple(
            (code, {"en": en, "zh": zh})
            for code, en, zh in (("A", "A", "甲"), ("B", "B", "乙"), ("C", "C", "丙"), ("none", "None", "无"))
        ),
    ),
    Shipped(
        "customer_status",
        {"en": "Customer statuses", "zh": "客户状态"},
        (
            ("prospect", {"en": "Prospect", "zh": "潜在"}),
            ("active", {"en": "Active", "zh": "活跃"}),
            ("dormant", {"en": "Dormant", "zh": "休眠"}),
        ),
    ),
    Shipped(
        "customer_type",
        {"en": "Customer types", "zh": "客户类型"},
        (
            ("company", {"en": "Company", "zh": "企业"}),
            ("government", {"en": "Government", "zh": "政府"}),
            ("education", {"en": "Education", "zh": "教育"}),
            ("non_profit", {"en": "Non-profit", "zh": "非营利"}),
            ("person", {"en": "Person", "zh": "个人"}),
        ),
    ),
    Shipped("industry", {"en": "Industries", "zh": "行业"}),
    Shipped("lost_reason", {"en": "Reasons for lost deals", "zh": "丢单原因"}),
    Shipped(
        "opportunity_problem",
        {"en": "Problems on deals", "zh": "商机问题"},
        (
            ("price", {"en": "Price", "zh": "价格"}),
            ("technical_fit", {"en": "Technical fit", "zh": "技术匹配"}),
            ("competition", {"en": "Competition", "zh": "竞争"}),
            ("delivery", {"en": "Delivery", "zh": "交付"}),
            ("decision_maker", {"en": "Decision maker", "zh": "决策人"}),
            ("budget", {"en": "Budget", "zh": "预算"}),
            ("contract_terms", {"en": "Contract terms", "zh": "合同条款"}),
            ("other", {"en": "Other", "zh": "其他"}),
        ),
    ),
    Shipped("opportunity_source", {"en": "Sources of deals", "zh": "商机来源"}),
    Shipped("product_category", {"en": "Product categories", "zh": "产品类别"}),
    Shipped("region", {"en": "Regions", "zh": "地区"}),
    Shipped("seller_skill", {"en": "Skills of sellers", "zh": "销售技能"}),
)


@dataclass(frozen=True)
class PicklistEvent(Event):
    """What each event about a list tells: the list as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    picklist_id: str
    code: str
    label: dict[str, str]
    changes: Changes


class PicklistCreated(PicklistEvent):
    type: ClassVar[str] = "gateway.picklist.created"


class PicklistChanged(PicklistEvent):
    type: ClassVar[str] = "gateway.picklist.changed"


@dataclass(frozen=True)
class PicklistValueEvent(Event):
    """What each event about a value of a list tells: the value as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY
    read_by: ClassVar[str | None] = READ

    value_id: str
    picklist: str
    code: str
    label: dict[str, str]
    position: int
    retired: bool
    changes: Changes


class PicklistValueAdded(PicklistValueEvent):
    type: ClassVar[str] = "gateway.picklist_value.added"


class PicklistValueChanged(PicklistValueEvent):
    type: ClassVar[str] = "gateway.picklist_value.changed"


class PicklistValueRetired(PicklistValueEvent):
    type: ClassVar[str] = "gateway.picklist_value.retired"


class PicklistValueReinstated(PicklistValueEvent):
    type: ClassVar[str] = "gateway.picklist_value.reinstated"


class PicklistRemoved(PicklistEvent):
    """A job that had made the list was taken back."""

    type: ClassVar[str] = "gateway.picklist.removed"
