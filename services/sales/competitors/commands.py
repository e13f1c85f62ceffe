"""Naming competitors in an open deal, assessing them, and losing the deal to one of them."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.competitors import queries, rules
from services.sales.competitors.model import Competitor
from services.sales.opportunities import commands as opportunities
from services.sales.opportunities.commands.involving import hold_open_opportunity, tell_of_part
from services.sales.opportunities.queries import Opportunity, get_opportunity
from shared.actor import Actor
from shared.contracts.sales import competitors as contract
from shared.errors import NotFound
from shared.ids import new_id


def name_competitor(session: Session, actor: Actor, opportunity_id: str, *, name: str, **notes: Any) -> Competitor:
    """Say that somebody else wants the deal too. Raises `CompetitorIsNamed` for a name that stands in it already."""
    deal = hold_open_opportunity(session, actor, opportunity_id)
    name = name.strip()
    rules.ensure_not_named(queries.competitor_named(session, deal.id, name), name)
    rules.ensure_room(queries.count_competitors(session, deal.id), contract.MOST_COMPETITORS)
    competitor = Competitor(
        id=new_id(), opportunity_id=deal.id, name=name, key=rules.key_of(name), author_id=actor.user_id
    )
    competitor.assess(notes)
    session.add(competitor)
    session.flush()
    _tell(session, actor, deal, competitor, contract.OpportunityCompetitorNamed, {}, _facts(competitor))
    return competitor


def assess_competitor(
    session: Session, actor: Actor, opportunity_id: str, competitor_id: str, **notes: Any
) -> Competitor:
    """Say what speaks for and against a competitor; what is left out stays."""
    deal = hold_open_opportunity(session, actor, opportunity_id)
    competitor = queries.get_competitor_of(session, deal.id, competitor_id)
    before = _facts(competitor)
    competitor.assess(notes)
    _tell(session, actor, deal, competitor, contract.OpportunityCompetitorAssessed, before, _facts(competitor))
    return competitor


def remove_competitor(session: Session, actor: Actor, opportunity_id: str, competitor_id: str) -> None:
    deal = hold_open_opportunity(session, actor, opportunity_id)
    competitor = queries.get_competitor_of(session, deal.id, competitor_id)
    _tell(session, actor, deal, competitor, contract.OpportunityCompetitorRemoved, _facts(competitor), {})
    session.delete(competitor)


def lose_opportunity(
    session: Session,
    actor: Actor,
    opportunity_id: str,
    reason: str,
    competitor: str | None = None,
    competitor_id: str | None = None,
) -> Opportunity:
    """Lose a deal, to one of its competitors where that is known: by its id, or by a name alone."""
    if competitor_id is not None:
        competitor = _winner(session, actor, opportunity_id, competitor_id)
    return opportunities.lose_opportunity(session, actor, opportunity_id, reason, competitor)


def _winner(session: Session, actor: Actor, opportunity_id: str, competitor_id: str) -> str:
    deal = get_opportunity(session, actor, opportunity_id)
    try:
        return queries.get_competitor_of(session, deal.id, competitor_id).name
    except NotFound as refusal:
        raise rules.WinnerIsUnknown(refusal.detail) from None


def _tell(
    session: Session,
    actor: Actor,
    deal: Opportunity,
    competitor: Competitor,
    event: type[contract.CompetitorEvent],
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    named = {"competitor_id": competitor.id, "competitor_name": competitor.name}
    tell_of_part(session, actor, deal, event, before=before, after=after, **named)


def _facts(competitor: Competitor) -> dict[str, Any]:
    """What the history of the deal says of a competitor."""
    return {
        "competitor": competitor.name,
        "strengths": competitor.strengths,
        "weaknesses": competitor.weaknesses,
    }
