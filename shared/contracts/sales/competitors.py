"""What the sales service says on the wire about the competitors in a deal."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, PersonRef, StrictSchema
from shared.contracts.newest import MOST, USUAL
from shared.contracts.sales.opportunities import OpportunityEvent

MOST_COMPETITORS = 50
"""In one deal."""

_NAME = (validate.Length(min=1, max=200), validate.Regexp(r"\s*\S"))
_NOTES = validate.Length(max=2000)


class _Assessment(StrictSchema):
    strengths = fields.String(allow_none=True, validate=_NOTES)
    weaknesses = fields.String(allow_none=True, validate=_NOTES)


class NameCompetitor(_Assessment):
    name = fields.String(required=True, validate=_NAME)


class AssessCompetitor(_Assessment):
    """What is left out stays as it is said."""


class CompetitorView(Schema):
    id = IdField()
    opportunity_id = IdField()
    name = fields.String()
    strengths = fields.String(allow_none=True)
    weaknesses = fields.String(allow_none=True)
    has_won = fields.Boolean(metadata={"description": "Whether the deal was lost to this one."})
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")


class CompetitorsView(Schema):
    """All of one deal, by name."""

    data = fields.List(fields.Nested(CompetitorView))


class CompetitorsMetQuery(StrictSchema):
    limit = fields.Integer(load_default=USUAL, validate=validate.Range(1, MOST))


class CompetitorMetView(Schema):
    """Somebody else who wanted deals with a customer, those that the caller may see."""

    name = fields.String()
    won = fields.Integer(metadata={"description": "How many of these deals went to them."})


class CompetitorsMetView(Schema):
    """Whoever won most comes first; `next` names the last one where there are others."""

    data = fields.List(fields.Nested(CompetitorMetView))
    next = fields.String(allow_none=True)


@dataclass(frozen=True)
class CompetitorEvent(OpportunityEvent):
    """What each event about a competitor in a deal tells."""

    competitor_id: str
    competitor_name: str


class OpportunityCompetitorNamed(CompetitorEvent):
    """Somebody else wants the deal too; `changes` has what is said of their strengths and weaknesses."""

    type: ClassVar[str] = "sales.opportunity.competitor_named"


class OpportunityCompetitorAssessed(CompetitorEvent):
    type: ClassVar[str] = "sales.opportunity.competitor_assessed"


class OpportunityCompetitorRemoved(CompetitorEvent):
    type: ClassVar[str] = "sales.opportunity.competitor_removed"
