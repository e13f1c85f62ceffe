"""A request reaches one call of one service with the caller's actor, and its answer comes back dressed."""

import time

import pytest
from flask.testing import FlaskClient

from tests.gateway.http.stand_ins import TOY_ID, StandInAccess, StandInBus, StandInReply


def test_reading_a_record_is_one_call_with_the_id_as_argument(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["get_toy"] = {"id": TOY_ID, "version": 3, "name": "Top"}

    answer = client.get(f"/v1/toys/{TOY_ID}")

    assert (answer.status_code, answer.json) == (200, {"id": TOY_ID, "version": 3, "name": "Top"})
    assert answer.headers["ETag"] == '"3"'
    assert (bus.last.service, bus.last.method, bus.last.arguments) == ("sales", "get_toy", {"toy_id": TOY_ID})
    assert bus.last.actor.right == "sales.toy:read"
    assert time.time() < bus.last.deadline <= time.time() + 2


def test_creating_answers_201_and_where_the_record_is(client: FlaskClient, bus: StandInBus) -> None:
    answer = client.post("/v1/toys", json={"name": "Top"})

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/toys/{TOY_ID}"
    assert bus.last.arguments == {"request": {"name": "Top"}}


@pytest.mark.parametrize(
    ("job_id", "status", "location"), [(TOY_ID, 202, f"/v1/jobs/{TOY_ID}"), (None, 200, None)], ids=["begun", "shown"]
)
def test_an_answer_that_names_a_job_is_202_with_its_address_and_one_that_names_none_is_200(
    client: FlaskClient, bus: StandInBus, job_id: str | None, status: int, location: str | None
) -> None:
    bus.answers["paint_toy"] = {"job_id": job_id}

    answer = client.post(f"/v1/toys/{TOY_ID}/paint")

    assert (answer.status_code, answer.json) == (status, {"job_id": job_id})
    assert answer.headers.get("Location") == location


def test_a_location_cannot_add_a_header(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["create_toy"] = {"id": "x\r\nSet-Cookie: a=b"}

    answer = client.post("/v1/toys", json={"name": "Top"})

    assert answer.headers["Location"] == "/v1/toys/x%0D%0ASet-Cookie%3A%20a%3Db"
    assert "Set-Cookie" not in answer.headers


def test_removing_answers_204_without_a_body(client: FlaskClient, bus: StandInBus) -> None:
    answer = client.delete(f"/v1/toys/{TOY_ID}")

    assert (answer.status_code, answer.data) == (204, b"")


def test_a_verb_without_a_body_calls_with_the_id_alone(client: FlaskClient, bus: StandInBus) -> None:
    assert client.post(f"/v1/toys/{TOY_ID}/wind").status_code == 200
    assert bus.last.arguments == {"toy_id": TOY_ID}


def test_a_verb_without_a_body_refuses_one(client: FlaskClient, bus: StandInBus) -> None:
    answer = client.post(f"/v1/toys/{TOY_ID}/wind", json={"speed": 3})

    assert answer.status_code == 400
    assert answer.json["errors"] == [{"pointer": "/speed", "detail": "is unknown"}]
    assert not bus.calls


@pytest.mark.parametrize("path", ["/v1/toys/7", "/v1/toys/not-an-id", f"/v1/toys/{TOY_ID}0", "/v1/toys/%00"])
def test_an_id_that_is_none_names_nothing(client: FlaskClient, bus: StandInBus, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert not bus.calls


def test_the_version_the_caller_knows_travels_with_the_actor(client: FlaskClient, bus: StandInBus) -> None:
    client.patch(f"/v1/toys/{TOY_ID}", json={"name": "B"}, headers={"If-Match": '"4"'})

    assert bus.last.actor.expects_version == 4


@pytest.mark.parametrize("tag", ["*", " * "])
def test_a_star_takes_any_version(client: FlaskClient, bus: StandInBus, tag: str) -> None:
    client.patch(f"/v1/toys/{TOY_ID}", json={"name": "B"}, headers={"If-Match": tag})

    assert bus.last.actor.expects_version is None


@pytest.mark.parametrize("tag", ["4", '"four"', '"4", "5"', '"-1"', '""'])
def test_a_malformed_tag_is_refused(client: FlaskClient, bus: StandInBus, tag: str) -> None:
    answer = client.patch(f"/v1/toys/{TOY_ID}", json={"name": "B"}, headers={"If-Match": tag})

    assert (answer.status_code, answer.json["code"]) == (400, "malformed_precondition")
    assert not bus.calls


def test_a_change_that_names_no_version_is_refused_where_one_is_required(client: FlaskClient, bus: StandInBus) -> None:
    answer = client.patch(f"/v1/toys/{TOY_ID}", json={"name": "B"})

    assert (answer.status_code, answer.json["code"]) == (428, "precondition_required")
    assert not bus.calls


@pytest.mark.parametrize("tag", ['"3"', 'W/"3"', '"1", "3"', "*"])
def test_what_the_caller_already_has_is_not_sent_again(client: FlaskClient, bus: StandInBus, tag: str) -> None:
    bus.answers["get_toy"] = {"id": TOY_ID, "version": 3}

    answer = client.get(f"/v1/toys/{TOY_ID}", headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", '"3"')


def test_an_older_version_is_sent_anew(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["get_toy"] = {"id": TOY_ID, "version": 3}

    assert client.get(f"/v1/toys/{TOY_ID}", headers={"If-None-Match": '"2"'}).status_code == 200


def test_the_pages_beside_are_linked_with_the_query_kept(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["list_toys"] = {"data": [], "next": "n/1>\r\n", "prev": "p"}

    answer = client.get("/v1/toys?filter[name][eq]=a%20b&limit=2&cursor=old")

    kept = "/v1/toys?filter%5Bname%5D%5Beq%5D=a+b&limit=2&cursor="
    assert answer.headers["Link"] == f'<{kept}n%2F1%3E%0D%0A>; rel="next", <{kept}p>; rel="prev"'


def test_a_report_takes_its_own_parameters(client: FlaskClient, bus: StandInBus) -> None:
    client.get("/v1/reports/toys?year=2026&colours=red,blue")

    assert bus.last.arguments == {"query": {"year": "2026", "colours": ["red", "blue"]}}


@pytest.mark.parametrize("query", ["when=2026", "year=2026&year=2027"])
def test_a_report_refuses_other_parameters(client: FlaskClient, bus: StandInBus, query: str) -> None:
    answer = client.get(f"/v1/reports/toys?{query}")

    assert (answer.status_code, answer.json["code"]) == (400, "malformed_query")
    assert not bus.calls


def test_a_trace_is_taken_on_passed_on_and_echoed(client: FlaskClient, bus: StandInBus) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"

    answer = client.get(f"/v1/toys/{TOY_ID}", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})

    assert bus.last.context["traceparent"].split("-")[1] == trace
    assert answer.headers["traceparent"] == bus.last.context["traceparent"]


@pytest.mark.parametrize(
    "given", ["", "nonsense", f"00-{'0' * 32}-b7ad6b7169203331-01", f"ff-{'a' * 32}-{'b' * 16}-01"]
)
def test_a_malformed_trace_is_replaced(client: FlaskClient, bus: StandInBus, given: str) -> None:
    answer = client.get(f"/v1/toys/{TOY_ID}", headers={"traceparent": given})

    version, trace, span, flags = answer.headers["traceparent"].split("-")
    assert (version, len(trace), len(span), flags) == ("00", 32, 16, "01")
    assert trace not in {"0" * 32, "a" * 32}


def test_a_replayed_answer_says_so(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["sell_toy"] = StandInReply({"id": TOY_ID, "version": 2}, {"replayed": "true"})

    answer = client.post(f"/v1/toys/{TOY_ID}/sell", headers={"Idempotency-Key": "k"})

    assert answer.headers["Idempotency-Replayed"] == "true"


def test_a_right_that_is_not_held_is_forbidden_before_any_call(
    client: FlaskClient, bus: StandInBus, access: StandInAccess
) -> None:
    answer = client.post("/v1/toys", json={"name": "Top"}, headers={"Authorization": "Bearer reader"})

    assert (answer.status_code, answer.json["code"]) == (403, "right_missing")
    assert not bus.calls


def test_a_right_removed_a_second_ago_is_missing_on_the_next_call(
    client: FlaskClient, bus: StandInBus, access: StandInAccess
) -> None:
    assert client.get(f"/v1/toys/{TOY_ID}").status_code == 200
    access.people["good"].rights = frozenset()

    assert client.get(f"/v1/toys/{TOY_ID}").status_code == 403
    assert len(bus.calls) == 1
