"""Too much at once is refused early; what is slow or heavy leaves room for everything else."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from gateway.http import health
from gateway.http.app import create_app
from gateway.http.door import EXTENSION
from gateway.http.routes import Routes
from shared.errors import Conflict
from shared.settings import GATEWAY
from tests.gateway.http.stand_ins import TOY_ID, StandInAccess, StandInBus, StandInSettings, ToyView, toy_routes
from tests.shared.bus.waiting import eventually

GOOD = {"Authorization": "Bearer good"}
TOY, NOTES = f"/v1/toys/{TOY_ID}", "/v1/toy-notes"
WAIT = 0.02


@pytest.fixture
def app(bus: StandInBus) -> Flask:
    """Eight places, four of them for a service, one for reports and one for loads."""
    notes = Routes("toy-notes", service="marketing", tag="Toys")
    notes.read(NOTES, rpc="list_notes", right="sales.toy:read", gives=ToyView)
    settings = StandInSettings(most_requests=8, heavy_requests=1, request_wait_seconds=WAIT)
    return create_app(settings, bus, StandInAccess(), [health.routes, toy_routes(), notes])


def ask(app: Flask, path: str, **more: Any) -> TestResponse:
    return app.test_client().get(path, headers=GOOD, **more)


@contextmanager
def stuck(app: Flask, bus: StandInBus, method: str, path: str, many: int) -> Iterator[list[Future[TestResponse]]]:
    """So many requests hang in a call until the block ends."""
    go_on, inside = threading.Event(), threading.Semaphore(0)

    def hang(_called: object) -> dict[str, Any]:
        inside.release()
        assert go_on.wait(10)
        return {"id": TOY_ID, "data": [], "version": 1}

    bus.answers[method] = hang
    with ThreadPoolExecutor(many) as people:
        try:
            asked = [people.submit(ask, app, path) for _ in range(many)]
            assert all(inside.acquire(timeout=10) for _ in range(many))
            yield asked
        finally:
            go_on.set()


def assert_shed(answer: TestResponse, lane: str) -> None:
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"], answer.json["lane"]) == (503, "overloaded", lane)
    assert (answer.content_type, answer.headers["Retry-After"]) == ("application/problem+json", "1")
    assert answer.json["trace_id"] in answer.headers["traceparent"]


def test_a_slow_service_fills_its_own_share_and_the_others_go_on(app: Flask, bus: StandInBus) -> None:
    with stuck(app, bus, "get_toy", TOY, 4) as asked:
        assert_shed(ask(app, TOY), "sales")
        assert ask(app, NOTES).status_code == 200

    assert [one.result().status_code for one in asked] == [200] * 4
    assert ask(app, TOY).status_code == 200


def test_beyond_all_places_one_is_refused_before_anybody_asks_who_one_is(app: Flask, bus: StandInBus) -> None:
    with stuck(app, bus, "get_toy", TOY, 4), stuck(app, bus, "list_notes", NOTES, 4):
        for headers in (GOOD, {"Authorization": "Bearer nobody's"}, {}):
            assert_shed(app.test_client().get(NOTES, headers=headers), "requests")
        assert app.test_client().head(NOTES).get_data() == b""
        assert [ask(app, path).status_code for path in ("/health/live", "/metrics")] == [200, 200]

    assert [ask(app, path).status_code for path in (TOY, NOTES)] == [200, 200]
    assert app.extensions[EXTENSION].lanes.requests.taken == 0


def test_a_report_over_everything_leaves_the_other_places_to_the_rest(app: Flask, bus: StandInBus) -> None:
    with stuck(app, bus, "report_toys", "/v1/reports/toys?year=2026", 1):
        for heavy in ("/v1/reports/toys?year=2026", "/v1/toys?count=exact", "/v1/toys?totals=amount"):
            assert_shed(ask(app, heavy), "reports")
        assert [ask(app, path).status_code for path in (TOY, "/v1/toys")] == [200, 200]

    assert ask(app, "/v1/toys?count=exact").status_code == 200


def test_what_is_full_and_how_much_was_refused_is_told_to_prometheus(app: Flask, bus: StandInBus) -> None:
    with stuck(app, bus, "get_toy", TOY, 4):
        ask(app, TOY)
        figures = ask(app, "/metrics").text

    assert 'tenon_in_flight{lane="sales"} 4.0' in figures
    assert 'tenon_shed_total{lane="sales",reason="waited"}' in figures


def test_places_are_free_again_when_the_service_refuses(app: Flask, bus: StandInBus) -> None:
    bus.answers["get_toy"] = Conflict("The toy is wound up.")

    assert [ask(app, TOY).status_code for _ in range(9)] == [409] * 9
    lanes = app.extensions[EXTENSION].lanes
    assert (lanes.requests.taken, lanes.services["sales"].taken, lanes.services[GATEWAY].taken) == (0, 0, 0)


def test_a_line_of_patient_requests_is_answered_as_places_become_free(bus: StandInBus) -> None:
    settings = StandInSettings(most_requests=2, request_wait_seconds=10)
    app = create_app(settings, bus, StandInAccess(), [toy_routes()])
    with ThreadPoolExecutor(1) as people:
        with stuck(app, bus, "get_toy", TOY, 1):
            waits = people.submit(ask, app, TOY)
            eventually(lambda: app.extensions[EXTENSION].lanes.services["sales"].in_line == 1)
            assert not waits.done()
        assert waits.result().status_code == 200
