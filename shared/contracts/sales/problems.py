"""What the sales service says on the wire about the problems that were met on a deal."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.custom import LONGEST_CHOICE
from shared.contracts.fields import IdField, PersonRef, StrictSchema, follows
from shared.contracts.newest import NewestView
from shared.contracts.sales.opportunities import OpportunityEvent

STATUSES = ("open", "resolved")
PICKLISTS = {"type": "opportunity_problem"}
"""The fields that follow a managed list of the company."""
MOST_PROBLEMS = 200
"""Of one deal."""

_NOTE = validate.Length(max=2000)


class ReportProblem(StrictSchema):
    """The stage and the day in which it occurred are those of the deal at this moment."""

    type = fields.String(
        required=True, validate=validate.Length(min=1, max=LONGEST_CHOICE), metadata=follows("opportunity_problem")
    )
    note = fields.String(allow_none=True, validate=_NOTE)


class ResolveProblem(StrictSchema):
    resolution = fields.String(required=True, validate=[validate.Length(min=1, max=2000), validate.Regexp(r"\s*\S")])


class OpportunityProblemView(Schema):
    id = IdField()
    opportunity_id = IdField()
    type = fields.String(metadata=follows("opportunity_problem"))
    status = fields.String(validate=validate.OneOf(STATUSES))
    stage = fields.String(metadata={"description": "The stage in which the deal stood when it occurred."})
    occurred_on = fields.Date()
    note = fields.String(allow_none=True)
    resolution = fields.String(allow_none=True)
    resolved_at = fields.AwareDateTime(format="iso", allow_none=True)
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")


class OpportunityProblemsView(NewestView):
    data = fields.List(fields.Nested(OpportunityProblemView))


@dataclass(frozen=True)
class ProblemEvent(OpportunityEvent):
    """What each event about a problem on a deal tells: the problem, and where and when it occurred.

    `stage` is where the deal stands now, `problem_stage` where it stood when the problem occurred.
    """

    problem_id: str
    problem_type: str
    problem_stage: str
    problem_occurred_on: str


class OpportunityProblemReported(ProblemEvent):
    """Something stands in the way of the deal; `changes` has what is said of it."""

    type: ClassVar[str] = "sales.opportunity.problem_reported"


class OpportunityProblemResolved(ProblemEvent):
    type: ClassVar[str] = "sales.opportunity.problem_resolved"


class OpportunityProblemWithdrawn(ProblemEvent):
    """It was reported by mistake."""

    type: ClassVar[str] = "sales.opportunity.problem_withdrawn"
