"""The facts about visits, for the reports. Every figure starts from what the actor may see."""

from typing import Any

from sqlalchemy import Select, String, cast, null

from services.reporting.parts.queries import Facts, Part, within
from services.reporting.visits.model import VisitFact
from shared.contracts.reporting.counted import LISTING
from shared.merged_customers import Pointer
from shared.persistence.platform import OrgPersonReplica

__all__ = ["FACTS", "VisitFact"]

COMPLETED = "completed"
FACTS = Facts(VisitFact, VisitFact.org_unit_id, cast(null(), String(255)), VisitFact.owner_id, LISTING)
"""A visit counts for whom it belongs to today. Reports count it only beside records of other kinds."""
OWNER = OrgPersonReplica.name
POINTER = Pointer(VisitFact)
"""Each is at a customer."""


def made_within(visits: Select[Any], part: Part) -> Select[Any]:
    """Those made in the period, with whoever made them."""
    made = visits.where(VisitFact.status == COMPLETED, within(VisitFact.visited_on, part))
    return made.outerjoin(OrgPersonReplica, OrgPersonReplica.id == VisitFact.owner_id)
