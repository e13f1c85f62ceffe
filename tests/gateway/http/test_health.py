"""Health says what is away; limits are told, counted and kept."""

import time

import pytest
from flask.testing import FlaskClient

from gateway.http import health
from gateway.http.app import create_app
from gateway.http.limits import Limiter, Rate
from gateway.http.readiness import examine
from shared.bus.refused import ServiceFailed
from shared.errors import Throttled, Unavailable
from shared.settings import GATEWAY, SERVICES
from tests.gateway.http.stand_ins import StandInAccess, StandInBus, StandInReply, StandInSettings, toy_routes

pytestmark = pytest.mark.alone

WELL = {"database": "ok", "outbox_lag": 0, "inbox_waiting": 0, "inbox_dead": 0, "position": 4}


class HealthBus(StandInBus):
    """Health is asked without an actor."""

    def call(self, service: str, method: str, /, **told: object) -> StandInReply:  # type: ignore[override]
        assert method == "check_health"
        assert "actor_token" not in told
        answer = self.answers.get(service, WELL)
        if callable(answer):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        return StandInReply(answer)


@pytest.fixture
def house() -> HealthBus:
    return HealthBus()


@pytest.fixture
def anyone(house: HealthBus) -> FlaskClient:
    return create_app(StandInSettings(), house, StandInAccess(), [health.routes, toy_routes()]).test_client()


def test_all_well_is_ready(anyone: FlaskClient) -> None:
    answer = anyone.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json is not None
    assert (answer.json["status"], answer.json["bus"]) == ("ok", "ok")
    assert answer.json["services"] == {service: {"status": "ok"} | WELL for service in (*SERVICES, GATEWAY)}


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (Unavailable("Away."), "away"),
        (ServiceFailed("broken"), "failing"),
        ({"database": "away"}, "failing"),
    ],
)
def test_one_service_that_is_not_well_is_named(
    anyone: FlaskClient, house: HealthBus, condition: object, told: str
) -> None:
    house.answers["marketing"] = condition

    answer = anyone.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["services"]["marketing"]["status"] == told
    assert answer.json["services"]["sales"]["status"] == "ok"
    assert answer.json["bus"] == "ok"


def test_nobody_answering_means_the_bus_is_away(house: HealthBus) -> None:
    house.answers = dict.fromkeys(SERVICES, Unavailable("Away."))

    assert examine(house)["bus"] == "away"


def test_a_service_that_hangs_does_not_hang_the_answer(house: HealthBus) -> None:
    house.answers["sales"] = lambda: time.sleep(1.5) or WELL
    began = time.monotonic()

    condition = examine(house)

    assert condition["services"]["sales"] == {"status": "away"}
    assert time.monotonic() - began < 1.45


def test_being_asked_often_does_not_ask_the_house_often(anyone: FlaskClient, house: HealthBus) -> None:
    asked: list[float] = []
    house.answers["sales"] = lambda: asked.append(0) or WELL

    for _ in range(20):
        anyone.get("/health/ready")

    assert len(asked) <= 2


def test_live_asks_nobody(anyone: FlaskClient, house: HealthBus) -> None:
    house.answers = dict.fromkeys(SERVICES, Unavailable("Away."))

    assert anyone.get("/health/live").json == {"status": "ok"}


def test_requests_are_measured_by_route_and_never_by_record(client: FlaskClient, anyone: FlaskClient) -> None:
    client.get("/v1/toys/01890000-0000-7000-8000-00000000abcd")

    figures = anyone.get("/metrics").text

    assert 'tenon_http_request_seconds_count{method="GET",route="/v1/toys/<toy_id>",status="200"}' in figures
    assert "00000000abcd" not in figures


def test_limits_are_told_to_who_is_signed_in(anyone: FlaskClient) -> None:
    assert anyone.get("/v1/limits").status_code == 401

    told = anyone.get("/v1/limits", headers={"Authorization": "Bearer good"})

    assert told.json is not None
    assert (told.json["burst"], told.json["body_bytes"], told.json["page_largest"]) == (500, 1048576, 200)


def test_what_is_left_is_told_with_every_answer(client: FlaskClient) -> None:
    first, second = (client.get("/v1/my-toys").headers for _ in range(2))

    assert first["RateLimit-Limit"] == "500"
    assert int(first["RateLimit-Remaining"]) >= int(second["RateLimit-Remaining"])
    assert int(second["RateLimit-Reset"]) >= 1


def test_a_token_that_asks_too_much_waits_and_others_do_not() -> None:
    client = create_app(StandInSettings(rate_limit="1/3"), StandInBus(), StandInAccess(), [toy_routes()]).test_client()

    answers = [client.get("/v1/my-toys", headers={"Authorization": "Bearer good"}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].headers["Retry-After"] == "1"
    assert client.get("/v1/my-toys", headers={"Authorization": "Bearer reader"}).status_code == 200


def test_a_bucket_fills_again_with_time() -> None:
    moment = [0.0]
    limiter, rate = Limiter(lambda: moment[0]), Rate(per_second=2, burst=2)
    assert [limiter.take("a", rate).remaining for _ in range(2)] == [1, 0]
    with pytest.raises(Throttled) as refused:
        limiter.take("a", rate)
    assert refused.value.extra == {"retry_after": 1}

    moment[0] = 0.5

    assert limiter.take("a", rate).remaining == 0


def test_no_line_of_the_log_holds_a_secret(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.post("/v1/toys?cursor=hunter2", json={"password": "hunter2"}, headers={"Idempotency-Key": "hunter2"})

    logged = capsys.readouterr()
    assert "/v1/toys" in logged.out + logged.err
    assert "hunter2" not in logged.out + logged.err
    assert "Bearer" not in logged.out + logged.err
