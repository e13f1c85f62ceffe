"""What the sales service says on the wire about the contacts that take part in a deal, each in a role."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, StrictSchema
from shared.contracts.newest import NewestView
from shared.contracts.sales.opportunities import OpportunityEvent

DECIDER, USER, INTRODUCER = "decider", "user", "introducer"
ROLES = (DECIDER, USER, INTRODUCER)
MOST_STAKEHOLDERS = 100
"""Of one deal."""


class LinkContact(StrictSchema):
    """A contact may play several roles in a deal; each is a link of its own."""

    contact_id = IdField(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))


class StakeholderContact(Schema):
    id = IdField()
    name = fields.String()
    title = fields.String(allow_none=True)


class StakeholderDeal(Schema):
    id = IdField()
    number = fields.String()
    name = fields.String()
    stage = fields.String()
    status = fields.String()


class StakeholderView(Schema):
    """The same from both sides: the contact, the deal, and the role of the one in the other."""

    id = IdField()
    role = fields.String(validate=validate.OneOf(ROLES))
    contact = fields.Nested(StakeholderContact)
    opportunity = fields.Nested(StakeholderDeal)
    created_at = fields.AwareDateTime(format="iso")


class StakeholdersView(NewestView):
    data = fields.List(fields.Nested(StakeholderView))


@dataclass(frozen=True)
class OpportunityContactLinked(OpportunityEvent):
    """A contact takes part in the deal; who it is, the contact itself says to those who may see it."""

    type: ClassVar[str] = "sales.opportunity.contact_linked"
    stakeholder_id: str
    linked_contact_id: str
    role: str


@dataclass(frozen=True)
class OpportunityContactUnlinked(OpportunityEvent):
    type: ClassVar[str] = "sales.opportunity.contact_unlinked"
    stakeholder_id: str
    linked_contact_id: str
    role: str
