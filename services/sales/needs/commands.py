"""Recording what is asked for in a deal: by those who may edit the deal, while it is open."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.needs import queries, rules
from services.sales.needs.model import Need
from services.sales.opportunities.commands.involving import hold_open_opportunity, tell_of_part
from services.sales.opportunities.queries import Opportunity
from services.sales.products.queries import offered_products
from shared.actor import Actor
from shared.contracts.sales import needs as contract
from shared.ids import new_id


def record_need(session: Session, actor: Actor, opportunity_id: str, **said: Any) -> Need:
    """Say what is asked for in the deal.

    Raises `NeedSaysNothing`, `ProductIsNotOffered`, and `NeedIsRecorded` for what the deal asks for already.
    """
    deal = hold_open_opportunity(session, actor, opportunity_id)
    need = Need(id=new_id(), opportunity_id=deal.id, author_id=actor.user_id)
    _ask_for(session, need, said)
    rules.ensure_room(queries.count_needs(session, deal.id), contract.MOST_NEEDS)
    session.add(need)
    session.flush()
    _tell(session, actor, deal, need, contract.OpportunityNeedRecorded, {}, _facts(need))
    return need


def change_need(session: Session, actor: Actor, opportunity_id: str, need_id: str, **said: Any) -> Need:
    """What is left out stays. Raises as `record_need` does."""
    deal = hold_open_opportunity(session, actor, opportunity_id)
    need = queries.get_need_of(session, deal.id, need_id)
    before = _facts(need)
    with session.no_autoflush:
        _ask_for(session, need, said)
    session.flush()
    session.expire(need, ["product"])
    _tell(session, actor, deal, need, contract.OpportunityNeedChanged, before, _facts(need))
    return need


def withdraw_need(session: Session, actor: Actor, opportunity_id: str, need_id: str) -> None:
    """It is not asked for any more. Raises `NotFound` for a need of another deal."""
    deal = hold_open_opportunity(session, actor, opportunity_id)
    need = queries.get_need_of(session, deal.id, need_id)
    _tell(session, actor, deal, need, contract.OpportunityNeedWithdrawn, _facts(need), {})
    session.delete(need)


def _ask_for(session: Session, need: Need, said: dict[str, Any]) -> None:
    """A product that was named before may have been retired since; one that is named now is in the catalogue."""
    named = said.get("product_id")
    if named is not None and named != need.product_id:
        offered_products(session, [named])
    need.ask_for(said)
    rules.ensure_not_recorded(queries.need_of(session, need.opportunity_id, need.key, besides=need.id))


def _tell(
    session: Session,
    actor: Actor,
    deal: Opportunity,
    need: Need,
    event: type[contract.NeedEvent],
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    tell_of_part(session, actor, deal, event, before=before, after=after, need_id=need.id, **_facts(need))


def _facts(need: Need) -> dict[str, Any]:
    """What the history of the deal says of a need."""
    return {
        "needed_product_id": need.product_id,
        "need": need.description,
        "need_category": need.category,
        "need_quantity": need.quantity,
    }
