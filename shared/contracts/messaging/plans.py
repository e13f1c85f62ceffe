"""What the messaging service says about plans of work on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import IdField, MomentField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "plans"

READ = "messaging.plan:read"
CREATE = "messaging.plan:create"
CHANGE = "messaging.plan:change"
SUMMARISE = "messaging.plan:summarise"
IMPORT = "messaging.plan:import"
UNDO = "messaging.plan:undo"
SHARE = "messaging.plan:share"

RIGHTS = {
    READ: "See plans of work",
    CREATE: "Plan the work of a day, a week or a month",
    CHANGE: "Edit plans before their deadline",
    SUMMARISE: "Write down how a plan turned out",
    IMPORT: "Load plans of one's own from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to plans of work",
    SHARE: "Open plans of work to other people and units",
}

KINDS = ("day", "week", "month")
STATUSES = ("open", "summarised")
OUTCOMES = ("done", "partly_done", "missed")
MOST_ITEMS = 100

_TITLE = (validate.Length(min=1, max=200), validate.Regexp(r"\s*\S"))
_TEXT = (validate.Length(min=1, max=10_000), validate.Regexp(r"\s*\S"))
_KEY = validate.Length(min=1, max=120)
_ITEM = (validate.Length(min=1, max=500), validate.Regexp(r"\s*\S"))


class NewItem(StrictSchema):
    text = fields.String(required=True, validate=_ITEM)
    due_on = fields.Date(allow_none=True)


class _PlanFields(StrictSchema):
    custom = CustomValues(ENTITY)
    title = fields.String(allow_none=True, validate=_TITLE)
    items = fields.List(fields.Nested(NewItem), validate=validate.Length(min=1, max=MOST_ITEMS))
    external_id = fields.String(allow_none=True, validate=_KEY)


class CreatePlan(_PlanFields):
    """A week begins on a Monday, a month on its first day. Without a deadline the first day of the period is the last
    one (UTC) on which the plan may be changed.
    """

    id = NewIdField()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    starts_on = fields.Date(required=True)
    deadline = MomentField()

    @validates_schema
    def have_items(self, data: dict[str, Any], **_: Any) -> None:
        if "items" not in data:
            raise ValidationError("Missing data for required field.", "items")


class ChangePlan(_PlanFields):
    """Items are given anew, all of them."""


class ItemOfRow(NewItem):
    """An item as a plan's export has it; how it turned out, a summary says."""

    class Meta:
        unknown = EXCLUDE


class PlanRow(_PlanFields):
    """A plan in a file; `external_id` says which. Period and deadline are said once.

    `items` are all there are: a list in JSON, as an export writes it.
    """

    external_id = fields.String(required=True, validate=_KEY)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    starts_on = fields.Date(required=True)
    deadline = MomentField()
    items = ListCell(fields.Nested(ItemOfRow), required=True, validate=validate.Length(min=1, max=MOST_ITEMS))


class ItemOutcome(StrictSchema):
    item_id = IdField(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    remark = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=1000))


class SummarisePlan(StrictSchema):
    """Each item of the plan exactly once."""

    summary = fields.String(required=True, validate=_TEXT)
    items = fields.List(fields.Nested(ItemOutcome), required=True, validate=validate.Length(min=1, max=MOST_ITEMS))


class ItemView(Schema):
    id = IdField()
    text = fields.String()
    due_on = fields.Date(allow_none=True)
    outcome = fields.String(allow_none=True, validate=validate.OneOf(OUTCOMES))
    remark = fields.String(allow_none=True)


class PlanView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    kind = fields.String(validate=validate.OneOf(KINDS))
    starts_on = fields.Date()
    ends_on = fields.Date(metadata={"description": "The last day."})
    title = fields.String(allow_none=True)
    deadline = fields.AwareDateTime(format="iso")
    locked = fields.Boolean(metadata={"description": "Its deadline has passed: it is not changed any more."})
    status = fields.String(validate=validate.OneOf(STATUSES))
    items = fields.List(fields.Nested(ItemView))
    done = fields.Integer(metadata={"description": "How many items were done."})
    missed = fields.Integer(metadata={"description": "How many items were missed."})
    summary = fields.String(allow_none=True)
    summarised_at = fields.AwareDateTime(format="iso", allow_none=True)
    external_id = fields.String(allow_none=True)


LISTING = Listing(
    noun=ENTITY,
    view=PlanView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "starts_on": FieldKind.DATE,
        "ends_on": FieldKind.DATE,
        "title": FieldKind.TEXT,
        "deadline": FieldKind.TIME,
        "status": FieldKind.CHOICE,
        "summarised_at": FieldKind.TIME,
        "external_id": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("starts_on", "created_at", "updated_at"),
    default_sort="-starts_on",
    searchable=True,
    customised=True,
)


@dataclass(frozen=True)
class PlanEvent(CustomisedEvent):
    """What each event about a plan tells: the plan as it is now, and what changed. Days are ISO 8601."""

    plan_id: str
    record_version: int
    kind: str
    starts_on: str
    ends_on: str
    title: str | None
    deadline: str
    status: str
    items: list[dict[str, Any]]
    owner_id: str
    org_unit_id: str
    changes: Changes


class PlanCreated(PlanEvent):
    type: ClassVar[str] = "messaging.plan.created"


class PlanChanged(PlanEvent):
    type: ClassVar[str] = "messaging.plan.changed"


@dataclass(frozen=True)
class PlanSummarised(PlanEvent):
    type: ClassVar[str] = "messaging.plan.summarised"
    summary: str


@dataclass(frozen=True)
class PlanShared(PlanEvent, RecordShared):
    type: ClassVar[str] = "messaging.plan.shared"


@dataclass(frozen=True)
class PlanShareRevoked(PlanEvent, ShareRevoked):
    type: ClassVar[str] = "messaging.plan.share_revoked"


class PlanRemoved(PlanEvent):
    """A job that had recorded the plan was taken back."""

    type: ClassVar[str] = "messaging.plan.removed"
