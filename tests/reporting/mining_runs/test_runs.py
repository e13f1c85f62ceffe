"""A run goes its way once, is its owner's alone, and tells nothing that the owner does not see any more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services.reporting.mining_runs import commands, queries, rules
from services.reporting.mining_runs.model import MiningOrder, MiningPair, MiningRun
from services.reporting.orders.model import OrderFact
from shared.actor import Reach
from shared.clock import now
from shared.contracts.sales import customers, orders
from shared.errors import Conflict, Malformed, NotFound, Refusal, RuleBroken
from shared.ids import new_id
from shared.persistence.platform import StoredEvent
from tests.reporting.customers.telling import customer_event
from tests.reporting.mining_runs.miner import PAIRS, SEGMENTS, Miner
from tests.reporting.orders.telling import order_event

PAST = timedelta(minutes=1)


def refusal_of(ask: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        ask()
    return refused.value.code


def count_rows(miner: Miner, run_id: str) -> dict[str, int]:
    with miner.room.database.read() as session:
        return {
            one.__tablename__: session.scalar(select(func.count()).select_from(one).where(one.run_id == run_id)) or 0
            for one in commands.KEPT_ROWS
        }


def test_a_run_waits_is_counted_and_is_told_of_by_events(shop_anywhere: Miner) -> None:
    run_id = shop_anywhere.queue("helen", PAIRS, min_support="0.05")
    shown = shop_anywhere.shown("helen", run_id)
    assert (shown["state"], shown["progress"]) == ("queued", {"done": 0, "total": 3})
    assert (shown["from"], shown["until"], shown["org_unit_id"]) == ("2026-08-01", "2026-10-31", None)
    assert (shown["segments"], shown["min_support"], shown["min_confidence"]) == (None, "0.05", "0")
    assert refusal_of(lambda: shop_anywhere.results("helen", run_id)) == "mining_run_not_ready"
    shop_anywhere.runner(run_id).run()
    shop_anywhere.runner(run_id).run()
    assert shop_anywhere.history("helen", run_id) == ["queued", "started", "finished"]
    assert shop_anywhere.shown("helen", run_id)["version"] == 3
    with shop_anywhere.room.database.read() as session:
        told = session.scalars(select(StoredEvent.data).where(StoredEvent.subject == run_id)).all()
    assert [one["state"] for one in told] == ["queued", "running", "finished"]
    assert [one["record_version"] for one in told] == [1, 2, 3]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({**SEGMENTS, "segments": 1}, Malformed),
        ({**SEGMENTS, "segments": 9}, Malformed),
        ({**SEGMENTS, "segments": "4"}, Malformed),
        ({**SEGMENTS, "min_support": "0.5"}, Malformed),
        ({**SEGMENTS, "currency": "usd"}, Malformed),
        ({**SEGMENTS, "until": "2026-07-31"}, Malformed),
        ({**SEGMENTS, "until": "soon"}, Malformed),
        ({**SEGMENTS, "kind": "clustering"}, Malformed),
        ({**SEGMENTS, "owner_id": new_id()}, Malformed),
        ({**PAIRS, "segments": 3}, Malformed),
        ({**PAIRS, "min_support": "0"}, Malformed),
        ({**PAIRS, "min_support": "0.00009"}, Malformed),
        ({**PAIRS, "min_support": 0.5}, Malformed),
        ({**PAIRS, "min_confidence": "1.0001"}, Malformed),
        ({**PAIRS, "min_confidence": "NaN"}, Malformed),
        ({"kind": "basket_association"}, Malformed),
        ({name: value for name, value in SEGMENTS.items() if name != "currency"}, RuleBroken),
        ({**PAIRS, "org_unit_id": new_id()}, NotFound),
    ],
)
def test_what_cannot_be_counted_is_refused_before_it_waits(
    shop: Miner, asked: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        shop.queue("helen", asked)
    assert shop.act("helen", "list_mining_runs", query={})["data"] == []


def test_a_run_is_its_owners_alone(shop: Miner) -> None:
    shop.let_reach("helen", Reach.ALL)
    run_id = shop.count("nils", SEGMENTS)
    for rpc, more in (
        ("get_mining_run", {}),
        ("list_mining_run_history", {}),
        ("list_mining_results", {"query": {}}),
        ("list_segmented_customers", {"query": {}}),
        ("delete_mining_run", {}),
    ):
        with pytest.raises(NotFound):
            shop.act("helen", rpc, mining_run_id=run_id, **more)
    assert shop.act("helen", "list_mining_runs", query={})["data"] == []
    assert [one["id"] for one in shop.act("nils", "list_mining_runs", query={})["data"]] == [run_id]


def test_a_run_counts_under_the_rights_that_its_owner_has_when_it_runs(shop: Miner) -> None:
    run_id = shop.queue("helen", PAIRS)
    shop.let_reach("helen", Reach.OWN)
    shop.runner(run_id).run()
    assert (shop.shown("helen", run_id)["orders"], shop.pairs("helen", run_id)) == (0, [])
    assert [one["scopes"] for one in shop.gateway.asked] == [None]


def test_the_scopes_of_the_token_hold_for_its_run_too(shop: Miner) -> None:
    shop.room.people["helen"] = replace(shop.room.people["helen"], scopes=("reporting.*",))
    shop.count("helen", PAIRS)
    assert [one["scopes"] for one in shop.gateway.asked] == [["reporting.*"]]


def test_whoever_lost_the_right_has_nothing_counted(shop: Miner) -> None:
    shop.gateway.without_right.add("helen")
    run_id = shop.count("helen", SEGMENTS)
    shown = shop.shown("helen", run_id)
    assert (shown["state"], shown["error"]["code"], shown["orders"]) == ("failed", "mining_right_missing", None)
    assert shop.history("helen", run_id) == ["queued", "started", "failed"]
    assert set(count_rows(shop, run_id).values()) == {0}
    assert refusal_of(lambda: shop.results("helen", run_id)) == "mining_run_without_results"


def test_a_unit_that_came_out_of_sight_meanwhile_ends_the_run(shop: Miner) -> None:
    run_id = shop.queue("helen", PAIRS, org_unit_id=shop.room.units["SOUTH"])
    shop.let_reach("helen", Reach.OWN)
    shop.runner(run_id).run()
    assert shop.shown("helen", run_id)["error"]["code"] == "not_found"


def test_while_the_gateway_is_away_a_run_waits(shop: Miner) -> None:
    shop.gateway.away = True
    run_id = shop.count("helen", PAIRS)
    assert shop.shown("helen", run_id)["state"] == "running"
    with shop.room.database.read() as session:
        assert queries.standing_still(session, now()) == [run_id]
    shop.gateway.away = False
    shop.runner(run_id).run()
    assert shop.shown("helen", run_id)["state"] == "finished"
    assert shop.history("helen", run_id) == ["queued", "started", "finished"]


def test_more_orders_than_a_run_counts_are_refused(shop: Miner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ORDERS", 8)
    assert shop.shown("helen", shop.count("helen", SEGMENTS))["state"] == "finished"
    run_id = shop.count("helen", PAIRS)
    assert shop.shown("helen", run_id)["error"]["code"] == "mining_run_too_large"
    assert set(count_rows(shop, run_id).values()) == {0}


@pytest.mark.parametrize("asked", [SEGMENTS, PAIRS])
@pytest.mark.parametrize("killed_in", ["collect", "note_counted", "finish_with_segments", "finish_with_pairs"])
def test_a_run_that_was_killed_is_taken_up_again_and_nothing_is_there_twice(
    shop_anywhere: Miner, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any], killed_in: str
) -> None:
    """The process ends right before the step is saved, and later once more right after it."""

    class Killed(BaseException):
        """As the end of a process: nobody cleans up."""

    expected = shop_anywhere.count("helen", asked)
    run_id, step = shop_anywhere.queue("helen", asked), getattr(commands, killed_in)

    def killed(*told: Any) -> Any:
        step(*told)
        raise Killed

    monkeypatch.setattr(commands, killed_in, killed)
    ended = False
    try:
        shop_anywhere.runner(run_id).run()
        ended = True
    except Killed:
        assert shop_anywhere.shown("helen", run_id)["state"] == "running"
    monkeypatch.undo()
    shop_anywhere.runner(run_id).run()
    assert ended or shop_anywhere.shown("helen", run_id)["state"] == "running", "another process may hold it still"
    if not ended:
        shop_anywhere.change(run_id, lease_until=now() - PAST)
        shop_anywhere.runner(run_id).run()
    assert shop_anywhere.results("helen", run_id)["data"] == shop_anywhere.results("helen", expected)["data"]
    assert count_rows(shop_anywhere, run_id) == count_rows(shop_anywhere, expected)
    assert shop_anywhere.history("helen", run_id) == ["queued", "started", "finished"]


def test_two_processes_at_one_run_keep_it_once(shop: Miner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second takes it up while the first, which was slow, still counts; then the first comes to its end too."""
    run_id, slow = shop.queue("helen", PAIRS), queries.pairs_in_orders

    def overtaken(*told: Any) -> Any:
        monkeypatch.setattr(queries, "pairs_in_orders", slow)
        shop.change(run_id, lease_until=now() - PAST)
        shop.runner(run_id).run()
        return slow(*told)

    monkeypatch.setattr(queries, "pairs_in_orders", overtaken)
    shop.runner(run_id).run()
    assert count_rows(shop, run_id)["mining_pairs"] == 5
    assert shop.history("helen", run_id) == ["queued", "started", "finished"]


def test_what_is_only_slow_is_not_taken_up_by_another(shop: Miner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not while all statements of the longest step take as long as they may."""
    run_id, work = shop.queue("helen", PAIRS), queries.pairs_in_orders
    slowest = timedelta(seconds=3 * rules.SECONDS_A_STATEMENT)

    def meanwhile(session: Any, *told: Any) -> Any:
        assert queries.standing_still(session, now() + slowest) == []
        return work(session, *told)

    monkeypatch.setattr(queries, "pairs_in_orders", meanwhile)
    shop.runner(run_id).run()
    assert len(shop.pairs("helen", run_id)) == 5


def test_two_runs_at_once_do_not_touch_each_other(shop: Miner, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, work = shop.queue("helen", PAIRS), shop.queue("nils", PAIRS), queries.pairs_in_orders

    def meanwhile(*told: Any) -> Any:
        monkeypatch.setattr(queries, "pairs_in_orders", work)
        shop.runner(second).run()
        return work(*told)

    monkeypatch.setattr(queries, "pairs_in_orders", meanwhile)
    shop.runner(first).run()
    assert [len(shop.pairs("helen", first)), len(shop.pairs("nils", second))] == [5, 4]


def test_only_so_many_runs_of_one_person_wait(shop: Miner) -> None:
    waiting = [shop.queue("helen", PAIRS) for _ in range(rules.MOST_WAITING)]
    with pytest.raises(Conflict) as refused:
        shop.queue("helen", PAIRS)
    assert refused.value.code == "mining_runs_too_many"
    shop.queue("nils", PAIRS)
    shop.runner(waiting[0]).run()
    shop.queue("helen", PAIRS)


def test_a_run_that_is_deleted_while_it_is_counted_leaves_nothing(shop: Miner, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id, work = shop.queue("helen", PAIRS), queries.pairs_in_orders

    def meanwhile(*told: Any) -> Any:
        found = work(*told)
        shop.act("helen", "delete_mining_run", mining_run_id=run_id)
        return found

    monkeypatch.setattr(queries, "pairs_in_orders", meanwhile)
    shop.runner(run_id).run()
    assert set(count_rows(shop, run_id).values()) == {0}
    with pytest.raises(NotFound):
        shop.shown("helen", run_id)


def test_a_deleted_run_takes_its_results_along_and_no_other(shop: Miner) -> None:
    gone, stays = shop.count("helen", SEGMENTS), shop.count("helen", SEGMENTS)
    before = shop.results("helen", stays)
    shop.act("helen", "delete_mining_run", mining_run_id=gone)
    with pytest.raises(NotFound):
        shop.act("helen", "delete_mining_run", mining_run_id=gone)
    assert set(count_rows(shop, gone).values()) == {0}
    assert shop.results("helen", stays) == before


def test_results_are_kept_for_a_while(shop: Miner) -> None:
    run_id, young = shop.count("helen", PAIRS), shop.count("helen", PAIRS)
    shop.change(run_id, expires_at=now() - PAST)
    assert refusal_of(lambda: shop.results("helen", run_id)) == "mining_run_expired"
    with shop.room.database.read() as session:
        assert queries.expired(session, now()) == [run_id]
    for _ in range(2):
        with shop.room.database.write() as session:
            commands.expire(session, run_id)
            commands.expire(session, young)
    assert shop.shown("helen", run_id)["state"] == "expired"
    assert shop.history("helen", run_id)[-2:] == ["finished", "expired"]
    assert set(count_rows(shop, run_id).values()) == {0}
    assert refusal_of(lambda: shop.results("helen", run_id)) == "mining_run_expired"
    assert len(shop.pairs("helen", young)) == 5


def shrink_to_own(shop: Miner) -> None:
    shop.let_reach("nora", Reach.OWN)


def move_an_order_away(shop: Miner) -> None:
    """Of Nina to Sara."""
    lines = (("chair", 1, "40.00"),)
    told = {"version": 2, "owner": "sara", "customer": "Crown", "confirmed_at": "2026-08-01T09:00:00+00:00"}
    shop.room.take((order_event(shop.room, orders.OrderProgressed, "c1", lines, **told), 2))


def move_a_superior(shop: Miner) -> None:
    shop.room.people["nora"] = replace(shop.room.people["nora"], person_path="/1/5/")


@pytest.mark.parametrize("asked", [SEGMENTS, PAIRS])
@pytest.mark.parametrize("change", [shrink_to_own, move_an_order_away, move_a_superior])
def test_results_are_shown_as_long_as_their_owner_sees_all_that_was_counted(
    shop_anywhere: Miner, asked: dict[str, Any], change: Callable[[Miner], None]
) -> None:
    run_id = shop_anywhere.count("nora", asked)
    assert shop_anywhere.results("nora", run_id)["data"]
    change(shop_anywhere)
    assert refusal_of(lambda: shop_anywhere.results("nora", run_id)) == "mining_run_outdated"
    assert refusal_of(lambda: shop_anywhere.customers("nora", run_id)) == "mining_run_outdated"
    assert shop_anywhere.results("nora", shop_anywhere.count("nora", asked))["as_of"]
    shop_anywhere.let_reach("nora", Reach.ALL)
    assert shop_anywhere.results("nora", run_id)["data"], "whoever sees all sees what was counted"


def test_a_customer_that_came_out_of_sight_outdates_segments_and_no_pairs(shop: Miner) -> None:
    segments, pairs = shop.count("nora", SEGMENTS), shop.count("nora", PAIRS)
    hands = {"from_owner_id": shop.room.people["olga"].user_id, "to_owner_id": shop.room.people["sara"].user_id}
    moved = customer_event(shop.room, customers.CustomerTransferred, "Elms", owner="sara", version=2, **hands)
    shop.room.take((moved, 2))
    assert refusal_of(lambda: shop.results("nora", segments)) == "mining_run_outdated"
    assert len(shop.pairs("nora", pairs)) == 4


def test_a_wider_reach_outdates_nothing(shop: Miner) -> None:
    run_id = shop.count("nils", PAIRS)
    shop.let_reach("nils", Reach.OWN, Reach.SUBTREE)
    assert len(shop.pairs("nils", run_id)) == 4


def test_an_order_that_was_shared_counts_until_the_share_is_taken_back(shop: Miner) -> None:
    shared = {"share_id": new_id(), "grantee_id": shop.room.people["nils"].user_id, "grantee_kind": "person"}
    lines = (("lamp", 1, "60.00"), ("chair", 1, "20.00"))
    told = {"owner": "sara", "customer": "Drew", "confirmed_at": "2026-09-30T09:00:00+00:00"}
    opened = {**told, **shared, "may_write": False, "until": None}
    shop.room.take((order_event(shop.room, orders.OrderShared, "d1", lines, version=2, **opened), 2))
    run_id = shop.count("nils", PAIRS)
    assert len(shop.pairs("nils", run_id)) == 5
    revoked = order_event(shop.room, orders.OrderShareRevoked, "d1", lines, version=3, **told, **shared)
    shop.room.take((revoked, 3))
    assert refusal_of(lambda: shop.results("nils", run_id)) == "mining_run_outdated"


def test_what_was_counted_is_no_fact(shop: Miner) -> None:
    """So that a rebuild of the facts leaves runs and results; while it goes on nothing is shown that may be hidden."""
    assert all(one.made_here for one in (MiningRun, *commands.KEPT_ROWS))
    run_id = shop.count("nora", PAIRS)
    with shop.room.database.write() as session:
        for order in session.scalars(select(OrderFact)):
            session.delete(order)
    assert refusal_of(lambda: shop.results("nora", run_id)) == "mining_run_outdated"
    with shop.room.database.read() as session:
        for kept in (MiningOrder, MiningPair):
            assert session.scalar(select(func.count()).select_from(kept).where(kept.run_id == run_id))
