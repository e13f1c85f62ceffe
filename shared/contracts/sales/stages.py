"""What the sales service says about the stages of a deal on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import MoneyField, RecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing

READ = "sales.stage:read"
CREATE = "sales.stage:create"
CHANGE = "sales.stage:change"
IMPORT = "sales.stage:import"
UNDO = "sales.stage:undo"
READ_PIPELINE = "sales.pipeline:read"

RIGHTS = {
    READ: "See the stages of a deal",
    CREATE: "Define further stages",
    CHANGE: "Change the success rate and the exit criteria of stages",
    IMPORT: "Load stages from a file, by their code",
    UNDO: "Take back what one's own imports and bulks did to stages",
    READ_PIPELINE: "See the open deals grouped by stage",
}

WON, LOST = "won", "lost"
OUTCOMES = (WON, LOST)

CRITERIA = ("amount", "customer", "product", "expected_close_date", "engaged_on", "next_step")
"""What a stage may demand of a deal before it is left for a later one."""

_CODE = validate.Regexp(r"^[a-z][a-z0-9_]{0,39}\Z")
_NAME = validate.Length(min=1, max=100)
_PERCENT = validate.Range(min=0, max=100)
_POSITION = validate.Range(min=1, max=9_999)


class _StageFields(StrictSchema):
    exit_criteria = fields.List(fields.String(validate=validate.OneOf(CRITERIA)))

    @validates_schema
    def name_no_criterion_twice(self, data: dict[str, Any], **_: Any) -> None:
        named = data.get("exit_criteria", [])
        if len(set(named)) != len(named):
            raise ValidationError("A criterion is named twice.", "exit_criteria")


class CreateStage(_StageFields):
    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)
    position = fields.Integer(required=True, strict=True, validate=_POSITION)
    success_rate = fields.Integer(required=True, strict=True, validate=_PERCENT)


class ChangeStage(_StageFields):
    name = fields.String(validate=_NAME)
    position = fields.Integer(strict=True, validate=_POSITION)
    success_rate = fields.Integer(strict=True, validate=_PERCENT)


class StageRow(_StageFields):
    """A stage in a file; `code` says which. `exit_criteria` are a list in JSON, as the export has them.

    The two stages that end a deal may stand in the file too, at their places above all others.
    """

    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)
    position = fields.Integer(required=True, validate=validate.Range(min=1, max=2_000_000))
    success_rate = fields.Integer(required=True, validate=_PERCENT)
    exit_criteria = ListCell(fields.String(validate=validate.OneOf(CRITERIA)))


class StageView(RecordView):
    code = fields.String()
    name = fields.String()
    position = fields.Integer()
    success_rate = fields.Integer(metadata={"description": "Percent."})
    exit_criteria = fields.List(fields.String())
    outcome = fields.String(
        allow_none=True, metadata={"description": "won or lost for the two stages that end a deal."}
    )


class PipelineQuery(StrictSchema):
    """The pipeline takes no parameters; what it shows is decided by what the caller may see."""


class PipelineRowView(Schema):
    stage = fields.String()
    name = fields.String()
    position = fields.Integer()
    success_rate = fields.Integer()
    currency = fields.String()
    count = fields.Integer()
    amount = MoneyField()
    weighted_amount = MoneyField()


class PipelineView(Schema):
    """One row a stage and currency; a stage without deals has one row of zeros in the house currency."""

    rows = fields.List(fields.Nested(PipelineRowView))
    count = fields.Integer()


LISTING = Listing(
    noun="stages",
    view=StageView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.CHOICE,
        "name": FieldKind.TEXT,
        "position": FieldKind.NUMBER,
        "success_rate": FieldKind.NUMBER,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("position", "success_rate", "name", "created_at"),
    default_sort="position",
    columns=("name", "code", "position", "success_rate", "exit_criteria", "outcome"),
)


@dataclass(frozen=True)
class StageEvent(Event):
    """What each event about a stage tells: the stage as it is now, and what changed. `success_rate` is in percent."""

    audience: ClassVar[Audience] = Audience.COMPANY

    stage_id: str
    code: str
    name: str
    position: int
    success_rate: int
    exit_criteria: list[str]
    changes: Changes


class StageDefined(StageEvent):
    type: ClassVar[str] = "sales.stage.defined"


class StageChanged(StageEvent):
    type: ClassVar[str] = "sales.stage.changed"


@dataclass(frozen=True)
class StageRateChanged(StageEvent):
    """The success rate is another. Every open deal in this stage whose probability is not overridden has it from now
    on; no event is sent for each of them, consumers that keep deals apply the same rule to theirs.
    """

    type: ClassVar[str] = "sales.stage.rate_changed"
    before_rate: int


class StageRemoved(StageEvent):
    """A job that had defined the stage was taken back."""

    type: ClassVar[str] = "sales.stage.removed"
