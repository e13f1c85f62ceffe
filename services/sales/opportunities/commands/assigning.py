"""Giving many deals to several people by a rule; each deal answers for itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle

from sqlalchemy.orm import Session

from services.sales.opportunities import queries
from services.sales.opportunities.commands import transfer_opportunity
from services.sales.opportunities.model import Opportunity
from services.sales.sellers.queries import owner_to_be
from shared.actor import Actor
from shared.contracts.sales import opportunities as contract
from shared.errors import Refusal
from shared.visible import get_within_reach


@dataclass(frozen=True)
class Assignment:
    """What became of one deal."""

    opportunity_id: str
    outcome: str
    owner_id: str | None = None
    code: str | None = None
    detail: str | None = None


def assign_opportunities(
    session: Session, actor: Actor, *, opportunity_ids: Sequence[str], person_ids: Sequence[str], rule: str
) -> list[Assignment]:
    """Raises what `owner_to_be` raises when one of the people is unknown or has left; then nothing is assigned."""
    people = list(dict.fromkeys(person_ids))
    for person_id in people:
        owner_to_be(session, person_id)
    choose = _in_turn(people) if rule == contract.ROUND_ROBIN else _least_loaded(session, people)
    return [_assign(session, actor, one, choose) for one in dict.fromkeys(opportunity_ids)]


def _assign(session: Session, actor: Actor, opportunity_id: str, choose: "Choose") -> Assignment:
    try:
        with session.begin_nested():
            owner_id = get_within_reach(session, Opportunity, actor, opportunity_id).owner_id
            chosen = choose(owner_id)
            if chosen == owner_id:
                return Assignment(opportunity_id, "unchanged", owner_id)
            transfer_opportunity(session, actor, opportunity_id, chosen)
            return Assignment(opportunity_id, "assigned", chosen)
    except Refusal as refusal:
        return Assignment(opportunity_id, "refused", None, refusal.code, refusal.detail)


Choose = Callable[[str], str]
"""Who gets the next deal, by who owns it now."""


def _in_turn(people: Sequence[str]) -> Choose:
    turns = cycle(people)
    return lambda _: next(turns)


def _least_loaded(session: Session, people: Sequence[str]) -> Choose:
    """Of two with as many the one named first; the deal itself weighs on nobody while it is given away."""
    loads = queries.open_deals_of(session, people)

    def choose(owner_id: str) -> str:
        if owner_id in loads:
            loads[owner_id] -= 1
        chosen = min(people, key=lambda person: loads[person])
        loads[chosen] += 1
        return chosen

    return choose
