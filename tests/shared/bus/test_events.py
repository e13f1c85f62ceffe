"""Events, on both transports."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shared.bus.envelope import Envelope, envelope_of
from shared.bus.inbox import DEAD, REMEMBERED, replay
from shared.bus.refused import Refused
from shared.clock import now
from shared.persistence.platform import Consumed, EventLog, InboxEntry, StoredEvent
from tests.shared.bus import toys
from tests.shared.bus.conftest import DELAYS, World
from tests.shared.bus.waiting import eventually


def announced(world: World) -> list[Envelope]:
    with world.database("toy_shop").read() as session:
        rows = session.scalars(select(StoredEvent).order_by(StoredEvent.position))
        return [envelope_of(row, "toy_shop") for row in rows]


def entries(world: World, state: str, service: str = "toy_depot") -> list[InboxEntry]:
    with world.database(service).read() as session:
        found = list(session.scalars(select(InboxEntry).where(InboxEntry.state == state)))
        session.expunge_all()
        return found


def test_each_event_reaches_each_service_that_listens_once(world: World) -> None:
    client = world.start().client

    for number in range(5):
        world.call(client, "toy_shop", "send_parcels", places=[f"{number}-a", f"{number}-b"])

    expected = [f"{number}-{step}" for number in range(5) for step in "ab"]
    world.await_places("toy_depot", expected)
    world.await_places("toy_ledger", expected)
    told = {(effect.event_id, effect.sequence) for effect in toys.effects(world.database("toy_ledger"))}
    assert told == {(envelope.id, envelope.sequence) for envelope in announced(world)}


def test_positions_have_no_gaps_and_the_log_knows_what_is_published(world: World) -> None:
    client = world.start().client

    for number in range(7):
        world.call(client, "toy_shop", "send_parcels", places=[str(number)] * 3)
    world.await_places("toy_depot", [str(number) for number in range(7) for _ in range(3)])

    assert [envelope.position for envelope in announced(world)] == list(range(1, 22))
    eventually(lambda: client.call("toy_shop", "check_health").result["position"] == 21)
    with world.database("toy_shop").read() as session:
        log = session.get_one(EventLog, 1)
        assert (log.last_position, log.published_position, log.lease_owner) == (21, 21, None)


def test_a_change_that_is_rolled_back_is_never_told(world: World) -> None:
    client = world.start().client

    with pytest.raises(Refused):
        world.call(client, "toy_shop", "send_parcels", places=["gone", None])
    world.call(client, "toy_shop", "send_parcels", places=["kept"])

    world.await_places("toy_depot", ["kept"])


def test_events_announced_while_nobody_listened_are_told_at_the_next_start(world: World) -> None:
    client = world.start(toys.Shop).client
    world.call(client, "toy_shop", "send_parcels", places=["before"])
    world.stop()

    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["after"])

    world.await_places("toy_depot", ["before", "after"])
    world.await_places("toy_ledger", ["before", "after"])


def test_a_handler_that_fails_twice_succeeds_in_the_end_with_one_effect(world: World) -> None:
    toys.FAILURES["stormy"] = 2
    client = world.start().client

    world.call(client, "toy_shop", "send_parcels", places=["stormy"])

    world.await_places("toy_depot", ["stormy"])
    [entry] = entries(world, "done")
    assert entry.envelope is None
    assert toys.FAILURES["stormy"] == 0


def test_order_is_kept_for_each_record_and_others_do_not_wait(world: World) -> None:
    toys.FAILURES["first"] = 3
    client = world.start(settings=replace(world.settings, event_delays=(1.0, 0.1, 0.1))).client

    world.call(client, "toy_shop", "send_parcels", places=["first", "second", "third"])
    world.call(client, "toy_shop", "send_parcels", places=["elsewhere"])

    eventually(lambda: "elsewhere" in world.places("toy_depot"))
    world.await_places("toy_depot", ["first", "second", "third", "elsewhere"])
    assert world.places("toy_depot") == ["elsewhere", "first", "second", "third"]


def test_an_event_that_always_fails_ends_dead_and_blocks_nothing(world: World) -> None:
    toys.FAILURES["cursed"] = 1_000
    client = world.start().client

    world.call(client, "toy_shop", "send_parcels", places=["cursed", "next"])
    world.call(client, "toy_shop", "send_parcels", places=["other"])

    world.await_places("toy_depot", ["next", "other"])
    world.await_places("toy_ledger", ["cursed", "next", "other"])
    [dead] = entries(world, DEAD)
    assert dead.attempts == len(DELAYS) + 1
    assert dead.error == "RuntimeError: the depot cannot take in cursed"
    assert dead.envelope is not None
    assert client.call("toy_depot", "check_health").result["inbox_dead"] == 1


def test_a_dead_event_that_is_replayed_has_its_effect(world: World) -> None:
    toys.FAILURES["cursed"] = 1_000
    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["cursed"])
    eventually(lambda: entries(world, DEAD))

    toys.FAILURES.clear()
    with world.database("toy_depot").write() as session:
        replayed = replay(session, announced(world)[0].id)

    assert replayed == 1
    world.await_places("toy_depot", ["cursed"])
    assert not entries(world, DEAD)


def test_the_same_event_delivered_three_times_has_one_effect(world: World) -> None:
    host = world.start()
    world.call(host.client, "toy_shop", "send_parcels", places=["once"])
    world.await_places("toy_depot", ["once"])

    for _ in range(2):
        host._transport.publish("toy_shop", announced(world))
    world.call(host.client, "toy_shop", "send_parcels", places=["last"])

    world.await_places("toy_depot", ["once", "last"])
    world.await_places("toy_ledger", ["once", "last"])


def test_the_watermark_follows_the_log_of_the_source(world: World) -> None:
    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["a", "b", "c"])
    world.await_places("toy_ledger", ["a", "b", "c"])

    with world.database("toy_ledger").read() as session:
        mark = session.get_one(Consumed, "toy_shop")
        assert mark.position == 3
        assert mark.occurred_at is not None
        assert (now() - mark.occurred_at).total_seconds() < 60


def test_a_listener_hears_events_as_they_pass_until_it_leaves(world: World) -> None:
    host = world.start()
    heard: list[str] = []
    leave = host.subscribe_broadcast([toys.ParcelMoved], lambda envelope: heard.append(envelope.data["place"]))

    world.call(host.client, "toy_shop", "send_parcels", places=["heard"])
    eventually(lambda: heard == ["heard"])
    leave()
    world.call(host.client, "toy_shop", "send_parcels", places=["unheard"])

    world.await_places("toy_depot", ["heard", "unheard"])
    assert heard == ["heard"]


def test_events_of_many_writers_all_arrive_in_the_order_of_each_record(world: World) -> None:
    client = world.start().client
    parcels = [world.call(client, "toy_shop", "send_parcels", places=["0"]).result["id"] for _ in range(10)]

    for step in range(1, 6):
        for parcel in parcels:
            world.call(client, "toy_shop", "move_parcel", parcel_id=parcel, place=str(step))

    eventually(lambda: len(world.places("toy_ledger")) == 60)
    for parcel in parcels:
        mine = [one for one in toys.effects(world.database("toy_ledger")) if one.parcel_id == parcel]
        assert [(one.sequence, one.place) for one in mine] == [(step + 1, str(step)) for step in range(6)]
    with world.database("toy_ledger").read() as session:
        assert session.scalar(select(func.count()).select_from(InboxEntry)) == 60


def test_traces_of_events_handled_long_ago_are_dropped_and_fresh_ones_kept(world: World) -> None:
    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["old", "new"])
    world.await_places("toy_depot", ["old", "new"])
    world.stop()
    with world.database("toy_depot").write() as session:
        old = select(InboxEntry).where(InboxEntry.event_id == announced(world)[0].id)
        session.scalars(old).one().handled_at = now() - REMEMBERED - timedelta(minutes=1)

    world.start()

    eventually(lambda: len(entries(world, "done")) == 1)
    assert entries(world, "done")[0].event_id == announced(world)[1].id


def test_what_was_handled_so_long_ago_that_its_trace_is_dropped_is_not_handled_again(world: World) -> None:
    """An installation that stood still for longer than traces are kept, or whose backup did, publishes once more."""
    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["old", "last"])
    world.await_places("toy_depot", ["old", "last"])
    world.await_places("toy_ledger", ["old", "last"])
    world.stop()
    long_ago = now() - REMEMBERED - timedelta(minutes=1)
    for service in ("toy_depot", "toy_ledger"):
        with world.database(service).write() as session:
            for entry in session.scalars(select(InboxEntry)):
                entry.handled_at = long_ago
    with world.database("toy_shop").write() as session:
        session.get_one(EventLog, 1).published_position = 0
        for event in session.scalars(select(StoredEvent)):
            event.occurred_at = long_ago

    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["new"])

    world.await_places("toy_depot", ["old", "last", "new"])
    world.await_places("toy_ledger", ["old", "last", "new"])
