"""Saying who sells, and what becomes of them as sellers. One function, one business decision, one event."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.sales.sellers import queries, rules
from services.sales.sellers.model import Seller
from services.sales.territories.queries import hold_territory, territory_called
from shared.actor import Actor
from shared.announce import announce
from shared.clock import today
from shared.contracts.events import changes
from shared.contracts.sales import sellers as contract
from shared.errors import NotFound
from shared.owners import ensure_at_work, new_owner, owners_within
from shared.picklists import ensure_listed

BATCH = 100


def define_seller(
    session: Session,
    actor: Actor,
    *,
    person_id: str,
    skills: Iterable[str] = (),
    **fields: Any,
) -> Seller:
    """Say of a person within the caller's reach that they sell.

    Raises `NotFound` for a person out of reach and for a territory that there is not, `NewOwnerInactive`,
    `PersonIsSeller`, `ValueIsNotListed`, and what `Seller.describe` does.
    """
    person = owners_within(session, actor, {person_id}).get(person_id)
    if person is None:
        raise NotFound(f"There is no person {person_id}.")
    ensure_at_work(person)
    if queries.is_seller(session, person.id):
        raise rules.PersonIsSeller(f"{person.name} is a seller already.")
    ensure_listed(session, contract.PICKLISTS, fields)
    seller = Seller(owner_id=person.id, skills=_listed(session, skills), created_by=actor.user_id)
    seller.describe(person.unit_id, _at_home(session, fields))
    session.add(seller)
    session.flush()
    _announce(session, actor, seller, {}, contract.SellerDefined)
    return seller


def change_seller(session: Session, actor: Actor, seller_id: str, **fields: Any) -> Seller:
    """Raises `NewOwnerInactive` once the person has left, `NotFound` for a territory that there is not,
    `ValueIsNotListed`, and what `Seller.describe` does.
    """
    seller = queries.get_seller_for_change(session, actor, seller_id)
    before = _facts(seller)
    if "skills" in fields:
        fields["skills"] = _listed(session, fields["skills"], seller.skills)
    ensure_listed(session, contract.PICKLISTS, {name: fields[name] for name in ("region",) if name in fields}, seller)
    seller.describe(new_owner(session, seller.owner_id).unit_id, _at_home(session, fields))
    session.flush()
    session.refresh(seller, ["home_territory"])
    _announce(session, actor, seller, before, contract.SellerChanged)
    return seller


def deactivate_seller(session: Session, actor: Actor, seller_id: str) -> Seller:
    """What they have stays with them; nothing new is given to them."""
    seller = queries.get_seller_for_change(session, actor, seller_id)
    before = _facts(seller)
    seller.deactivate(today())
    _announce(session, actor, seller, before, contract.SellerDeactivated)
    return seller


def activate_seller(session: Session, actor: Actor, seller_id: str) -> Seller:
    seller = queries.get_seller_for_change(session, actor, seller_id)
    before = _facts(seller)
    seller.activate(today())
    _announce(session, actor, seller, before, contract.SellerActivated)
    return seller


def set_seller_leave(
    session: Session, actor: Actor, seller_id: str, starts_on: date | None = None, ends_on: date | None = None
) -> Seller:
    """From today unless said otherwise. Raises `LeaveEndsTooEarly`, and `SellerCannotDoThis` of one who is away."""
    seller = queries.get_seller_for_change(session, actor, seller_id)
    before = _facts(seller)
    seller.enter_leave(starts_on or today(), ends_on, today())
    _announce(session, actor, seller, before, contract.SellerLeaveSet)
    return seller


def end_seller_leave(session: Session, actor: Actor, seller_id: str) -> Seller:
    """Somebody is back, or a leave that lies ahead is called off."""
    seller = queries.get_seller_for_change(session, actor, seller_id)
    before = _facts(seller)
    seller.end_leave(today())
    _announce(session, actor, seller, before, contract.SellerLeaveEnded)
    return seller


def keep_leaves(session: Session, actor: Actor) -> int:
    """Let up to `BATCH` leaves begin or end whose day has come; how many there were."""
    turning = queries.take_turning(session, actor, today(), BATCH)
    for seller in turning:
        before = _facts(seller)
        if rules.is_away(seller.leave_starts_on, seller.leave_ends_on, today()):
            seller.begin_leave(today())
            _announce(session, actor, seller, before, contract.SellerLeaveBegan)
        else:
            seller.end_leave(today())
            _announce(session, actor, seller, before, contract.SellerLeaveEnded)
    return len(turning)


def _at_home(session: Session, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, with the home territory both by its id and by its code where one of the two is given."""
    if fields.get("home_territory_id"):
        home = hold_territory(session, fields["home_territory_id"])
        return {**fields, "territory": home.code}
    if "home_territory_id" in fields:
        return {**fields, "territory": None}
    if "territory" in fields:
        named = fields["territory"] and territory_called(session, fields["territory"])
        return {**fields, "home_territory_id": named.id if named else None}
    return fields


def _listed(session: Session, skills: Iterable[str], known: Iterable[str] = ()) -> list[str]:
    """The skills, each once; what somebody had already they may keep, retired or not. Raises `ValueIsNotListed`."""
    given = set(skills)
    for skill in sorted(given - set(known)):
        ensure_listed(session, contract.PICKLISTS, {"skills": skill})
    return sorted(given)


def _announce(
    session: Session, actor: Actor, seller: Seller, before: dict[str, Any], event: type[contract.SellerEvent]
) -> None:
    after = _facts(seller)
    told = {**after, "seller_id": seller.id, "record_version": seller.next_version}
    announce(session, actor, seller, event(**told, changes=changes(before, after)))


def _facts(seller: Seller) -> dict[str, Any]:
    """The fields whose changes are history."""
    starts_on, ends_on = seller.leave_starts_on, seller.leave_ends_on
    return {
        "owner_id": seller.owner_id,
        "org_unit_id": seller.org_unit_id,
        "skills": list(seller.skills),
        "capacity": seller.capacity,
        "territory": seller.territory,
        "home_territory_id": seller.home_territory_id,
        "region": seller.region,
        **seller.position_facts(),
        "status": str(seller.status),
        "leave_starts_on": starts_on and starts_on.isoformat(),
        "leave_ends_on": ends_on and ends_on.isoformat(),
    }
