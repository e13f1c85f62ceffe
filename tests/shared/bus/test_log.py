"""What an operator sees of events and dead letters."""

import orjson
import pytest

from deploy.commands import events
from shared.bus.log import events_after, newest_events, replay_dead, undigested
from tests.shared.bus import toys
from tests.shared.bus.conftest import DELAYS, World
from tests.shared.bus.waiting import eventually


@pytest.fixture
def roster(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Let the command know the toy services instead of the real ones."""
    monkeypatch.setattr(events, "EVERYBODY", ("toy_shop", "toy_depot", "toy_ledger"))
    for name, url in world.settings.databases:
        monkeypatch.setenv(f"TENON_DATABASE_{name.upper()}", url)
    monkeypatch.setattr(events, "_database", lambda service: world.database(service))
    return world


def fail_for_good(world: World) -> None:
    toys.FAILURES["cursed"] = 1_000
    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["cursed", "next"])
    eventually(lambda: undigested(world.database("toy_depot"), "toy_depot"))
    world.await_places("toy_depot", ["next"])


def test_the_log_is_read_from_its_end_and_from_a_position(world: World) -> None:
    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["a", "b", "c"])
    world.await_places("toy_depot", ["a", "b", "c"])
    shop = world.database("toy_shop")

    assert [one.data["place"] for one in newest_events(shop, "toy_shop", 2)] == ["b", "c"]
    assert [one.position for one in events_after(shop, "toy_shop", 1)] == [2, 3]
    assert events_after(shop, "toy_shop", 3) == []


def test_dead_events_are_listed_with_their_reason(world: World) -> None:
    fail_for_good(world)

    [dead] = undigested(world.database("toy_depot"), "toy_depot")

    assert (dead.handler, dead.state, dead.attempts) == ("note_move", "dead", len(DELAYS) + 1)
    assert dead.type == toys.ParcelMoved.wire_type()
    assert "cannot take in cursed" in dead.error
    assert undigested(world.database("toy_ledger"), "toy_ledger", waiting=True) == []


def test_every_dead_event_is_replayed_at_once(world: World) -> None:
    fail_for_good(world)
    toys.FAILURES.clear()

    assert replay_dead(world.database("toy_depot"), None) == 1

    world.await_places("toy_depot", ["cursed", "next"])
    assert replay_dead(world.database("toy_depot"), None) == 0


def test_the_command_shows_and_replays_dead_events(roster: World, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    fail_for_good(roster)
    toys.FAILURES.clear()
    capfdbinary.readouterr()

    assert events.main(["dead", "toy_depot", "--json"]) == 0
    listed = [line for line in capfdbinary.readouterr().out.splitlines() if line.startswith(b'{"service":"toy_depot"')]
    event_id = orjson.loads(listed[0])["event_id"]
    assert events.main(["replay", "toy_depot", event_id]) == 0
    roster.await_places("toy_depot", ["cursed", "next"])
    capfdbinary.readouterr()
    assert events.main(["dead"]) == 0

    assert b"No dead events." in capfdbinary.readouterr().out


def test_the_command_shows_the_newest_events(roster: World, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    client = roster.start().client
    roster.call(client, "toy_shop", "send_parcels", places=["a", "b"])
    roster.await_places("toy_depot", ["a", "b"])

    assert events.main(["tail", "toy_shop", "-n", "1"]) == 0

    assert f"{toys.ParcelMoved.wire_type()}".encode() in capfdbinary.readouterr().out


@pytest.mark.parametrize("words", [["replay", "toy_depot"], ["replay", "toy_depot", "some-id", "--all"]])
def test_replay_wants_to_know_exactly_what(roster: World, words: list[str]) -> None:
    assert events.main(words) == 2


def test_replaying_what_is_not_dead_says_so(roster: World) -> None:
    assert events.main(["replay", "toy_depot", "0197f000-0000-7000-8000-000000000000"]) == 1
