"""Reading customers. Every query starts from what the actor may see."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.sales.customers.model import Customer as Customer
from services.sales.customers.model import KeyedCustomer as KeyedCustomer
from services.sales.customers.model import LikenessTurn
from services.sales.customers.model import NamedCustomer as NamedCustomer
from services.sales.customers.rules import DEEPEST_GROUP, MOST_CANDIDATES, turns_of
from services.sales.customers.rules import Likeness as Likeness
from services.sales.customers.rules import likeness as likeness
from shared.actor import Actor, system_actor
from shared.contracts.payload import Payload
from shared.contracts.sales import customers as contract
from shared.listing import Columns, columns_of, list_records
from shared.merged_customers import Pointer
from shared.newest import Newest, newest
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.showing import show_visible
from shared.visible import changeable, get_for_change, get_visible, visible

POINTER = Pointer(Customer, "parent_id")
"""Subsidiaries name the customer that they belong to."""

COLUMNS: Columns = {**columns_of(Customer, contract.LISTING), "currency": Customer.currency}


def show_customer(database: Database, actor: Actor, customer_id: str) -> Payload:
    return show_visible(database, Customer, contract.CustomerView, actor, customer_id)


def get_customer(session: Session, actor: Actor, customer_id: str) -> Customer:
    return get_visible(session, Customer, actor, customer_id)


def get_customer_for_change(session: Session, actor: Actor, customer_id: str) -> Customer:
    """For an aggregate that acts on a customer: it stays locked until the transaction ends."""
    return get_for_change(session, Customer, actor, customer_id)


def get_known_customer(session: Session, actor: Actor, customer_id: str) -> Payload:
    """The customer by what the copies of other services hold too."""
    customer = get_customer(session, actor, customer_id)
    newest = list_history(session, customer.id, after=customer.version - 1)["data"]
    told = {name: getattr(customer, name) for name in ("id", "version", "name", "phone", "address")}
    return {**told, "channel": newest[-1]["channel"] if newest else None}


def list_customers(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Customer, actor), Customer, contract.LISTING, COLUMNS, query)


def list_customer_history(session: Session, actor: Actor, customer_id: str, after: int) -> Payload:
    return list_history(session, get_customer(session, actor, customer_id).id, after=after)


def take_turns(session: Session, wanted: Likeness) -> None:
    """Wait until nobody else records a customer that may look the same; held until the transaction ends."""
    turns = turns_of(wanted)
    rows = select(LikenessTurn.turn).where(LikenessTurn.turn.in_(turns))
    for turn in sorted(set(turns) - set(session.scalars(rows))):
        try:
            with session.begin_nested():
                session.execute(insert(LikenessTurn).values(turn=turn))
        except IntegrityError:
            continue  # somebody else had the same need first, and is done now
    session.scalars(rows.order_by(LikenessTurn.turn).with_for_update()).all()


def find_alike(session: Session, actor: Actor, wanted: Likeness, *, besides: str) -> list[Customer]:
    """The first few customers in the caller's sight that look the same, besides the one that is asked about."""
    seeing = replace(actor, reaches=actor.reaches | actor.sight)
    alike = alike_by(Customer, wanted)
    if not alike:
        return []
    rows = (
        visible(Customer, seeing)
        .where(or_(*alike), Customer.id != besides)
        .order_by(Customer.created_at, Customer.id)
        .limit(MOST_CANDIDATES)
    )
    return list(session.scalars(rows))


def alike_by(model: Any, wanted: Likeness) -> list[ColumnElement[bool]]:
    """That a row of `model`, which keeps the keys of a customer, has each of these traits in common; one is enough."""
    traits = (
        (model.name_key, wanted.name),
        (model.tax_key, wanted.tax_id),
        (model.phone_key, wanted.phone),
        (model.domain_key, wanted.domain),
    )
    return [column == value for column, value in traits if value]


def alike_anywhere(wanted: Likeness) -> Select[Any]:
    """The ids of all customers that look like this, in sight or not, for a statement that looks at what is theirs. Of
    one that was merged away it is the id of the other.
    """
    alike = or_(false(), *alike_by(Customer, wanted))
    return select(func.coalesce(Customer.merged_into_id, Customer.id)).where(alike)


def likeness_of(session: Session, customer_id: str) -> Likeness | None:
    """What a customer is known by again, in sight or not; None where there is none."""
    customer = session.scalar(select(Customer).where(Customer.id == customer_id))
    return customer.likeness() if customer else None


def ancestors_of(session: Session, customer_id: str) -> list[str]:
    """The customer and what it belongs to, upwards, each locked so that two changes cannot close a circle together.

    Reaches beyond the caller's sight on purpose: a circle is one wherever it runs, and only ids are read.
    """
    chain: list[str] = []
    at: str | None = customer_id
    while at is not None and at not in chain and len(chain) <= DEEPEST_GROUP:
        chain.append(at)
        at = session.scalar(select(Customer.parent_id).where(Customer.id == at).with_for_update())
    return chain


def take_quiet(session: Session, actor: Actor, level: str, since: datetime, most: int) -> list[Customer]:
    """Customers of a level that were let alone since before that moment, locked, those longest alone first; those that
    another instance works on are left to it.
    """
    quiet = visible(Customer, actor).where(Customer.level == level, Customer.quiet_since < since)
    first = quiet.order_by(Customer.quiet_since, Customer.id).limit(most)
    return list(session.scalars(first.with_for_update(of=Customer, skip_locked=True)))


def get_held_customer(session: Session, customer_id: str) -> Customer:
    """The customer as it is now, in sight or not, held until the transaction ends; for the company's own rules."""
    return get_for_change(session, Customer, system_actor("sales"), customer_id)


def hold_customer(session: Session, customer_id: str) -> None:
    """Wait until nobody else settles what this customer, in sight or not, is told; held until the transaction ends."""
    session.scalar(select(Customer.id).where(Customer.id == customer_id).with_for_update())


def level_of(session: Session, customer_id: str) -> str | None:
    """The level of a customer, in sight or not: what it means holds for whoever sells to the customer."""
    return session.scalar(select(Customer.level).where(Customer.id == customer_id))


def customer_names(session: Session, actor: Actor, customer_ids: set[str]) -> dict[str, str]:
    """The names of those customers that the caller may see."""
    rows = visible(Customer, actor).where(Customer.id.in_(customer_ids))
    named = rows.with_only_columns(Customer.id, Customer.name, maintain_column_froms=True)
    return {row.id: row.name for row in session.execute(named)}


def customer_ids_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, str]:
    """Those of them that name a customer in the caller's sight."""
    rows = visible(Customer, actor).where(Customer.external_id.in_(external_ids))
    named = rows.with_only_columns(Customer.external_id, Customer.id, maintain_column_froms=True)
    return {row.external_id: row.id for row in session.execute(named)}


def customers_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Customer]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Customer, actor).where(Customer.external_id.in_(external_ids)).order_by(Customer.id)
    locked = rows.with_for_update(of=Customer).execution_options(populate_existing=True)
    return {str(customer.external_id): customer for customer in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any customer bears, in sight or not: each names one record of the whole installation."""
    return set(session.scalars(select(Customer.external_id).where(Customer.external_id.in_(external_ids))))


def get_merged(session: Session, customer_id: str) -> Customer:
    """One that was merged away, which nobody sees; the merge was found by the customer that it was merged into."""
    gone = select(Customer).where(Customer.id == customer_id).with_for_update(of=Customer)
    return session.scalars(gone.execution_options(populate_existing=True)).one()


def has_customers_in(session: Session, territory_id: str) -> bool:
    """Whether any customer is placed in a territory, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Customer.territory_id == territory_id))))


def owned_by_others(
    session: Session, actor: Actor, territory_id: str, owner_ids: Sequence[str], after: str | None, most: int
) -> list[Customer]:
    """The next customers of a territory, by their ids, that belong to none of these people."""
    rows = _of_others(actor, territory_id, owner_ids).order_by(Customer.id).limit(most)
    return list(session.scalars(rows if after is None else rows.where(Customer.id > after)))


def count_owned_by_others(session: Session, actor: Actor, territory_id: str, owner_ids: Sequence[str]) -> int:
    rows = _of_others(actor, territory_id, owner_ids)
    return session.scalars(rows.with_only_columns(func.count(), maintain_column_froms=True)).one()


def _of_others(actor: Actor, territory_id: str, owner_ids: Sequence[str]) -> Select[Customer]:
    return visible(Customer, actor).where(Customer.territory_id == territory_id, Customer.owner_id.not_in(owner_ids))


def is_any_waiting(session: Session) -> bool:
    """Whether a customer waits for being placed again; which one is not told."""
    return bool(session.scalar(select(exists().where(Customer.place_again.is_(True)))))


def take_waiting(session: Session, actor: Actor, most: int) -> list[Customer]:
    """Customers that wait for being placed again, locked; those that others hold are left for the next time."""
    waiting = visible(Customer, actor).where(Customer.place_again.is_(True)).order_by(Customer.id).limit(most)
    return list(session.scalars(waiting.with_for_update(of=Customer, skip_locked=True)))


def take_after(session: Session, actor: Actor, customer_id: str | None, most: int) -> list[Customer]:
    """The next customers by their ids, locked until the transaction ends."""
    rows = visible(Customer, actor).order_by(Customer.id).limit(most)
    further = rows if customer_id is None else rows.where(Customer.id > customer_id)
    return list(session.scalars(further.with_for_update(of=Customer).execution_options(populate_existing=True)))


def not_placed(session: Session, actor: Actor, placement: str, limit: int, before: str | None) -> Newest[Customer]:
    """The customers in sight that stand so to the territories, the newest first."""
    rows = visible(Customer, actor).where(Customer.placement == placement)
    return newest(session, rows, Customer.id, limit, before)


def has_subsidiaries(session: Session, customer_id: str) -> bool:
    """Whether any customer belongs to this one, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Customer.parent_id == customer_id))))
