"""What the sales service says on the wire about the partners with whom the house works on a deal."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, PersonRef, StrictSchema, UnitRef
from shared.contracts.sales.opportunities import OpportunityEvent
from shared.contracts.sharing import AS_PARTNER, RecordShared, ShareRevoked

READ = "sales.opportunity_partner:read"
LINK = "sales.opportunity_partner:link"
UNLINK = "sales.opportunity_partner:unlink"

RIGHTS = {
    READ: "See which partners work on opportunities",
    LINK: "Link partners to opportunities, which lets their people see them",
    UNLINK: "Unlink partners from opportunities, which takes them away again",
}

REFERRER, RESELLER, IMPLEMENTER, SUPPORTER = "referrer", "reseller", "implementer", "supporter"
ROLES = (REFERRER, RESELLER, IMPLEMENTER, SUPPORTER)
MOST_PARTNERS = 50
"""Of one deal."""


class LinkPartner(StrictSchema):
    """A partner works on a deal in one role."""

    org_unit_id = IdField(required=True, metadata={"description": "The unit of the partner: an agent or a dealer."})
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    note = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=2000))


class PartnerView(Schema):
    id = IdField()
    opportunity_id = IdField()
    org_unit = fields.Nested(UnitRef)
    role = fields.String(validate=validate.OneOf(ROLES))
    note = fields.String(allow_none=True)
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")


class PartnersView(Schema):
    """All of one deal, those linked first come first."""

    data = fields.List(fields.Nested(PartnerView))


@dataclass(frozen=True)
class OpportunityPartnerLinked(OpportunityEvent, RecordShared):
    """A partner works on the deal; the people of its unit see the deal by a share of the link's own."""

    type: ClassVar[str] = "sales.opportunity.partner_linked"
    reason: ClassVar[str] = AS_PARTNER
    partner_id: str
    partner_role: str


@dataclass(frozen=True)
class OpportunityPartnerUnlinked(OpportunityEvent, ShareRevoked):
    """The link is gone, and the share that came with it; one that somebody made by hand stays."""

    type: ClassVar[str] = "sales.opportunity.partner_unlinked"
    reason: ClassVar[str] = AS_PARTNER
    partner_id: str
    partner_role: str
