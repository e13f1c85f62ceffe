"""The page says kept where a goal is kept, MISSED where not, and plainly what nobody can know."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.load.goals import judge
from bench.load.measure import Measured
from bench.load.peers import Peer, read_peers
from bench.load.report import page
from bench.load.results import Results

READ = Measured("read", 16, 20_000, 600.0, 10.0, 20.0, 30.0, 0, {"gateway": 1.0, "sales": 2.0}, memory=340.0)


def _results(*measured: Measured) -> Results:
    return Results(list(measured), [4.0], 2.0, [1.0, 0.5])


def _verdict(results: Results, words: str, *peers: Peer) -> bool | None:
    (found,) = (one for one in judge(results, peers) if words in one.goal)
    return found.kept


@pytest.mark.parametrize(("rate", "kept"), [(100.0, True), (100.1, False)])
def test_a_ratio_to_the_peer_is_kept_from_exactly_that_on(rate: float, kept: bool) -> None:
    assert _verdict(_results(READ), "read: at least 6", Peer("P", {("read", 16): rate})) is kept


def test_without_a_peer_the_ratio_is_not_known_and_the_page_says_so() -> None:
    assert _verdict(_results(READ), "read: at least 6") is None
    told = page(_results(READ), [], "PostgreSQL 0")
    assert "no results of a peer" in told
    assert "not known" in told


def test_a_peer_with_other_clients_is_no_comparison() -> None:
    assert _verdict(_results(READ), "read: at least 6", Peer("P", {("read", 1): 1.0})) is None


@pytest.mark.parametrize(("failures", "kept"), [(0, True), (1, False)])
def test_one_failure_misses_the_goal_of_the_hot_item(failures: int, kept: bool) -> None:
    hot = replace(READ, scenario="hot", rate=131.0, failures=failures)
    assert _verdict(_results(hot), "hot item") is kept
    assert _verdict(_results(hot), "no wrong answer") is kept


@pytest.mark.parametrize(("p99", "kept"), [(99.0, True), (100.0, False)])
def test_the_slowest_paced_measure_decides_about_p99(p99: float, kept: bool) -> None:
    measured = (READ, replace(READ, pace=300.0), replace(READ, scenario="list", pace=100.0, p99=p99))
    assert _verdict(_results(*measured), "p99") is kept


def test_of_an_order_the_answer_counts_for_p99_and_not_the_reservation() -> None:
    order = replace(READ, scenario="confirm", pace=50.0, p99=900.0, answered=(1.0, 2.0, 3.0))
    assert _verdict(_results(READ, order), "p99") is True


@pytest.mark.parametrize(("sales", "kept"), [(2.8, True), (2.9, False)])
def test_growth_is_of_all_processes_together(sales: float, kept: bool) -> None:
    many = replace(READ, deals=1_000_000, cpu_ms={"gateway": 1.0, "sales": sales})
    assert _verdict(_results(READ, many), "processor time") is kept


@pytest.mark.parametrize(("rate", "kept"), [(500.0, True), (499.0, False)])
def test_a_list_of_a_million_may_be_slower_by_a_fifth(rate: float, kept: bool) -> None:
    few = replace(READ, scenario="list")
    assert _verdict(_results(few, replace(few, deals=1_000_000, rate=rate)), "list: at 1,000,000") is kept


@pytest.mark.parametrize(("memory", "kept"), [(350.0, True), (351.0, False)])
def test_the_most_memory_decides(memory: float, kept: bool) -> None:
    assert _verdict(_results(READ, replace(READ, memory=memory)), "memory") is kept


def test_where_nobody_tells_memory_nothing_is_said_of_it() -> None:
    told = page(_results(replace(READ, memory=None)), [], "PostgreSQL 0")
    assert "memory of services" not in told


def test_the_page_has_a_row_for_each_measure_as_wide_as_its_head() -> None:
    order = replace(READ, scenario="confirm", answered=(1.0, 2.0, 3.0))
    lines = page(_results(READ, order), [], "PostgreSQL 0").splitlines()
    head = next(line for line in lines if line.startswith("| what"))
    rows = [line for line in lines if line.startswith(("| read one", "| confirm an order"))]
    assert [row.count("|") for row in rows] == [head.count("|")] * 2
    assert "30.0 (3.0)" in rows[1]


def test_results_of_a_peer_are_read_by_their_names_and_ours(tmp_path: Path) -> None:
    rows = [{"op": "b_read", "clients": 16, "rps": 150.0}, {"op": "list", "clients": 1, "rps": 9}, {"op": "x"}]
    (tmp_path / "a.json").write_text(json.dumps({"meta": {"peer": "Tryton"}, "rows": rows}), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"meta": {}, "rows": rows}), encoding="utf-8")
    assert read_peers(tmp_path) == [Peer("Tryton", {("read", 16): 150.0, ("list", 1): 9.0})]
    assert read_peers(tmp_path / "a.json") == read_peers(tmp_path)
    assert read_peers(None) == []


def test_results_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"nowhere"):
        read_peers(tmp_path / "nowhere.json")
