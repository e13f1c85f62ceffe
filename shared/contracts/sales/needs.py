"""What the sales service says on the wire about what is asked for in a deal."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, NamedRef, PersonRef, StrictSchema
from shared.contracts.sales.opportunities import OpportunityEvent

MOST_NEEDS = 100
"""In one deal."""
LONGEST_DESCRIPTION = 200
LARGEST_QUANTITY = 1_000_000_000

_BLANK = validate.Regexp(r"\s*\S")
_DESCRIPTION = (validate.Length(min=1, max=LONGEST_DESCRIPTION), _BLANK)
_CATEGORY = (validate.Length(min=1, max=100), _BLANK)


class RecordNeed(StrictSchema):
    """A product of the catalogue, or what is needed in words, or both. A product has a category of its own; the one
    that is said here is for what the catalogue has not.
    """

    product_id = IdField(allow_none=True)
    description = fields.String(allow_none=True, validate=_DESCRIPTION)
    category = fields.String(allow_none=True, validate=_CATEGORY)
    quantity = fields.Integer(allow_none=True, strict=True, validate=validate.Range(min=1, max=LARGEST_QUANTITY))


class ChangeNeed(RecordNeed):
    """What is left out stays as it is said."""


class NeedView(Schema):
    id = IdField()
    opportunity_id = IdField()
    product = fields.Nested(NamedRef, allow_none=True)
    description = fields.String(allow_none=True)
    category = fields.String(allow_none=True)
    quantity = fields.Integer(allow_none=True)
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")


class NeedsView(Schema):
    """All of one deal, in the order in which they were recorded."""

    data = fields.List(fields.Nested(NeedView))


@dataclass(frozen=True)
class NeedEvent(OpportunityEvent):
    """What each event about a need tells: the deal, and what is asked for in it as it is now."""

    need_id: str
    needed_product_id: str | None
    need: str | None
    need_category: str | None
    need_quantity: int | None


class OpportunityNeedRecorded(NeedEvent):
    """Something is asked for in the deal."""

    type: ClassVar[str] = "sales.opportunity.need_recorded"


class OpportunityNeedChanged(NeedEvent):
    """Something else is asked for, or another quantity of it."""

    type: ClassVar[str] = "sales.opportunity.need_changed"


class OpportunityNeedWithdrawn(NeedEvent):
    """It is not asked for any more, or never was; this tells what it had been."""

    type: ClassVar[str] = "sales.opportunity.need_withdrawn"
