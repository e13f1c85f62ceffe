"""Reading customers. Every query starts from what the actor may see."""

from dataclasses import replace

from sqlalchemy import exists, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.sales.customers.model import Customer, LikenessTurn
from services.sales.customers.model import KeyedCustomer as KeyedCustomer
from services.sales.customers.model import NamedCustomer as NamedCustomer
from services.sales.customers.rules import DEEPEST_GROUP, MOST_CANDIDATES, Likeness, turns_of
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import customers as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.showing import show_visible
from shared.visible import changeable, get_visible, visible

POINTER = Pointer(Customer, "parent_id")
"""Subsidiaries name the customer that they belong to."""

COLUMNS = {name: getattr(Customer, name) for name in (*contract.LISTING.fields, "currency")}


def show_customer(database: Database, actor: Actor, customer_id: str) -> Payload:
    return show_visible(database, Customer, contract.CustomerView, actor, customer_id)


def get_customer(session: Session, actor: Actor, customer_id: str) -> Customer:
    return get_visible(session, Customer, actor, customer_id)


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
    traits = (
        (Customer.name_key, wanted.name),
        (Customer.tax_key, wanted.tax_id),
        (Customer.phone_key, wanted.phone),
        (Customer.domain_key, wanted.domain),
    )
    seeing = replace(actor, reaches=actor.reaches | actor.sight)
    alike = [column == value for column, value in traits if value]
    if not alike:
        return []
    rows = (
        visible(Customer, seeing)
        .where(or_(*alike), Customer.id != besides)
        .order_by(Customer.created_at, Customer.id)
        .limit(MOST_CANDIDATES)
    )
    return list(session.scalars(rows))


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


def hold_customer(session: Session, customer_id: str) -> None:
    """Wait until nobody else settles what this customer, in sight or not, is told; held until the transaction ends."""
    session.scalar(select(Customer.id).where(Customer.id == customer_id).with_for_update())


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


def has_subsidiaries(session: Session, customer_id: str) -> bool:
    """Whether any customer belongs to this one, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Customer.parent_id == customer_id))))
