"""Reading opportunities. Every query starts from what the actor may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from services.sales.contacts.queries import NamedContact
from services.sales.customers.queries import NamedCustomer, get_customer
from services.sales.customers.queries import customer_names as customer_names
from services.sales.opportunities import rules
from services.sales.opportunities.model import GRAINS, SUMMED
from services.sales.opportunities.model import KeyedOpportunity as KeyedOpportunity
from services.sales.opportunities.model import LostOpportunity as LostOpportunity
from services.sales.opportunities.model import NamedOpportunity as NamedOpportunity
from services.sales.opportunities.model import Opportunity as Opportunity
from services.sales.opportunities.rules import OpportunityStatus
from services.sales.products.queries import product_names as product_names
from shared.actor import Actor
from shared.clock import today
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import opportunities as contract
from shared.listing import list_records
from shared.listing.cells import Cells
from shared.listing.custom import names_in
from shared.merged_customers import Pointer
from shared.owners import owners_within as owners_within
from shared.owners import unit_paths as unit_paths
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.persistence.platform import Share
from shared.persistence.sums import sum_of_money
from shared.processes import Process, process_of
from shared.showing import show_visible
from shared.timeline import ContactStrand, Strand, told
from shared.visible import changeable, get_for_change, get_visible, ids_within_reach, visible

PARTIES: dict[str, tuple[type[NamedCustomer | NamedContact], Any]] = {
    "customer_name": (NamedCustomer, Opportunity.customer_id),
    "contact_name": (NamedContact, Opportunity.contact_id),
}
"""Whose names a list may be asked for, and by what a deal names them."""

COLUMNS = {
    **{name: getattr(Opportunity, name) for name in contract.LISTING.fields if name not in PARTIES},
    **{name: party.name.label(name) for name, (party, _) in PARTIES.items()},
}
NAMED_BY = {name: key for name, (_, key) in PARTIES.items()}
CELLS = Cells(Opportunity, grains=GRAINS, sums=SUMMED)


def get_opportunity(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    return get_visible(session, Opportunity, actor, opportunity_id)


def show_opportunity(database: Database, actor: Actor, opportunity_id: str) -> Payload:
    return show_visible(database, Opportunity, contract.OpportunityView, actor, opportunity_id)


def get_opportunity_for_change(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    """For an aggregate that acts on a deal: it stays locked until the transaction ends."""
    return get_for_change(session, Opportunity, actor, opportunity_id)


def opportunity_ids_of(actor: Actor, customer_id: str) -> Select[Any]:
    """The ids of those in sight of one customer, for a statement that looks at them."""
    rows = visible(Opportunity, actor).where(Opportunity.customer_id == customer_id)
    return rows.with_only_columns(Opportunity.id, maintain_column_froms=True)


def newest_opportunity_ids(session: Session, actor: Actor, customer_id: str, most: int) -> list[str]:
    """Those in sight of one customer."""
    newest = opportunity_ids_of(actor, customer_id).order_by(Opportunity.created_at.desc(), Opportunity.id.desc())
    return list(session.scalars(newest.limit(most)))


def only_open_deal_of(session: Session, actor: Actor, customer_id: str) -> str | None:
    """The id of the one open deal in sight of a customer; None where there is none, or more than one."""
    still_open = opportunity_ids_of(actor, customer_id).where(Opportunity.status == OpportunityStatus.OPEN)
    found = list(session.scalars(still_open.limit(2)))
    return found[0] if len(found) == 1 else None


def opportunities_in_sight(session: Session, actor: Actor, opportunity_ids: set[str]) -> set[str]:
    """Which of these the caller may see."""
    rows = visible(Opportunity, actor).where(Opportunity.id.in_(opportunity_ids))
    return set(session.scalars(rows.with_only_columns(Opportunity.id, maintain_column_froms=True)))


def list_opportunities(session: Session, actor: Actor, query: Payload) -> Payload:
    rows, cells = _with_parties(visible(Opportunity, actor), query), CELLS.within(actor)
    return list_records(session, rows, Opportunity, contract.LISTING, COLUMNS, query, cells, NAMED_BY)


def list_customer_opportunities(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those in sight of a customer in sight."""
    customer = get_customer(session, actor, customer_id)
    rows = _with_parties(visible(Opportunity, actor).where(Opportunity.customer_id == customer.id), query)
    return list_records(session, rows, Opportunity, contract.LISTING, COLUMNS, query, named_by=NAMED_BY)


def _with_parties(rows: Select[Opportunity], query: Payload) -> Select[Opportunity]:
    """Joined to those alone whose names the query filters or sorts by: any other list runs as if there were none.

    A condition on the name makes it an inner join, which starts at the index of the names.
    """
    asked = set(names_in(query))
    for name, (party, key) in PARTIES.items():
        if name in asked:
            rows = rows.outerjoin(party, party.id == key)
    return rows


def list_opportunity_history(session: Session, actor: Actor, opportunity_id: str, after: int) -> Payload:
    return list_history(session, get_opportunity(session, actor, opportunity_id).id, after=after)


def opportunities_of(session: Session, actor: Actor, customer_id: str) -> list[Opportunity]:
    return list(session.scalars(visible(Opportunity, actor).where(Opportunity.customer_id == customer_id)))


@dataclass(frozen=True)
class OpenDeals:
    """The open deals of one stage and currency, counted and summed."""

    stage: str
    currency: str
    count: int
    amount: Decimal
    weighted_amount: Decimal


def open_deals(session: Session, actor: Actor) -> list[OpenDeals]:
    """The open deals within the caller's sight, by stage and currency."""
    groups = (
        CELLS.within(actor)
        .known({"status", "stage", "currency"})
        .where(lambda part: part.status == OpportunityStatus.OPEN)
        .grouped(session, ("stage", "currency"), SUMMED)
    )
    return [
        OpenDeals(stage, currency, group.count, group.sums["amount"], group.sums["weighted_amount"])
        for group in groups
        for stage, currency in [group.keys]
    ]


@dataclass(frozen=True)
class HopedFor:
    """The open deals of one owner and currency that are expected to close on a day; what they may bring, weighted."""

    owner_id: str
    currency: str
    day: date
    count: int
    weighted_amount: Decimal


def hoped_for(session: Session, actor: Actor, first: date, last: date) -> list[HopedFor]:
    """The open deals in sight that are worth something and expected up to the last day; those whose day is over are
    expected on the first.
    """
    keys = (Opportunity.owner_id, Opportunity.currency, Opportunity.expected_close_date)
    rows = visible(Opportunity, actor).where(
        Opportunity.status == OpportunityStatus.OPEN,
        Opportunity.weighted_amount > 0,
        Opportunity.expected_close_date <= last,
    )
    sums = (func.count().label("deals"), sum_of_money(Opportunity.weighted_amount).label("weighted"))
    grouped = rows.with_only_columns(*keys, *sums, maintain_column_froms=True).group_by(*keys).order_by(*keys)
    return [
        HopedFor(owner_id, currency, max(first, day), count, weighted)
        for owner_id, currency, day, count, weighted in session.execute(grouped)
        if day is not None
    ]


def rival_opportunities(
    session: Session, actor: Actor, customer_ids: Select[Any], unit_id: str, most: int
) -> list[Opportunity]:
    """The newest open deals in sight with one of these customers, but for those of one unit."""
    rows = visible(Opportunity, actor).where(
        Opportunity.customer_id.in_(customer_ids),
        Opportunity.status == OpportunityStatus.OPEN,
        Opportunity.org_unit_id != unit_id,
    )
    return list(session.scalars(rows.order_by(Opportunity.created_at.desc(), Opportunity.id.desc()).limit(most)))


def open_deals_of(session: Session, person_ids: Collection[str]) -> dict[str, int]:
    """How many open deals each of these people has, in the caller's sight or not; which ones is not told."""
    mine = select(Opportunity.owner_id, func.count().label("deals")).where(Opportunity.owner_id.in_(person_ids))
    counted = mine.where(Opportunity.status == OpportunityStatus.OPEN).group_by(Opportunity.owner_id)
    return dict.fromkeys(person_ids, 0) | {row.owner_id: row.deals for row in session.execute(counted)}


def is_external_id_taken(session: Session, external_id: str) -> bool:
    """Whether any deal bears it, in sight or not: it names one record of the whole installation."""
    return session.scalar(select(Opportunity.id).where(Opportunity.external_id == external_id)) is not None


def shared_with(session: Session, opportunity: Opportunity) -> tuple[list[str], list[str]]:
    """The people and the units that this deal, which the caller has, is open to today."""
    lasting = or_(Share.until.is_(None), Share.until >= today())
    found = session.scalars(select(Share).where(Share.record_id == opportunity.id, lasting).order_by(Share.id)).all()
    people = dict.fromkeys(share.grantee_id for share in found if share.grantee_kind == "person")
    return list(people), list(dict.fromkeys(share.grantee_id for share in found if share.grantee_kind == "unit"))


def opportunity_ids_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, str]:
    """Those of them that name a deal in the caller's sight."""
    rows = visible(Opportunity, actor).where(Opportunity.external_id.in_(external_ids))
    named = rows.with_only_columns(Opportunity.external_id, Opportunity.id, maintain_column_froms=True)
    return {row.external_id: row.id for row in session.execute(named)}


def opportunities_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Opportunity]:
    """Those that the caller may change, locked."""
    rows = changeable(Opportunity, actor).where(Opportunity.external_id.in_(external_ids)).order_by(Opportunity.id)
    found = session.scalars(rows.with_for_update(of=Opportunity))
    return {str(opportunity.external_id): opportunity for opportunity in found}


def handed_on_by(session: Session, actor: Actor, opportunity_ids: set[str]) -> set[str]:
    """Those of them that the caller may give another owner: a share, even for writing, does not allow it."""
    return ids_within_reach(session, Opportunity, actor, opportunity_ids)


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Which of them name a deal already, in sight or not: they name one record of the whole installation."""
    found = session.scalars(select(Opportunity.external_id).where(Opportunity.external_id.in_(external_ids)))
    return {external_id for external_id in found if external_id is not None}


def opportunity_process() -> Process:
    return process_of("opportunities", rules.OpportunityStatus, rules.TRANSITIONS)


def has_deals_in_stage(session: Session, code: str) -> bool:
    """Whether any deal is in this stage, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Opportunity.stage == code))))


def has_opportunities_of_contact(session: Session, contact_id: str) -> bool:
    """Whether any name this contact, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Opportunity.contact_id == contact_id))))


def has_opportunities(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Opportunity.customer_id == customer_id))))


POINTER = Pointer(Opportunity)
"""Each names its customer."""

STRAND = Strand(
    timeline.OPPORTUNITY,
    Opportunity,
    partial(visible, Opportunity),
    told("number", "status", "amount", "currency", title="name"),
)
"""What a customer's timeline shows of them."""

CONTACT_STRAND = ContactStrand(STRAND, lambda related: Opportunity.id.in_(related.opportunity_ids))
"""What a contact's timeline shows of them."""
