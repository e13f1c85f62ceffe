"""Reading the competitors of a deal: by whoever may see the deal."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.sales.competitors import rules
from services.sales.competitors.model import Competitor
from services.sales.competitors.rules import key_of as key_of
from services.sales.customers.queries import get_customer
from services.sales.opportunities.queries import Opportunity, get_opportunity
from shared.actor import Actor
from shared.contracts.sales import competitors as contract
from shared.errors import NotFound
from shared.field_limits import is_open
from shared.newest import Newest
from shared.visible import visible

MOST_MET = 500
"""Of those named, and of those who won, that are looked at for one customer."""


def list_competitors(session: Session, actor: Actor, opportunity_id: str) -> Sequence[Competitor]:
    """All of them, by name: a deal has few."""
    deal = get_opportunity(session, actor, opportunity_id)
    named = select(Competitor).where(Competitor.opportunity_id == deal.id)
    return session.scalars(named.order_by(Competitor.key).limit(contract.MOST_COMPETITORS)).all()


def competitors_met(session: Session, actor: Actor, customer_id: str, limit: int) -> Newest[rules.CompetitorMet]:
    """Who else wanted the deals in sight with a customer in sight; nobody for a caller to whom winners are closed."""
    customer = get_customer(session, actor, customer_id)
    if actor.fields is not None and not is_open(actor.fields, "winner_competitor"):
        return Newest([], None)
    deals = visible(Opportunity, actor).where(Opportunity.customer_id == customer.id)
    name, winner = func.min(Competitor.name), Opportunity.winner_competitor
    named = deals.join(Competitor, Competitor.opportunity_id == Opportunity.id).group_by(Competitor.key)
    names = session.scalars(named.with_only_columns(name, maintain_column_froms=True).order_by(name).limit(MOST_MET))
    lost = deals.where(winner.is_not(None)).group_by(winner).order_by(func.count().desc(), winner)
    winners = session.execute(lost.with_only_columns(winner, func.count(), maintain_column_froms=True).limit(MOST_MET))
    found = rules.competitors_of(names, [(str(row[0]), row[1]) for row in winners])
    return Newest(found[:limit], found[limit - 1].name if len(found) > limit else None)


def get_competitor_of(session: Session, opportunity_id: str, competitor_id: str) -> Competitor:
    """One of the deal that the caller was given. Raises `NotFound`."""
    one = select(Competitor).where(Competitor.id == competitor_id, Competitor.opportunity_id == opportunity_id)
    found = session.scalar(one)
    if found is None:
        raise NotFound(f"There is no competitor {competitor_id} in this deal.")
    return found


def competitor_named(session: Session, opportunity_id: str, name: str) -> str | None:
    """The competitor of this name in the deal that the caller holds."""
    named = (Competitor.opportunity_id == opportunity_id, Competitor.key == key_of(name))
    return session.scalar(select(Competitor.id).where(*named))


def count_competitors(session: Session, opportunity_id: str) -> int:
    """How many are named in the deal that the caller holds."""
    counted = select(func.count()).select_from(Competitor).where(Competitor.opportunity_id == opportunity_id)
    return session.scalar(counted) or 0


def keys_of_competitors(session: Session, opportunity_id: str) -> Sequence[str]:
    """By which the competitors in the deal that the caller was given are told from others."""
    named = select(Competitor.key).where(Competitor.opportunity_id == opportunity_id)
    return session.scalars(named.limit(contract.MOST_COMPETITORS)).all()
