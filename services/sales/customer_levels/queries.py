"""Reading the levels of customers. They belong to the company: whoever may open the list sees all of them."""

from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.sales.customer_levels.model import CustomerLevel
from services.sales.customer_levels.rules import UNRANKED, Step
from services.sales.customer_levels.rules import Turnover as Turnover
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.sales import customer_levels as contract
from shared.listing import list_records
from shared.persistence.history import list_history

COLUMNS = {name: getattr(CustomerLevel, name) for name in contract.LISTING.fields}


def every_level() -> Select[CustomerLevel]:
    return select(CustomerLevel)


def get_customer_level(session: Session, customer_level_id: str) -> CustomerLevel:
    return get_of_company(session, CustomerLevel, customer_level_id, "customer level")


def get_level_for_change(session: Session, actor: Actor, customer_level_id: str) -> CustomerLevel:
    """The level, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, CustomerLevel, customer_level_id, "customer level")


def list_customer_levels(session: Session, query: Payload) -> Payload:
    return list_records(session, every_level(), CustomerLevel, contract.LISTING, COLUMNS, query)


def list_customer_level_history(session: Session, customer_level_id: str, after: int) -> Payload:
    return list_history(session, get_customer_level(session, customer_level_id).id, after=after)


def is_defined(session: Session, code: str) -> bool:
    return session.scalar(every_level().where(CustomerLevel.code == code)) is not None


def count_levels(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(CustomerLevel)) or 0


def discount_ceiling(session: Session, code: str) -> Decimal | None:
    """The percentage that may be taken off for customers of this level, if anybody said one."""
    return session.scalar(select(CustomerLevel.discount_ceiling).where(CustomerLevel.code == code))


def levels_followed_up(session: Session) -> list[tuple[str, int]]:
    """The levels whose customers are to be seen to, each with the days that may pass until then."""
    rows = session.execute(
        select(CustomerLevel.code, CustomerLevel.follow_up_days)
        .where(CustomerLevel.follow_up_days.is_not(None))
        .order_by(CustomerLevel.rank.desc(), CustomerLevel.code)
    )
    return [(row.code, int(row.follow_up_days or 0)) for row in rows]


def steps_in(session: Session, currency: str) -> list[Step]:
    """The levels to which customers rise by what they order in this currency."""
    rows = session.scalars(every_level().where(CustomerLevel.currency == currency))
    return [Step(level.code, level.rank, level.rises_over) for level in rows if level.rises_over is not None]


def rank_of(session: Session, code: str) -> int:
    return session.scalar(select(CustomerLevel.rank).where(CustomerLevel.code == code)) or UNRANKED
