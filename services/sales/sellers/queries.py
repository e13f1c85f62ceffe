"""Reading sellers. Every query on behalf of somebody starts from what that person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from services.sales.sellers import rules
from services.sales.sellers.model import Seller
from services.sales.sellers.rules import SellerStatus
from services.sales.territories.queries import territories_of
from shared.actor import Actor
from shared.contracts.payload import Payload, reply
from shared.contracts.sales import sellers as contract
from shared.contracts.sales.territories import TerritoryRef
from shared.errors import Refusal
from shared.listing import columns_of, list_records
from shared.owners import new_owner
from shared.persistence.history import list_history
from shared.persistence.paths import below
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.processes import Process, process_of
from shared.visible import get_for_change, get_visible, visible

COLUMNS = columns_of(Seller, contract.LISTING)


def get_seller(session: Session, actor: Actor, seller_id: str) -> Seller:
    return get_visible(session, Seller, actor, seller_id)


def show_seller(session: Session, actor: Actor, seller_id: str) -> Payload:
    """With the territories that they are assigned to; a list leaves these out."""
    seller = get_seller(session, actor, seller_id)
    territories = [reply(TerritoryRef, one) for one in territories_of(session, seller.owner_id)]
    return {**reply(contract.SellerView, seller), "territories": territories}


def get_seller_for_change(session: Session, actor: Actor, seller_id: str) -> Seller:
    return get_for_change(session, Seller, actor, seller_id)


def list_sellers(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Seller, actor), Seller, contract.LISTING, COLUMNS, query)


def list_seller_history(session: Session, actor: Actor, seller_id: str, after: int) -> Payload:
    return list_history(session, get_seller(session, actor, seller_id).id, after=after)


def is_seller(session: Session, person_id: str) -> bool:
    """Whether anybody said that this person sells."""
    return bool(session.scalar(select(exists().where(Seller.owner_id == person_id))))


def owner_to_be(session: Session, person_id: str) -> OrgPersonReplica:
    """Whom something of the sales service is handed to; raises what `new_owner` does, and `SellerIsInactive`.

    Somebody of whom nobody said that they sell may be given anything, as anybody at work may.
    """
    person = new_owner(session, person_id)
    status = session.scalar(select(Seller.status).where(Seller.owner_id == person_id))
    if status is not None:
        rules.ensure_not_inactive(SellerStatus(status), person.name)
    return person


def has_sellers_at_home(session: Session, territory_id: str) -> bool:
    """Whether a territory is the home of any seller, in sight or not; of which ones is not told."""
    return bool(session.scalar(select(exists().where(Seller.home_territory_id == territory_id))))


def inactive_among(session: Session, person_ids: set[str]) -> dict[str, Refusal]:
    """Why nothing new is given to those of these people who are inactive as sellers, by id."""
    if not person_ids:
        return {}
    inactive = select(OrgPersonReplica.id, OrgPersonReplica.name).join(Seller, Seller.owner_id == OrgPersonReplica.id)
    found = inactive.where(Seller.owner_id.in_(person_ids), Seller.status == SellerStatus.INACTIVE)
    return {row.id: rules.inactive(row.name) for row in session.execute(found)}


@dataclass(frozen=True)
class Standing:
    """Somebody at work whom something new may be given to. Of who is no seller nothing is said that forbids it."""

    person_id: str
    unit_id: str
    territory: str | None
    capacity: int | None
    is_available: bool


def standings_of(session: Session, person_ids: Sequence[str], top: str) -> list[Standing]:
    """Those of these people, in their order, who are at work and stand in the unit of this path or below."""
    named = _at_work(top).where(OrgPersonReplica.id.in_(person_ids))
    found = {one.person_id: one for one in _standings(session, named)}
    return [found[person_id] for person_id in person_ids if person_id in found]


def standings_within(session: Session, top: str) -> list[Standing]:
    """The sellers who are at work and stand in the unit of this path or below, by their ids."""
    return _standings(session, _at_work(top).where(Seller.id.is_not(None)).order_by(OrgPersonReplica.id))


def _at_work(top: str) -> Select[str, str, Seller]:
    people = select(OrgPersonReplica.id, OrgPersonReplica.unit_id, Seller).where(OrgPersonReplica.active)
    units = select(OrgUnitReplica.id).where(below(OrgUnitReplica.path, top))
    return people.outerjoin(Seller, Seller.owner_id == OrgPersonReplica.id).where(OrgPersonReplica.unit_id.in_(units))


def _standings(session: Session, people: Select[str, str, Seller]) -> list[Standing]:
    return [_standing(person_id, unit_id, seller) for person_id, unit_id, seller in session.execute(people)]


def _standing(person_id: str, unit_id: str, seller: Seller | None) -> Standing:
    if seller is None:
        return Standing(person_id, unit_id, territory=None, capacity=None, is_available=True)
    return Standing(person_id, unit_id, seller.territory, seller.capacity, seller.is_available)


def take_turning(session: Session, actor: Actor, on: date, most: int) -> list[Seller]:
    """Up to `most` whose leave begins or is over, locked; those that another instance works on are left to it."""
    begins = and_(Seller.status == SellerStatus.ACTIVE, Seller.leave_starts_on <= on)
    is_over = and_(Seller.status == SellerStatus.ON_LEAVE, Seller.leave_ends_on < on)
    turning = visible(Seller, actor).where(or_(begins, is_over)).order_by(Seller.id).limit(most)
    return list(session.scalars(turning.with_for_update(of=Seller, skip_locked=True)))


def seller_process() -> Process:
    return process_of("sellers", rules.SellerStatus, rules.TRANSITIONS)
