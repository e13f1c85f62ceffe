"""What is said on the wire about process definitions: which position does which step, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import RecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.process_definition:read"
DEFINE = "gateway.process_definition:define"
CHANGE = "gateway.process_definition:change"
RETIRE = "gateway.process_definition:retire"
IMPORT = "gateway.process_definition:import"
UNDO = "gateway.process_definition:undo"

RIGHTS = {
    READ: "See which processes there are",
    DEFINE: "Define a process",
    CHANGE: "Change the name and the steps of a process, for runs that start later",
    RETIRE: "Retire a process, so that no run of it starts any more",
    IMPORT: "Load the definitions of processes from a file, by their code",
    UNDO: "Take back what one's own imports and bulks did to definitions of processes",
}

MOST_STEPS = 50
REACHES = ("unit", "subtree")


@dataclass(frozen=True)
class Source:
    """How a record of a noun is read: whose call it is, and what the call names the id."""

    service: str
    rpc: str
    parameter: str


NOUNS: Mapping[str, Source] = MappingProxyType(
    {
        "distribution.invoice": Source("distribution", "get_invoice", "invoice_id"),
        "distribution.shipment": Source("distribution", "get_shipment", "shipment_id"),
        "marketing.campaign": Source("marketing", "get_campaign", "campaign_id"),
        "sales.contact": Source("sales", "get_contact", "contact_id"),
        "sales.customer": Source("sales", "get_customer", "customer_id"),
        "sales.lead": Source("sales", "get_lead", "lead_id"),
        "sales.opportunity": Source("sales", "get_opportunity", "opportunity_id"),
        "sales.order": Source("sales", "get_order", "order_id"),
        "sales.quotation": Source("sales", "get_quotation", "quotation_id"),
        "service_desk.article": Source("service_desk", "get_article", "article_id"),
        "service_desk.request": Source("service_desk", "get_request", "request_id"),
    }
)
"""The nouns that a process may be about."""


class StepSchema(StrictSchema):
    """`position` is the code of the position that does the step. `reach` says from where: `unit` is whoever holds it in
    the record's own unit, `subtree` whoever holds it in that unit or in one above it.
    """

    name = fields.String(required=True, validate=validate.Length(min=1, max=100))
    position = fields.String(required=True, validate=validate.Length(min=1, max=40))
    reach = fields.String(load_default="subtree", validate=validate.OneOf(REACHES))


def _ensure_different(steps: list[dict[str, Any]]) -> None:
    if len({step["name"] for step in steps}) != len(steps):
        raise ValidationError("Two steps have the same name.")


_steps = (validate.Length(min=1, max=MOST_STEPS), _ensure_different)


class DefineProcess(StrictSchema):
    code = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    noun = fields.String(required=True, validate=validate.OneOf(tuple(NOUNS)))
    steps = fields.List(fields.Nested(StepSchema), required=True, validate=_steps)


class ChangeProcess(StrictSchema):
    name = fields.String(validate=validate.Length(min=1, max=200))
    steps = fields.List(fields.Nested(StepSchema), validate=_steps)


class ProcessDefinitionRow(DefineProcess):
    """A process in a file; `code` says which. Its steps are as the export writes them; retired it is by its verb."""

    steps = ListCell(fields.Nested(StepSchema), required=True, validate=_steps)
    retired = fields.Boolean()


class StepView(Schema):
    name = fields.String()
    position = fields.String()
    reach = fields.String(validate=validate.OneOf(REACHES))


class ProcessDefinitionView(RecordView):
    code = fields.String()
    name = fields.String()
    noun = fields.String()
    steps = fields.List(fields.Nested(StepView))
    retired = fields.Boolean()


LISTING = Listing(
    noun="process-definitions",
    view=ProcessDefinitionView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "noun": FieldKind.CHOICE,
        "retired": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("code", "name", "created_at", "updated_at"),
    default_sort="code",
)


@dataclass(frozen=True)
class _DefinitionEvent(Event):
    audience: ClassVar[Audience] = Audience.COMPANY
    id: str
    code: str
    name: str
    noun: str
    steps: list[dict[str, str]]
    retired: bool
    changes: Changes


class ProcessDefined(_DefinitionEvent):
    type: ClassVar[str] = "gateway.process_definition.defined"


class ProcessDefinitionChanged(_DefinitionEvent):
    type: ClassVar[str] = "gateway.process_definition.changed"


class ProcessDefinitionRetired(_DefinitionEvent):
    type: ClassVar[str] = "gateway.process_definition.retired"
