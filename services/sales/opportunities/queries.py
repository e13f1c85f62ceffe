"""Reading opportunities. Every query starts from what the actor may see."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from services.sales.customers.queries import customer_names as customer_names
from services.sales.customers.queries import get_customer
from services.sales.opportunities import rules
from services.sales.opportunities.model import GRAINS, SUMMED
from services.sales.opportunities.model import KeyedOpportunity as KeyedOpportunity
from services.sales.opportunities.model import Opportunity as Opportunity
from services.sales.opportunities.rules import OpportunityStatus
from services.sales.products.queries import product_names as product_names
from shared.actor import Actor, Reach
from shared.clock import today
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import opportunities as contract
from shared.listing import list_records
from shared.listing.cells import Cells
from shared.merged_customers import Pointer
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, Share
from shared.processes import Process, process_of
from shared.showing import show_visible
from shared.timeline import Strand, told
from shared.visible import changeable, get_for_change, get_visible, ids_within_reach, visible

COLUMNS = {name: getattr(Opportunity, name) for name in contract.LISTING.fields}
CELLS = Cells(Opportunity, grains=GRAINS, sums=SUMMED)


def get_opportunity(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    return get_visible(session, Opportunity, actor, opportunity_id)


def show_opportunity(database: Database, actor: Actor, opportunity_id: str) -> Payload:
    return show_visible(database, Opportunity, contract.OpportunityView, actor, opportunity_id)


def get_opportunity_for_change(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    """For an aggregate that acts on a deal: it stays locked until the transaction ends."""
    return get_for_change(session, Opportunity, actor, opportunity_id)


def list_opportunities(session: Session, actor: Actor, query: Payload) -> Payload:
    rows, cells = visible(Opportunity, actor), CELLS.within(actor)
    return list_records(session, rows, Opportunity, contract.LISTING, COLUMNS, query, cells)


def list_customer_opportunities(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those in sight of a customer in sight."""
    customer = get_customer(session, actor, customer_id)
    rows = visible(Opportunity, actor).where(Opportunity.customer_id == customer.id)
    return list_records(session, rows, Opportunity, contract.LISTING, COLUMNS, query)


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
    people = [share.grantee_id for share in found if share.grantee_kind == "person"]
    return people, [share.grantee_id for share in found if share.grantee_kind == "unit"]


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


def owners_within(session: Session, actor: Actor, person_ids: set[str]) -> dict[str, OrgPersonReplica]:
    """The people among these whose records this call's right reaches."""
    people = session.scalars(select(OrgPersonReplica).where(OrgPersonReplica.id.in_(person_ids))).all()
    paths = unit_paths(session, {one.unit_id for one in people})
    return {person.id: person for person in people if _reaches(actor, person, paths.get(person.unit_id, ""))}


def unit_paths(session: Session, unit_ids: set[str]) -> dict[str, str]:
    """Where these units stand in the tree, by id."""
    paths = select(OrgUnitReplica.id, OrgUnitReplica.path).where(OrgUnitReplica.id.in_(unit_ids))
    return {row.id: row.path for row in session.execute(paths)}


def _reaches(actor: Actor, person: OrgPersonReplica, unit_path: str) -> bool:
    return any(
        (
            Reach.ALL in actor.reaches,
            Reach.OWN in actor.reaches and person.id == actor.user_id,
            Reach.UNIT in actor.reaches and person.unit_id == actor.unit_id,
            Reach.SUBORDINATES in actor.reaches and _is_below(person.path, actor.person_path),
            Reach.SUBTREE in actor.reaches and _is_below(unit_path, actor.unit_path),
        )
    )


def _is_below(path: str, top: str) -> bool:
    return bool(top) and path.startswith(top)


def opportunity_process() -> Process:
    return process_of("opportunities", rules.OpportunityStatus, rules.TRANSITIONS)


def has_deals_in_stage(session: Session, code: str) -> bool:
    """Whether any deal is in this stage, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Opportunity.stage == code))))


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
