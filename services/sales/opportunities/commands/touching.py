"""What an activity leaves on the deal that it was about: when it was last touched, and what comes next."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from services.sales.opportunities.commands import telling
from services.sales.opportunities.model import Opportunity
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import opportunities as contract
from shared.visible import get_for_change


def touch_opportunity(
    session: Session,
    actor: Actor,
    opportunity_id: str,
    *,
    activity_id: str,
    at: datetime,
    next_step: str | None = None,
    next_step_on: date | None = None,
) -> None:
    """Note that somebody was in touch about the deal. A next step, with its day, replaces the one before."""
    opportunity = get_for_change(session, Opportunity, actor, opportunity_id)
    before = _facts(opportunity)
    opportunity.touch(at)
    if next_step is not None:
        opportunity.agree_next_step(next_step, next_step_on)
    told = telling.told(opportunity, changes(before, _facts(opportunity)))
    announce(session, actor, opportunity, contract.OpportunityTouched(**told, activity_id=activity_id))


def _facts(opportunity: Opportunity) -> dict[str, str | None]:
    touched_at = opportunity.last_touch_at
    known = telling.facts(opportunity)
    return {
        "last_touch_at": None if touched_at is None else touched_at.isoformat(),
        **{name: known[name] for name in ("next_step", "next_step_on")},
    }
