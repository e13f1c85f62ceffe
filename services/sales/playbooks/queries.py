"""Reading playbooks, which belong to the company: whoever may open the list sees all of them. What they recommend for a
deal is for whoever may see the deal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.sales.competitors.queries import keys_of_competitors
from services.sales.opportunities.queries import Opportunity, get_opportunity
from services.sales.playbooks.model import Play, Playbook
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.sales import playbooks as contract
from shared.field_limits import ensure_all_open, is_open
from shared.listing import list_records
from shared.persistence.history import list_history

COLUMNS = {name: getattr(Playbook, name) for name in contract.LISTING.fields}


def every_playbook() -> Select[Playbook]:
    return select(Playbook)


def get_playbook(session: Session, playbook_id: str) -> Playbook:
    return get_of_company(session, Playbook, playbook_id, "playbook")


def get_playbook_for_change(session: Session, actor: Actor, playbook_id: str) -> Playbook:
    """The playbook, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, Playbook, playbook_id, "playbook")


def list_playbooks(session: Session, query: Payload) -> Payload:
    return list_records(session, every_playbook(), Playbook, contract.LISTING, COLUMNS, query)


def list_playbook_history(session: Session, playbook_id: str, after: int) -> Payload:
    return list_history(session, get_playbook(session, playbook_id).id, after=after)


@dataclass(frozen=True)
class Recommendation:
    """What to try, to show and to answer in a deal as it is now."""

    opportunity_id: str
    stage: str
    tactics: Sequence[Play]
    documents: Sequence[Play]
    counters: Sequence[Play]


def recommend(session: Session, actor: Actor, opportunity_id: str) -> Recommendation:
    """The plays for a deal in sight, playbook by playbook: those of its stage that fit its attributes, and of the
    counters those to the competitors that are named in it. No playbook is attached to a stage that ends deals.

    What fits a deal tells what it is. To whom only some fields of it are open is told what asks for nothing but these,
    and no counters; raises `FieldIsClosed` where the stage is none of them.
    """
    deal, seen = get_opportunity(session, actor, opportunity_id), actor.fields
    if seen is not None and not is_open(seen, "stage"):
        ensure_all_open(seen)
    plays = select(Play).join(Playbook, Playbook.id == Play.playbook_id).where(Playbook.stage == deal.stage)
    competitors = keys_of_competitors(session, deal.id) if seen is None else ()
    fitting = plays.where(*_fits(deal), *_asks_for_what_is_open(seen), _answers(competitors))
    inorder = fitting.order_by(Playbook.name, Playbook.id, Play.position)
    found = session.scalars(inorder.limit(contract.MOST_RECOMMENDED)).all()
    by_kind = {kind: [play for play in found if play.kind == kind] for kind in contract.KINDS}
    return Recommendation(
        deal.id,
        deal.stage,
        tactics=by_kind[contract.TACTIC],
        documents=by_kind[contract.DOCUMENT],
        counters=by_kind[contract.COUNTER],
    )


def _fits(deal: Opportunity) -> list[ColumnElement[bool]]:
    """A deal whose amount is not known yet fits no play that asks for one."""
    least, most = Play.least_amount, Play.most_amount
    of_amount = and_(least.is_(None), most.is_(None))
    if deal.amount is not None:
        of_amount = and_(or_(least.is_(None), least <= deal.amount), or_(most.is_(None), most >= deal.amount))
    return [
        _open_or(Play.channel, deal.channel),
        _open_or(Play.product_id, deal.product_id),
        _open_or(Play.currency, deal.currency),
        of_amount,
    ]


_ASKED = {
    "channel": (Play.channel,),
    "product": (Play.product_id,),
    "currency": (Play.currency,),
    "amount": (Play.least_amount, Play.most_amount),
}
"""What a play may ask for, by the field of the deal."""


def _asks_for_what_is_open(seen: frozenset[str] | None) -> list[ColumnElement[bool]]:
    closed = [name for name in _ASKED if seen is not None and not is_open(seen, name)]
    return [column.is_(None) for name in closed for column in _ASKED[name]]


def _open_or(asked: InstrumentedAttribute[str | None], known: str | None) -> ColumnElement[bool]:
    return asked.is_(None) if known is None else or_(asked.is_(None), asked == known)


def _answers(keys: Sequence[str]) -> ColumnElement[bool]:
    return or_(Play.kind != contract.COUNTER, Play.competitor_key.in_(keys) if keys else false())
