"""Who one is, who may see a record, and how services learn of the organisation."""

import threading
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from gateway.access.rules import RightMissing, reaches_of
from shared.actor import Reach
from shared.errors import Unavailable
from shared.organisation import catch_up, replica_version
from shared.persistence.database import Database
from shared.persistence.naming import new_metadata
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, PlatformBase, Share
from shared.persistence.records import OwnedRecord
from shared.visible import visible
from tests.gateway.organisation import House
from tests.recycling import lay_tables

RIGHT = "sales.deal:read"


def test_me_tells_rights_with_their_reaches(house: House) -> None:
    house.group("clerks", ("gateway.person:*", "unit"), ("gateway.person:read", "subordinates"))
    house.add_person("boss", "HQ")
    house.add_person("eve", "EAST", ("clerks",), superior="boss")

    me = house.call("eve", "get_me")

    assert me["rights"]["gateway.person:read"] == ["subordinates", "unit"]
    assert me["rights"]["gateway.person:create"] == ["unit"]
    assert "gateway.group:read" not in me["rights"]
    assert me["org_unit"] == {"id": house.units["EAST"], "code": "EAST", "name": "Unit EAST", "kind": "branch"}
    assert (me["superior"]["login"], me["groups"], me["locale"], me["time_zone"]) == ("boss", ["clerks"], "en", "UTC")


def test_without_the_right_a_route_is_forbidden(house: House) -> None:
    house.add_person("eve", "EAST")
    with pytest.raises(RightMissing) as refused:
        house.call("eve", "list_people", query={})
    assert refused.value.extra == {"right": "gateway.person:read"}


def test_the_actor_of_an_acting_right_also_carries_sight(house: House) -> None:
    house.group("clerks", ("gateway.person:read", "subtree"), ("gateway.person:change", "own"))
    house.add_person("eve", "EAST", ("clerks",))
    token = house.sign_in("eve")["access_token"]

    actor = house.access.authenticate(token).actor_for("gateway.person:change")

    assert actor.reaches == {Reach.OWN}
    assert actor.sight == {Reach.OWN, Reach.SUBTREE}
    assert actor.unit_path.count("/") == 3
    assert actor.org_version > 0


def test_reaches_add_up_over_patterns() -> None:
    grants = [("sales.*", "own"), ("sales.deal:*", "unit"), ("*", "subtree"), ("messaging.*", "all")]
    assert reaches_of(RIGHT, grants) == {Reach.OWN, Reach.UNIT, Reach.SUBTREE}


# --- the replica ---------------------------------------------------------------------------------------------------


@dataclass
class Answer:
    result: Any


@dataclass
class Line:
    """The bus between a service and the gateway."""

    house: House
    calls: int = 0
    limit: int | None = None

    def call(self, service: str, method: str, /, **arguments: Any) -> Answer:
        assert service == "gateway"
        self.calls += 1
        if self.limit:
            arguments["limit"] = self.limit
        return Answer(self.house.ask(method, **arguments))


@pytest.fixture
def replica(tmp_path: Any) -> Any:
    database = Database(f"sqlite:///{tmp_path / 'service.sqlite'}")
    lay_tables(database, PlatformBase.metadata)
    yield database
    database.close()


def version_of(house: House) -> int:
    return house.access.authenticate(house.tokens["admin"]).actor_for("gateway.person:read").org_version


def everything(database: Database) -> tuple[dict[str, str], dict[str, tuple[str, str, bool]]]:
    with database.read() as session:
        units = {row.code: row.path for row in session.scalars(select(OrgUnitReplica))}
        people = {row.login: (row.path, row.unit_id, row.active) for row in session.scalars(select(OrgPersonReplica))}
        return units, people


def truth(house: House) -> tuple[dict[str, str], dict[str, tuple[str, str, bool]]]:
    told = house.ask("list_organisation_changes", after=0, limit=5000)
    units = {row["code"]: row["path"] for row in told["units"]}
    return units, {row["login"]: (row["path"], row["unit_id"], row["active"]) for row in told["people"]}


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_a_replica_catches_up_exactly_whatever_the_page(house: House, replica: Database, limit: int) -> None:
    house.add_person("boss", "EAST")
    house.add_person("rep", "EAST-1", superior="boss")
    line = Line(house, limit=limit)
    catch_up(replica, line, version_of(house))
    assert everything(replica) == truth(house)

    house.call("admin", "move_org_unit", org_unit_id=house.units["EAST-1"], request={"parent_id": house.units["WEST"]})
    house.call("admin", "place_person", person_id=house.people["boss"], request={"superior_id": house.people["admin"]})
    house.call("admin", "deactivate_person", person_id=house.people["rep"])
    catch_up(replica, line, version_of(house))

    assert everything(replica) == truth(house)
    assert replica_version(replica) == version_of(house)


def test_a_replica_that_is_there_already_asks_nobody(house: House, replica: Database) -> None:
    line = Line(house)
    catch_up(replica, line, version_of(house))
    asked = line.calls
    catch_up(replica, line, version_of(house))
    catch_up(replica, line, version_of(house) - 1)
    catch_up(replica, line, 0)
    assert line.calls == asked


def test_many_catch_up_at_once_and_never_backwards(house: House, replica: Database) -> None:
    house.add_person("rep", "EAST-1")
    wanted = version_of(house)
    faults: list[Exception] = []

    def run() -> None:
        try:
            catch_up(replica, Line(house, limit=2), wanted)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    assert everything(replica) == truth(house)


def test_a_version_that_nobody_has_reached_is_refused_rather_than_waited_for(house: House, replica: Database) -> None:
    with pytest.raises(Unavailable):
        catch_up(replica, Line(house), version_of(house) + 1)


# --- who may ---------------------------------------------------------------------------------------------------------


class ServiceBase(DeclarativeBase):
    metadata = new_metadata()


class Deal(OwnedRecord, ServiceBase):
    """A record of some service, to ask `visible` about it."""

    __tablename__ = "deals"
    shareable = True
    note: Mapped[str | None]


LOGINS = ("ann", "bob", "cat", "dan", "eli")
organisations = st.fixed_dictionaries(
    {
        "units": st.tuples(*(st.sampled_from(("HQ", "EAST", "EAST-1", "WEST", "WEST-1")) for _ in LOGINS)),
        "superiors": st.tuples(*(st.integers(-1, 3) for _ in LOGINS)),
        "reaches": st.tuples(*(st.sets(st.sampled_from(list(Reach)), max_size=2) for _ in LOGINS)),
        "inactive": st.sets(st.sampled_from(LOGINS), max_size=1),
        "owner": st.sampled_from(LOGINS),
        "unit": st.sampled_from(("HQ", "EAST", "EAST-1", "WEST", "WEST-1")),
        "shared_people": st.sets(st.sampled_from(LOGINS), max_size=1),
        "shared_units": st.sets(st.sampled_from(("EAST", "WEST-1")), max_size=1),
    }
)


def populate(house: House, plan: dict[str, Any], run: int) -> dict[str, str]:
    """People as planned, with logins of this run's own."""
    groups = {reach: house.group(f"run{run}_{reach}") for reach in Reach}
    for reach in Reach:
        with house.database.write() as session:
            grant_unchecked(session, groups[reach], reach)
    named = {login: f"{login}{run}" for login in LOGINS}
    for number, login in enumerate(LOGINS):
        superior = LOGINS[plan["superiors"][number]] if 0 <= plan["superiors"][number] < number else None
        held = tuple(f"run{run}_{reach}" for reach in sorted(plan["reaches"][number]))
        house.add_person(named[login], plan["units"][number], held, named[superior] if superior else None)
    return named


def grant_unchecked(session: Session, group_id: str, reach: Reach) -> None:
    from gateway.groups.model import GroupGrant

    session.add(GroupGrant(group_id=group_id, pattern=RIGHT, reach=str(reach)))


def seen_by(house: House, replica: Database, token: str, deal_id: str) -> bool:
    """What the service itself would let this person see."""
    try:
        actor = house.access.authenticate(token).actor_for(RIGHT)
    except RightMissing:
        return False
    catch_up(replica, Line(house), actor.org_version)
    with replica.read() as session:
        return session.scalar(visible(Deal, actor).where(Deal.id == deal_id)) is not None


def test_who_may_see_a_record_is_exactly_who_sees_it(house: House, replica: Database) -> None:
    """Against the other side as oracle: `visible`, asked once for each person of random organisations."""
    ServiceBase.metadata.create_all(replica.engine)
    runs: list[int] = []

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(plan=organisations)
    def agree(plan: dict[str, Any]) -> None:
        runs.append(1)
        named = populate(house, plan, len(runs))
        tokens = {login: house.sign_in(named[login])["access_token"] for login in LOGINS}
        people = [house.people[named[login]] for login in sorted(plan["shared_people"])]
        units = [house.units[code] for code in sorted(plan["shared_units"])]
        deal_id = save_deal(
            house, replica, house.people[named[plan["owner"]]], house.units[plan["unit"]], people, units
        )
        expected = {named[login] for login in LOGINS if seen_by(house, replica, tokens[login], deal_id)}
        for login in plan["inactive"]:
            house.call("admin", "deactivate_person", person_id=house.people[named[login]])
            expected.discard(named[login])
        answer = ask_page_by_page(house, named[plan["owner"]], house.units[plan["unit"]], people, units)
        of_this_run = [login for login in answer if login in named.values()]
        assert sorted(of_this_run) == sorted(expected)
        for login in LOGINS:
            leave_all_groups(house, named[login])

    agree()
    assert len(runs) >= 12


def save_deal(house: House, replica: Database, owner_id: str, unit_id: str, people: list[str], units: list[str]) -> str:
    from shared.clock import now
    from shared.ids import new_id

    deal = Deal(id=new_id(), version=1, created_by=owner_id, owner_id=owner_id, org_unit_id=unit_id)
    with replica.write() as session:
        session.add(deal)
        for grantee, kind in [*((one, "person") for one in people), *((one, "unit") for one in units)]:
            share = Share(id=new_id(), noun="deal", record_id=deal.id, grantee_id=grantee, grantee_kind=kind)
            share.granted_by, share.granted_at = owner_id, now()
            session.add(share)
    return deal.id


def ask_page_by_page(house: House, owner: str, unit_id: str, people: list[str], units: list[str]) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        page = house.ask(
            "list_people_who_may",
            right=RIGHT,
            owner_id=house.people[owner],
            org_unit_id=unit_id,
            shared_people=people,
            shared_units=units,
            after=after,
            limit=2,
        )
        found += [person["login"] for person in page["people"]]
        after = page["next"]
        if after is None:
            assert len(found) == len(set(found))
            return found


def leave_all_groups(house: House, login: str) -> None:
    from gateway.groups.model import GroupMember

    with house.database.write() as session:
        for member in session.scalars(select(GroupMember).where(GroupMember.person_id == house.people[login])):
            session.delete(member)
