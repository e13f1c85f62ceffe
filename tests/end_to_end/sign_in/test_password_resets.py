"""A forgotten password: asked for openly, handed over once, redeemed once."""

import statistics
import time
from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import Browser, new_person

NEW = "a new password of the test"


def ask(company: Company, login: str) -> requests.Response:
    return requests.post(f"{company.stack.url}/v1/password-resets", json={"login": login}, timeout=30)


def redeem(company: Company, token: str, password: str = NEW) -> tuple[int, str | None]:
    body = {"token": token, "password": password}
    answer = requests.post(f"{company.stack.url}/v1/password-resets/redeem", json=body, timeout=30)
    return answer.status_code, answer.json()["code"] if answer.content else None


def open_reset(company: Company, login: str) -> Any:
    resets = company["admin"].get("/v1/password-resets")["data"]
    return next((one for one in resets if one["person"]["login"] == login), None)


@pytest.fixture
def person(company: Company) -> Any:
    return new_person(company, "EAST", "salesperson")


def test_a_reset_is_asked_for_handed_over_once_and_redeemed_once(company: Company, person: Any) -> None:
    login = person["login"]
    browser = Browser(company.stack.url, login)
    answer = ask(company, login)
    assert (answer.status_code, answer.json()) == (202, {"status": "asked"})
    reset = open_reset(company, login)
    assert reset["handed_over"] is False
    assert browser.code("GET", "/v1/me")[0] == 200  # asking alone changes nothing

    path = f"/v1/password-resets/{reset['id']}/hand-over"
    company["nora.north"].refused("POST", path, {}, status=403, code="right_missing")
    token = company["admin"].post(path)["reset_token"]
    company["admin"].refused("POST", path, {}, status=409, code="password_reset_is_handed_over")
    assert open_reset(company, login)["handed_over"] is True
    assert ask(company, login).status_code == 202  # asked again by somebody else: the token still counts
    assert redeem(company, token, "short") == (400, "malformed")
    assert redeem(company, token) == (204, None)
    assert redeem(company, token, "and another password") == (403, "password_reset_refused")

    assert browser.code("GET", "/v1/me") == (401, "token_revoked")
    assert Browser(company.stack.url, login).opened.json()["code"] == "sign_in_failed"
    assert Browser(company.stack.url, login, NEW).opened.json()["must_change_password"] is False
    history = company["admin"].get(f"/v1/people/{person['id']}/history")["data"]
    told = [(entry["type"].split(".")[3], entry["actor"]["name"]) for entry in history]
    assert told[-2:] == [("password_reset_handed_over", "Administrator"), ("password_set", person["name"])]


def test_the_answer_is_the_same_for_whoever_it_is_and_takes_as_long(company: Company, person: Any) -> None:
    """Medians of some tries each, with room for a busy machine."""
    durations: dict[str, list[float]] = {person["login"]: [], f"nobody.{new_id()[-8:]}": []}
    answers = set()
    for _ in range(12):
        for login, taken in durations.items():
            started = time.perf_counter()
            answer = ask(company, login)
            taken.append(time.perf_counter() - started)
            answers.add((answer.status_code, answer.text))
    assert answers == {(202, '{"status":"asked"}')}
    known, unknown = (statistics.median(taken) for taken in durations.values())
    assert 0.4 < known / unknown < 2.5


@pytest.mark.parametrize("token", ["tnr_guess", "x", "tnr_" + "A" * 43])
def test_a_guessed_token_sets_nothing(company: Company, token: str) -> None:
    assert redeem(company, token) == (403, "password_reset_refused")


def test_nobody_is_handed_the_reset_of_somebody_beyond_or_above(company: Company, person: Any) -> None:
    admin = company["admin"]
    group = admin.post("/v1/groups", {"code": f"g_{new_id()[-12:]}", "name": "Help desk"})
    for right in ("gateway.password_reset:*", "gateway.person:read"):
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": "unit"})
    helper = company.stack.client(new_person(company, "SOUTH", group["code"])["login"], PASSWORD)
    mighty = new_person(company, "SOUTH", "administrator")
    for login in (person["login"], mighty["login"]):
        ask(company, login)
    assert [one["person"]["login"] for one in helper.get("/v1/password-resets")["data"]] == [mighty["login"]]
    beyond = f"/v1/password-resets/{open_reset(company, person['login'])['id']}/hand-over"
    helper.refused("POST", beyond, {}, status=404)
    above = f"/v1/password-resets/{open_reset(company, mighty['login'])['id']}/hand-over"
    helper.refused("POST", above, {}, status=403)
    admin.post(f"/v1/people/{mighty['id']}/deactivate")
    ask(company, mighty["login"])
