"""What the sales service says on the wire about the rules by which new leads get their owner."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.leads import SOURCES

READ = "sales.lead_assignment_rule:read"
DEFINE = "sales.lead_assignment_rule:define"
CHANGE = "sales.lead_assignment_rule:change"

RIGHTS = {
    READ: "See the rules by which new leads get their owner",
    DEFINE: "Define the rules by which a unit's new leads get their owner",
    CHANGE: "Change, order, retire and reinstate these rules",
}

ROUND_ROBIN, TERRITORY, LEAST_LOADED = "round_robin", "territory", "least_loaded"
METHODS = (ROUND_ROBIN, TERRITORY, LEAST_LOADED)
STATUSES = ("active", "retired")
MOST_PEOPLE = 200
MOST_VALUES = 100
LAST_POSITION = 10_000

_NAME = (validate.Length(max=200), validate.Regexp(r"\s*\S"))
_TEXT = (validate.Length(max=200), validate.Regexp(r"\s*\S"))
_MOST = validate.Length(max=MOST_VALUES)


class ConditionsForm(StrictSchema):
    """A lead must meet each that is given: its value is one of those listed, its company's name contains one of
    `companies` (in whatever case), its budget lies between both bounds, which belong to it. A bound has a currency, and
    a lead without budget or with one in another currency meets none.
    """

    source_kinds = fields.List(fields.String(validate=validate.OneOf(SOURCES)), validate=_MOST)
    source_ids = fields.List(IdField(), validate=_MOST)
    companies = fields.List(fields.String(validate=_TEXT), validate=_MOST)
    industries = fields.List(fields.String(validate=_TEXT), validate=_MOST)
    regions = fields.List(fields.String(validate=_TEXT), validate=_MOST)
    least_budget = MoneyField(allow_none=True)
    most_budget = MoneyField(allow_none=True)
    currency = fields.String(allow_none=True, validate=validate.Regexp(r"^[A-Z]{3}\Z"))

    @validates_schema
    def be_whole(self, data: dict[str, Any], **_: Any) -> None:
        bounded = data.get("least_budget") is not None or data.get("most_budget") is not None
        if bounded and not data.get("currency"):
            raise ValidationError("Bounds of a budget have a currency.", "currency")


class _RuleFields(StrictSchema):
    """`person_ids` are the people to give to, or else the sellers of `seller_unit_id` and the units below it are."""

    position = fields.Integer(strict=True, validate=validate.Range(min=1, max=LAST_POSITION))
    conditions = fields.Nested(ConditionsForm)
    person_ids = fields.List(IdField(), validate=validate.Length(min=1, max=MOST_PEOPLE))
    seller_unit_id = IdField()

    @validates_schema
    def give_to_one_kind(self, data: dict[str, Any], **_: Any) -> None:
        if {"person_ids", "seller_unit_id"} <= data.keys():
            raise ValidationError("Name people or a unit, not both.", "seller_unit_id")


class DefineLeadAssignmentRule(_RuleFields):
    """For the new leads of `unit_id` and the units below it, by default the caller's own. Without conditions it is for
    all of them; without people for the sellers of that unit; without a position it comes last.
    """

    id = NewIdField()
    name = fields.String(required=True, validate=_NAME)
    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    unit_id = IdField()


class ChangeLeadAssignmentRule(_RuleFields):
    """`conditions` replaces all of them. No lead that has its owner moves."""

    name = fields.String(validate=_NAME)
    method = fields.String(validate=validate.OneOf(METHODS))


class ConditionsView(Schema):
    source_kinds = fields.List(fields.String())
    source_ids = fields.List(IdField())
    companies = fields.List(fields.String())
    industries = fields.List(fields.String())
    regions = fields.List(fields.String())
    least_budget = fields.String(allow_none=True, metadata={"format": "decimal"})
    most_budget = fields.String(allow_none=True, metadata={"format": "decimal"})
    currency = fields.String(allow_none=True)


class LeadAssignmentRuleView(OwnedRecordView):
    """`org_unit` is the unit whose new leads it is for, with those of the units below it."""

    name = fields.String()
    position = fields.Integer(metadata={"description": "Of a lead's rules those of the nearest unit come first."})
    conditions = fields.Nested(ConditionsView)
    method = fields.String(validate=validate.OneOf(METHODS))
    person_ids = fields.List(IdField())
    seller_unit_id = IdField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))


LISTING = Listing(
    noun="lead-assignment-rules",
    view=LeadAssignmentRuleView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "position": FieldKind.NUMBER,
        "method": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("position", "name", "created_at", "updated_at"),
    default_sort="position",
)


@dataclass(frozen=True)
class LeadAssignmentRuleEvent(Event):
    """What each event about a rule tells: the rule as it is now, and what changed."""

    rule_id: str
    record_version: int
    name: str
    position: int
    conditions: dict[str, Any]
    method: str
    person_ids: list[str]
    seller_unit_id: str | None
    status: str
    owner_id: str
    org_unit_id: str
    changes: Changes


class LeadAssignmentRuleDefined(LeadAssignmentRuleEvent):
    type: ClassVar[str] = "sales.lead_assignment_rule.defined"


class LeadAssignmentRuleChanged(LeadAssignmentRuleEvent):
    type: ClassVar[str] = "sales.lead_assignment_rule.changed"


class LeadAssignmentRuleRetired(LeadAssignmentRuleEvent):
    type: ClassVar[str] = "sales.lead_assignment_rule.retired"


class LeadAssignmentRuleReinstated(LeadAssignmentRuleEvent):
    type: ClassVar[str] = "sales.lead_assignment_rule.reinstated"
