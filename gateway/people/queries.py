"""Reading people. Every query on behalf of somebody starts from the people whom that somebody may see."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from gateway.groups import queries as groups
from gateway.org_units import queries as org_units
from gateway.people import rules
from gateway.people.model import Membership, Placement
from gateway.people.model import Person as Person
from gateway.people.rules import SERVICE, is_login, normal_login
from gateway.positions import queries as positions
from shared.actor import Actor, Reach
from shared.contracts.gateway.people import LISTING
from shared.contracts.gateway.positions import MOST_HOLDERS
from shared.contracts.gateway.service_accounts import LISTING as ACCOUNTS
from shared.contracts.listing import FieldKind
from shared.contracts.payload import Payload
from shared.errors import Forbidden, NotFound, Stale
from shared.listing import list_records
from shared.listing.cursors import fingerprint, read_cursor, write_cursor
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.persistence.paths import below


def people_within(actor: Actor, reaches: frozenset[Reach]) -> Select[Person]:
    """The people a reach covers: oneself, those below oneself, those of one's unit, of the units below it, or all."""
    rows = select(Person)
    if Reach.ALL in reaches:
        return rows
    return rows.where(or_(Person.id.in_([]), *(_way(actor, reach) for reach in sorted(reaches))))


def _way(actor: Actor, reach: Reach) -> ColumnElement[bool]:
    match reach:
        case Reach.OWN:
            return Person.id == actor.user_id
        case Reach.CUSTOMER:
            return false()
        case Reach.SUBORDINATES:
            return below(Person.path, actor.person_path)
        case Reach.UNIT:
            return Person.unit_id == actor.unit_id
        case Reach.SUBTREE:
            return Person.unit_id.in_(org_units.ids_below(actor.unit_path))
    raise ValueError(f"{reach} is no part of an organisation")


PLACE: tuple[Any, Any] = (Person.id, Person.path)
"""Who somebody is and where in the chain of superiors."""


def ids_within(actor: Actor, reaches: frozenset[Reach]) -> Select[str]:
    """For records of the gateway that belong to whoever made them."""
    return people_within(actor, reaches).with_only_columns(Person.id)


def visible_people(actor: Actor) -> Select[Person]:
    """With all that a view of a person shows."""
    return _shown(people_within(actor, actor.reaches))


def get_person(session: Session, actor: Actor, person_id: str) -> Person:
    person = session.scalar(visible_people(actor).where(Person.id == person_id))
    if person is None:
        raise NotFound(f"There is no person {person_id}.")
    return person


def get_person_for_change(session: Session, actor: Actor, person_id: str) -> Person:
    """The person as now (the organisation is locked), or `NotFound`, or `Forbidden` when visible only."""
    person = _find(session, people_within(actor, actor.reaches), person_id)
    if person is None:
        if _find(session, people_within(actor, actor.sight), person_id) is None:
            raise NotFound(f"There is no person {person_id}.")
        raise Forbidden("You may see this person but not do this.")
    if actor.expects_version not in (None, person.version):
        raise Stale(f"This person has changed; now at version {person.version}.", current_version=person.version)
    return person


def person_in_reach(session: Session, actor: Actor, person_id: str) -> Person:
    """The person another is to be placed under; no version is expected."""
    person = _find(session, people_within(actor, actor.reaches | actor.sight), person_id)
    if person is None:
        raise NotFound(f"There is no person {person_id}.")
    return person


def get_account(session: Session, actor: Actor, account_id: str) -> Person:
    """A service account within reach."""
    account = session.scalar(_accounts(actor).where(Person.id == account_id))
    if account is None:
        raise NotFound(f"There is no service account {account_id}.")
    return account


def list_accounts(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, _accounts(actor), Person, ACCOUNTS, _COLUMNS, query)


def accounts_within(actor: Actor) -> Select[Person]:
    """The service accounts that a reach covers."""
    return people_within(actor, actor.reaches).where(Person.kind == SERVICE)


def _accounts(actor: Actor) -> Select[Person]:
    return visible_people(actor).where(Person.kind == SERVICE)


def show(session: Session, person: Person) -> Person:
    """The same person with all that a view shows, as the transaction left it."""
    session.flush()
    wanted = _shown(select(Person)).where(Person.id == person.id)
    return session.scalars(wanted.execution_options(populate_existing=True)).unique().one()


def list_people(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_people(actor), Person, LISTING, _COLUMNS, query)


def list_person_history(session: Session, actor: Actor, person_id: str, after: int) -> Payload:
    return list_history(session, get_person(session, actor, person_id).id, after=after)


def list_memberships(
    session: Session, actor: Actor, person_id: str, *, limit: int, cursor: str | None = None
) -> Payload:
    """A page of where the person has stood, oldest first. Raises `BadCursor`."""
    person = get_person(session, actor, person_id)
    bound_to = fingerprint("memberships", person.id)
    places = select(Membership).options(joinedload(Membership.org_unit)).where(Membership.person_id == person.id)
    if cursor is not None:
        since, last = read_cursor(cursor, bound_to, (FieldKind.TIME, FieldKind.ID)).keys
        later = and_(Membership.since == since, Membership.id > last)
        places = places.where(or_(Membership.since > since, later))
    found = session.scalars(places.order_by(Membership.since, Membership.id).limit(limit + 1)).all()
    page = found[:limit]
    more = len(found) > limit
    return {
        "data": page,
        "next": write_cursor(bound_to, (page[-1].since, page[-1].id), backwards=False) if more else None,
        "prev": None,
    }


def list_group_members(session: Session, actor: Actor, group_id: str) -> Sequence[Person]:
    group = groups.get_group(session, actor, group_id)
    return session.scalars(
        select(Person).where(Person.id.in_(groups.member_ids(group.id))).order_by(Person.login)
    ).all()


def list_position_holders(session: Session, actor: Actor, position_id: str, day: date) -> list[Payload]:
    """Who holds the position on that day or will, of those within reach."""
    holdings = positions.holdings_from(positions.get_position(session, actor, position_id).id, day)
    within = people_within(actor, actor.reaches).join(holdings, holdings.c.person_id == Person.id)
    rows = within.add_columns(holdings.c.since, holdings.c.until)
    found = session.execute(rows.order_by(Person.login, holdings.c.since).limit(MOST_HOLDERS))
    return [{"person": person, "since": since, "until": until} for person, since, until in found]


def count_other_active_members(session: Session, group_id: str, person_id: str) -> int:
    others = select(func.count()).select_from(Person).where(Person.id.in_(groups.member_ids(group_id)))
    return session.scalar(others.where(Person.active.is_(True), Person.id != person_id)) or 0


def find_by_login(session: Session, login: str) -> Person | None:
    """For signing in; the login may be written in any compatible way."""
    normal = normal_login(login)
    return session.scalar(select(Person).where(Person.login == normal)) if is_login(normal) else None


def find_realm(session: Session, login: str) -> str:
    """Whether this login is one of the house or of a partner; what is nobody's counts as the house's."""
    places = org_units.places()
    named = select(places.c.kind).join(Person, Person.unit_id == places.c.id).where(Person.login == normal_login(login))
    return org_units.realm_of((session.scalar(named) if is_login(normal_login(login)) else None) or "")


def find_by_id(session: Session, person_id: str) -> Person:
    """For who has proved to be this person by other means than a token."""
    return session.scalars(select(Person).where(Person.id == person_id)).one()


def actor_as(person: Person) -> Actor:
    """The person as the one who did something to themselves without being signed in; sees nothing."""
    return Actor(person.id, person.login, person.name, person.unit_id, "", person.path, "oneself", frozenset())


def is_human(session: Session, person_id: str) -> bool:
    """Whether this is a person, and not the account of a program."""
    return session.scalar(select(Person.id).where(Person.id == person_id, Person.kind != SERVICE)) is not None


def find_open_to_reset(session: Session, login: str) -> str | None:
    """The id of the active person with this login, who may set a password anew."""
    named = select(Person.id).where(Person.login == normal_login(login)[:64], Person.active, Person.kind != SERVICE)
    return session.scalar(named)


def find_password_hash(session: Session, login: str) -> str | None:
    person = find_by_login(session, login)
    return person.password_hash if person is not None else None


def login_of(text: str) -> str:
    """The login that this is a way of writing; what is no login stays recognisable as itself."""
    return normal_login(text)[:200]


def find_oneself(session: Session, actor: Actor) -> Person:
    """The caller, with all that a view shows; whatever the right's reach is, oneself is within it."""
    return session.scalars(_shown(select(Person)).where(Person.id == actor.user_id)).unique().one()


def current_membership(session: Session, person: Person) -> Membership | None:
    open_ended = select(Membership).where(Membership.person_id == person.id, Membership.until.is_(None))
    return session.scalar(open_ended)


def longest_path_below(session: Session, person: Person) -> int:
    longest = select(func.max(func.length(Person.path)))
    return session.scalar(longest.where(below(Person.path, person.path))) or len(person.path)


def people_on(session: Session, path: str) -> Sequence[Person]:
    """The people from the topmost superior down to the one with this path; not about what anyone may see."""
    nodes = [int(node) for node in path.split("/") if node]
    return session.scalars(select(Person).where(Person.node.in_(nodes)).order_by(Person.path)).all()


def ensure_not_below(person: Person, superior: Person) -> None:
    """Raises `PersonWouldReportToSelf` for a superior who stands below the person."""
    rules.ensure_not_below(person.path, superior.path)


def people_by_id(session: Session, ids: Iterable[str]) -> dict[str, Person]:
    """For naming people; says nothing about what anyone may see."""
    return {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(set(ids))))}


@cache
def standings() -> Subquery:
    """Who each person is and where they stand, one row each, to join other tables with."""
    places = org_units.places()
    columns: list[Any] = [
        Person.id,
        Person.node,
        Person.login,
        Person.name,
        Person.unit_id,
        Person.customer_id,
        Person.path.label("person_path"),
        places.c.node.label("unit_node"),
        places.c.kind.label("unit_kind"),
        places.c.path.label("unit_path"),
        Person.active,
        Person.must_change_password,
        Person.token_generation,
    ]
    return select(*columns).join(places, places.c.id == Person.unit_id).subquery("standings")


def standings_at(moment: datetime) -> Subquery:
    """id, login, name of every person, and the unit, superior, chain and access that they had at that moment."""
    then = (Membership.unit_id, Placement.superior_id, Placement.path, Placement.active)
    rows = (
        select(Person.id, Person.login, Person.name, *then)
        .join(Membership, Membership.person_id == Person.id)
        .join(Placement, Placement.person_id == Person.id)
    )
    return rows.where(Membership.held_at(moment), Placement.held_at(moment)).subquery("standings_then")


def people_at(session: Session, nodes: Sequence[int]) -> list[Person]:
    """The people with these node numbers, in this order."""
    found = {person.node: person for person in session.scalars(select(Person).where(Person.node.in_(nodes)))}
    return [found[node] for node in nodes if node in found]


def on_record_since(session: Session, person_id: str) -> datetime | None:
    """The moment from which on it is known where the person stood, and under whom."""
    placed = select(func.min(Placement.since)).where(Placement.person_id == person_id).scalar_subquery()
    joined = select(func.min(Membership.since)).where(Membership.person_id == person_id).scalar_subquery()
    known = session.execute(select(placed, joined)).one()
    return None if None in known else max(known)


def list_changed_people(session: Session, after: int, until: int) -> Sequence[Person]:
    """The people last changed in a version above `after` and up to `until`, in that order."""
    changed = select(Person).where(Person.changed_in > after, Person.changed_in <= until)
    return session.scalars(changed.order_by(Person.changed_in, Person.node)).all()


def changed_versions(after: int) -> Select[int]:
    """The version each person changed after `after` was last changed in."""
    return select(Person.changed_in).where(Person.changed_in > after)


def _find(session: Session, rows: Select[Person], person_id: str) -> Person | None:
    return session.scalar(rows.where(Person.id == person_id).execution_options(populate_existing=True))


def _shown(rows: Select[Person]) -> Select[Person]:
    named = (joinedload(Person.org_unit), joinedload(Person.superior), joinedload(Person.department))
    return rows.options(*named, selectinload(Person.in_groups))


_COLUMNS: Columns = {
    "id": Person.id,
    "kind": Person.kind,
    "login": Person.login,
    "name": Person.name,
    "email": Person.email,
    "org_unit_id": Person.unit_id,
    "superior_id": Person.superior_id,
    "department_id": Person.department_id,
    "active": Person.active,
    "created_at": Person.created_at,
    "updated_at": Person.updated_at,
}


def count_active(session: Session) -> int:
    """The people of the whole company who may sign in."""
    return session.scalar(select(func.count()).select_from(Person).where(Person.active)) or 0
