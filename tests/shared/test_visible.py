"""Who sees which rows, compared with an oracle that is slow and obviously right."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import String, delete, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.actor import Reach, system_actor
from shared.clock import now, today
from shared.errors import Forbidden, NotFound, Stale
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.naming import new_metadata
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, PlatformBase, Share, TerritorySeller
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id
from shared.visible import MOST_NAMED, changeable, get_for_change, get_visible, opened_to, visible
from tests.recycling import lay_tables
from tests.shared.organisations import Organisation


class Base(DeclarativeBase):
    metadata = new_metadata()


class Thing(OwnedRecord, Base):
    __tablename__ = "things"
    shareable = True
    territory_key = "territory_id"

    name: Mapped[str] = mapped_column(String(40), default="")
    territory_id: Mapped[str | None] = mapped_column(Id, default=None)


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    yield database
    database.close()


def things_of(*people):
    return [Thing(owner_id=person.id, org_unit_id=person.unit.id, created_by=person.id) for person in people]


def share(thing, grantee_id, kind="person", may_write=False, until=None):
    return Share(
        id=new_id(),
        noun="thing",
        record_id=thing.id,
        grantee_id=grantee_id,
        grantee_kind=kind,
        may_write=may_write,
        granted_by=thing.owner_id,
        granted_at=now(),
        until=until,
    )


def grow(session, dice):
    """A random tree of units, of people under random superiors, with things, sellers of territories and shares."""
    organisation = Organisation(session)
    units = [organisation.unit()]
    for _ in range(dice.randrange(1, 12)):
        units.append(organisation.unit(dice.choice(units)))
    people = [organisation.person(dice.choice(units))]
    for _ in range(dice.randrange(1, 14)):
        people.append(organisation.person(dice.choice(units), dice.choice([None, *people])))
    things = things_of(*(dice.choice(people) for _ in range(20)))
    territories = [new_id() for _ in range(3)]
    for thing in things:
        thing.territory_id = dice.choice([None, *territories])
    session.add_all(things)
    session.flush()
    sellers = {(dice.choice(people).id, dice.choice(territories)) for _ in range(dice.randrange(0, 4))}
    session.add_all(sells(*seller) for seller in sellers)
    shares = {}
    for _ in range(dice.randrange(0, 8)):
        thing = dice.choice(things)
        grantee = dice.choice([dice.choice(people), dice.choice(units)])
        until = dice.choice([None, today() - timedelta(days=1), today()])
        shares[thing.id, grantee.id] = share(thing, grantee.id, may_write=dice.random() < 0.5, until=until)
    session.add_all(shares.values())
    session.flush()
    return units, people, things, list(shares.values()), sellers


def sells(person_id, territory_id):
    return TerritorySeller(person_id=person_id, territory_id=territory_id, assigned_by=person_id, assigned_at=now())


def oracle(people, units, person, things, shares, sellers, reaches, *, for_change):
    """Row by row, straight from the words of the design."""
    owners = {one.id: one for one in people}
    standing = {one.id for one in units if person.unit.path.startswith(one.path)} | {person.id}
    unit_paths = {one.id: one.path for one in units}
    seen = set()
    for thing in things:
        ways = {
            Reach.ALL: True,
            Reach.OWN: thing.owner_id == person.id,
            Reach.UNIT: thing.org_unit_id == person.unit.id,
            Reach.SUBTREE: unit_paths[thing.org_unit_id].startswith(person.unit.path),
            Reach.SUBORDINATES: owners[thing.owner_id].path.startswith(person.path),
            Reach.CUSTOMER: False,  # a thing belongs to no customer
        }
        shared = any(
            one.record_id == thing.id
            and one.grantee_id in standing
            and (one.until is None or one.until >= today())
            and (one.may_write or not for_change)
            for one in shares
        )
        if shared or (person.id, thing.territory_id) in sellers or any(ways[reach] for reach in reaches):
            seen.add(thing.id)
    return seen


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=some.integers(0, 2**32), reaches=some.sets(some.sampled_from(list(Reach)), max_size=3))
def test_everybody_sees_exactly_what_the_oracle_says(database, seed, reaches):
    dice = random.Random(seed)
    with database.write() as session:
        for table in (Thing, Share, TerritorySeller, OrgUnitReplica, OrgPersonReplica):
            session.execute(delete(table))
        units, people, things, shares, sellers = grow(session, dice)
        for person in people:
            actor = person.actor(*reaches)
            for one in (actor, replace(actor, opened=opened_to(session.execute, actor))):
                seen = {thing.id for thing in session.scalars(visible(Thing, one))}
                changed = {thing.id for thing in session.scalars(changeable(Thing, one))}
                assert seen == oracle(people, units, person, things, shares, sellers, reaches, for_change=False)
                assert changed == oracle(people, units, person, things, shares, sellers, reaches, for_change=True)
            for thing in dice.sample(things, min(3, len(things))):
                assert found(get_visible, session, actor, thing) is (thing.id in seen)
                assert found(get_for_change, session, actor, thing) is (thing.id in changed)


def found(get, session, actor, thing):
    """Whether one record by its id, which has a statement of its own, is open to the caller."""
    try:
        return get(session, Thing, actor, thing.id).id == thing.id
    except (NotFound, Forbidden):
        return False


@pytest.fixture
def branches(database):
    with database.write() as session:
        organisation = Organisation(session)
        head = organisation.unit()
        north, south = organisation.unit(head), organisation.unit(head)
        mine, theirs = organisation.person(north), organisation.person(south)
        thing = things_of(theirs)[0]
        session.add(thing)
    return mine, theirs, thing


def test_a_record_out_of_sight_is_not_found(database, branches):
    mine, _, thing = branches
    with database.write() as session:
        for look in (get_visible, get_for_change):
            with pytest.raises(NotFound):
                look(session, Thing, mine.actor(Reach.SUBTREE), thing.id)


def test_a_record_in_sight_but_out_of_the_rights_reach_is_forbidden(database, branches):
    mine, _, thing = branches
    with database.write() as session, pytest.raises(Forbidden):
        get_for_change(session, Thing, mine.actor(Reach.OWN, sight=frozenset({Reach.ALL})), thing.id)


def test_a_share_for_reading_does_not_open_for_writing(database, branches):
    mine, _, thing = branches
    with database.write() as session:
        session.add(share(thing, mine.id))
        session.flush()
        assert get_visible(session, Thing, mine.actor(Reach.OWN), thing.id).id == thing.id
        with pytest.raises(Forbidden):
            get_for_change(session, Thing, mine.actor(Reach.OWN), thing.id)


def test_another_version_than_the_callers_is_stale(database, branches):
    _, theirs, thing = branches
    with database.write() as session, pytest.raises(Stale) as refusal:
        get_for_change(session, Thing, theirs.actor(Reach.OWN, expects=7), thing.id)
    assert refusal.value.extra == {"current_version": 1}


def test_more_shares_than_can_be_named_are_looked_up_with_the_rows(database, branches):
    mine, theirs, _ = branches
    with database.write() as session:
        many = things_of(*[theirs] * (MOST_NAMED + 1))
        session.add_all(many)
        session.flush()
        session.add_all(share(thing, mine.id) for thing in many)
        session.flush()
        actor = mine.actor(Reach.OWN)
        assert opened_to(session.execute, actor) is None
        assert len(session.scalars(visible(Thing, actor)).all()) == MOST_NAMED + 1


def test_nobody_without_any_reach_sees_anything(database, branches):
    mine, theirs, _ = branches
    with database.read() as session:
        assert session.scalars(visible(Thing, mine.actor())).all() == []
        assert session.scalars(visible(Thing, theirs.actor())).all() == []
        assert len(session.scalars(visible(Thing, system_actor("test"))).all()) == 1


def test_what_is_changed_is_the_row_as_it_is_and_not_as_it_was_read(database):
    everybody = system_actor("tests")
    with database.write() as session:
        organisation = Organisation(session)
        [thing] = things_of(organisation.person(organisation.unit()))
        session.add(thing)
        session.flush()
        session.execute(update(Thing).values(name="new", version=7).execution_options(synchronize_session=False))
        assert thing.name == ""
        held = get_for_change(session, Thing, everybody, thing.id)
        assert (held.name, held.version) == ("new", 7)
