"""What is said on the wire about reassigning a territory: its customers come to those who sell there."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, PersonRef, StrictSchema

MOST_SHOWN, USUALLY_SHOWN = 200, 50


class PlanReassignment(StrictSchema):
    """Without a person the customers are spread evenly over those who sell in the territory; whoever of these has one
    already keeps it. `after` is the `next` of the page before.
    """

    territory_id = IdField(required=True)
    person_id = IdField(allow_none=True, load_default=None)
    after = IdField(allow_none=True, load_default=None)
    limit = fields.Integer(strict=True, load_default=USUALLY_SHOWN, validate=validate.Range(1, MOST_SHOWN))


class ReassignTerritory(PlanReassignment):
    """`dry_run` only shows what would be moved; said false, all of it is moved, whatever page is asked for."""

    dry_run = fields.Boolean(truthy={True}, falsy={False}, load_default=True)


class PlannedMove(Schema):
    customer_id = IdField()
    customer_name = fields.String()
    from_owner = fields.Nested(PersonRef, allow_none=True)
    to_owner = fields.Nested(PersonRef)


class ReassignmentPlan(Schema):
    """`affected` is how many customers are moved in all; `data` a page of them, in the order of their ids."""

    affected = fields.Integer()
    data = fields.List(fields.Nested(PlannedMove))
    next = IdField(allow_none=True)


class ReassignmentView(ReassignmentPlan):
    """The customers as they are before anything is moved; `job_id` is the job at work, /v1/jobs/{job_id}."""

    dry_run = fields.Boolean()
    job_id = IdField(allow_none=True)


class MovedView(Schema):
    id = IdField()
    outcome = fields.String()
    code = fields.String(allow_none=True)
    messages = fields.List(fields.String())


class MovedCustomers(Schema):
    """What became of some customers, and after which one the next follow; null when there are no more."""

    results = fields.List(fields.Nested(MovedView))
    next = IdField(allow_none=True)


@dataclass(frozen=True)
class ReassignmentEvent(Event):
    """What each event about a reassignment tells: how the job stands now, and what changed."""

    read_by: ClassVar[str | None] = "gateway.job:read"

    reassignment_id: str
    territory_id: str
    to_owner_id: str | None
    status: str
    total: int
    done: int
    moved: int
    changes: Changes


class ReassignmentStarted(ReassignmentEvent):
    type: ClassVar[str] = "gateway.reassignment.started"


class ReassignmentFinished(ReassignmentEvent):
    type: ClassVar[str] = "gateway.reassignment.finished"


class ReassignmentFailed(ReassignmentEvent):
    """It could not go on; what is moved stays moved, and can be taken back."""

    type: ClassVar[str] = "gateway.reassignment.failed"


class ReassignmentCancelled(ReassignmentEvent):
    """Somebody ended it; what is moved stays moved, and can be taken back. Where its `status` is `cancelling`, some
    customers are being moved at this moment: the job counts them, and then is cancelled.
    """

    type: ClassVar[str] = "gateway.reassignment.cancelled"
