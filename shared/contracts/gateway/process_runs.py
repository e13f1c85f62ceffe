"""What is said on the wire about process runs: a record on its way from position to position."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, RecordView, StrictSchema
from shared.contracts.gateway.process_definitions import StepView
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.process_run:read"
START = "gateway.process_run:start"
COMPLETE = "gateway.process_run:complete"
CANCEL = "gateway.process_run:cancel"

RIGHTS = {
    READ: "See process runs; whose step waits for a position one holds, one sees anyhow",
    START: "Start a process for a record that one may read",
    COMPLETE: "Complete a step that waits for a position one holds",
    CANCEL: "Cancel a process run",
}

STATUSES = ("running", "finished", "cancelled")
MOST_TOLD = 200


class StartProcess(StrictSchema):
    """The process by its id or its code, and the record by its id; the noun is the process's."""

    process_definition_id = IdField()
    process = fields.String(validate=validate.Length(min=1, max=40))
    record_id = IdField(required=True)

    @validates_schema
    def name_one_process(self, data: dict[str, Any], **_: Any) -> None:
        if ("process" in data) == ("process_definition_id" in data):
            raise ValidationError("Name the process by process or by process_definition_id.", "process")


class CompleteStep(StrictSchema):
    """`step` is the name of the step that is done, so that a repeated request completes no other one."""

    step = fields.String(required=True, validate=validate.Length(min=1, max=100))
    note = fields.String(load_default="", validate=validate.Length(max=500))


class DoneView(Schema):
    step = fields.String()
    position = fields.String()
    by = IdField()
    at = fields.String()
    note = fields.String()


class ProcessRunView(RecordView):
    process = fields.String(metadata={"description": "The code of the definition."})
    name = fields.String()
    noun = fields.String()
    record_id = IdField()
    org_unit_id = IdField(metadata={"description": "The unit of the record when the run was started."})
    started_by = IdField(attribute="created_by")
    status = fields.String(validate=validate.OneOf(STATUSES))
    step = fields.String(allow_none=True, metadata={"description": "The step that waits; null when the run is over."})
    position = fields.String(allow_none=True, metadata={"description": "The position that it waits for."})
    steps = fields.List(fields.Nested(StepView))
    done = fields.List(fields.Nested(DoneView))


LISTING = Listing(
    noun="process-runs",
    view=ProcessRunView,
    fields={
        "id": FieldKind.ID,
        "process": FieldKind.TEXT,
        "noun": FieldKind.CHOICE,
        "record_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "position": FieldKind.TEXT,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
)


@dataclass(frozen=True)
class ProcessRunEvent(Event):
    """How a run stands now. `waiting_for` are the people who may do the step, as far as they can all be told: 200."""

    process_run_id: str
    process: str
    name: str
    noun: str
    record_id: str
    org_unit_id: str
    started_by: str
    status: str
    step: str | None
    position: str | None
    waiting_for: list[str]
    changes: Changes


class ProcessRunStarted(ProcessRunEvent):
    type: ClassVar[str] = "gateway.process_run.started"


@dataclass(frozen=True)
class ProcessStepCompleted(ProcessRunEvent):
    """`completed` is the step that was done; `step` is the next one."""

    type: ClassVar[str] = "gateway.process_run.step_completed"
    completed: str
    note: str


@dataclass(frozen=True)
class ProcessRunFinished(ProcessRunEvent):
    """The last step was done."""

    type: ClassVar[str] = "gateway.process_run.finished"
    completed: str
    note: str


class ProcessRunCancelled(ProcessRunEvent):
    type: ClassVar[str] = "gateway.process_run.cancelled"
