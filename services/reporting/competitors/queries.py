"""The competitors in deals, for the reports. They are in sight with their deals."""

from typing import Any

from sqlalchemy import Select, and_, or_

from services.reporting.activities.queries import ActivityFact, done_within
from services.reporting.competitors.model import DealCompetitor
from services.reporting.deals.queries import OPEN, Deal
from services.reporting.parts.queries import Part, within

__all__ = ["ActivityFact", "DealCompetitor"]


def met_within(deals: Select[Any], part: Part) -> Select[Any]:
    """Each deal as often as somebody else wanted it: a closed one in the period in which it was closed, an open one in
    that in which the competitor was first told of.
    """
    met = with_competitors(deals)
    still_open = and_(Deal.status == OPEN, within(DealCompetitor.met_on, part))
    return met.where(or_(still_open, and_(Deal.status != OPEN, within(Deal.closed_on, part))))


def with_competitors(deals: Select[Any]) -> Select[Any]:
    """Each deal as often as somebody else wanted it."""
    return deals.join(DealCompetitor, and_(DealCompetitor.deal_id == Deal.id, DealCompetitor.met.is_(True)))


def with_what_was_done(deals: Select[Any], part: Part) -> Select[Any]:
    """Those once for each activity about them in the period."""
    done = with_competitors(deals).join(ActivityFact, ActivityFact.opportunity_id == Deal.id)
    return done_within(done, part)
