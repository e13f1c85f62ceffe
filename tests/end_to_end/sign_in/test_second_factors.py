"""The second factor: enrolled, asked for at both doors, used once, guessed at in vain, demanded and reset."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from sqlalchemy import create_engine, text

from shared.ids import new_id
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import Browser, new_person, throttled_after

STEP = 30


class Phone:
    """An authenticator app. A code works once, so each `code` is of another step: before, now, after."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)
        self._steps = self._near()

    def _near(self) -> Iterator[int]:
        step = int(time.time()) // STEP
        yield from (step - 1, step, step + 1)

    def code(self) -> str:
        return self._totp.at(next(self._steps) * STEP)

    def wrong(self) -> str:
        near = {self._totp.at(time.time() + STEP * drift) for drift in range(-3, 4)}
        return next(code for number in range(100) if (code := f"{number:06}") not in near)


def sign_in(company: Company, login: str, **more: Any) -> tuple[int, Any]:
    body = {"login": login, "password": PASSWORD, **more}
    answer = requests.post(f"{company.stack.url}/v1/tokens", json=body, timeout=30)
    return answer.status_code, answer.json()


@pytest.fixture
def person(company: Company) -> Any:
    return new_person(company, "EAST", "salesperson")


@pytest.fixture
def client(company: Company, person: Any) -> Any:
    return company.stack.client(person["login"], PASSWORD)


@pytest.fixture
def phone(client: Any) -> Phone:
    return Phone(client.post("/v1/me/second-factor")["secret"])


def test_once_confirmed_both_doors_ask_for_a_code_and_a_code_works_once(
    company: Company, client: Any, person: Any
) -> None:
    enrolled = client.post("/v1/me/second-factor")
    assert parse_qs(urlsplit(enrolled["otpauth_uri"]).query)["secret"] == [enrolled["secret"]]
    phone = Phone(enrolled["secret"])
    assert sign_in(company, person["login"])[0] == 201  # not confirmed yet
    confirmed = client.post("/v1/me/second-factor/confirm", {"code": phone.code()})
    assert len(set(confirmed["recovery_codes"])) == 10

    status, problem = sign_in(company, person["login"])
    assert (status, problem["code"]) == (401, "second_factor_required")
    assert Browser(company.stack.url, person["login"]).opened.json()["code"] == "second_factor_required"
    code = phone.code()
    assert sign_in(company, person["login"], code=code)[0] == 201
    assert sign_in(company, person["login"], code=code)[1]["code"] == "second_factor_wrong"
    assert Browser(company.stack.url, person["login"], code=phone.code()).opened.status_code == 201
    wrong_password = sign_in(company, person["login"], password="wrong", code=phone.wrong())
    assert wrong_password[1]["code"] == "sign_in_failed"  # a code says nothing about the password

    recovery = confirmed["recovery_codes"][0]
    assert sign_in(company, person["login"], code=f" {recovery[:5].upper()}-{recovery[5:]}")[0] == 201
    assert sign_in(company, person["login"], code=recovery)[1]["code"] == "second_factor_wrong"
    assert client.get("/v1/me/second-factor")["recovery_codes_left"] == 9


def test_nothing_of_it_is_kept_in_plain(company: Company, client: Any, person: Any) -> None:
    enrolled = client.post("/v1/me/second-factor")
    codes = client.post("/v1/me/second-factor/confirm", {"code": Phone(enrolled["secret"]).code()})["recovery_codes"]
    engine = create_engine(company.stack.database_url("gateway"))
    with engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM second_factors")).all())
        kept += str(connection.execute(text("SELECT * FROM recovery_codes")).all())
        kept += str(connection.execute(text("SELECT data FROM events")).all())
    engine.dispose()
    assert all(secret not in kept for secret in (enrolled["secret"], *codes))
    told = client.get("/v1/me/second-factor")
    assert (told["confirmed"], told["demanded"]) == (True, False)


def test_guessing_codes_makes_the_account_wait_even_with_the_right_password(
    company: Company, client: Any, person: Any, phone: Phone
) -> None:
    client.post("/v1/me/second-factor/confirm", {"code": phone.code()})
    wrong = phone.wrong()
    assert throttled_after(lambda: str(sign_in(company, person["login"], code=wrong)[1]["code"])) >= 5


def test_guessing_while_signed_in_makes_one_wait_too(client: Any, phone: Phone) -> None:
    wrong = {"code": phone.wrong()}
    assert throttled_after(lambda: str(client.ask("POST", "/v1/me/second-factor/confirm", wrong).json()["code"])) >= 5


def test_it_is_enrolled_again_only_before_it_is_confirmed_and_removed_only_by_a_code(client: Any) -> None:
    path = "/v1/me/second-factor"
    client.refused("POST", f"{path}/confirm", {"code": "123456"}, status=404, code="no_second_factor")
    old = Phone(client.post(path)["secret"])
    phone = Phone(client.post(path)["secret"])
    client.refused("POST", f"{path}/confirm", {"code": old.code()}, status=403)
    client.refused("POST", f"{path}/remove", {"code": phone.wrong()}, status=404, code="no_second_factor")
    first = client.post(f"{path}/confirm", {"code": phone.code()})["recovery_codes"]
    client.refused("POST", path, {}, status=409, code="second_factor_is_confirmed")
    second = client.post(f"{path}/recovery-codes", {"code": phone.code()})["recovery_codes"]
    assert not set(first) & set(second)
    client.refused("POST", f"{path}/remove", {"code": first[0]}, status=403, code="second_factor_code_wrong")
    assert client.ask("POST", f"{path}/remove", {"code": second[0]}).status_code == 204
    assert client.get(path)["confirmed"] is False


@pytest.mark.parametrize("code", ["", "x" * 33, 123456, None, "１２３４５６", "000000' OR 1=1"])
def test_what_is_no_code_is_refused(client: Any, phone: Phone, code: Any) -> None:
    answer = client.ask("POST", "/v1/me/second-factor/confirm", {"code": code})
    assert answer.status_code in (400, 403)


def test_a_group_may_demand_it_and_then_its_people_can_only_enrol(company: Company) -> None:
    admin = company["admin"]
    group = admin.post("/v1/groups", {"code": f"g_{new_id()[-12:]}", "name": "Careful"})
    admin.post(f"/v1/groups/{group['id']}/grant", {"right": "sales.lead:*", "reach": "own"})
    person = new_person(company, "EAST", group["code"])
    client = company.stack.client(person["login"], PASSWORD)
    assert client.get("/v1/leads")["data"] == []

    demanded = admin.post(f"/v1/groups/{group['id']}/demand-second-factor")
    assert demanded["demands_second_factor"] is True
    admin.refused("POST", f"/v1/groups/{group['id']}/demand-second-factor", {}, status=409)
    client.refused("GET", "/v1/leads", status=403, code="second_factor_enrolment_required")
    assert client.get("/v1/me/second-factor")["demanded"] is True
    phone = Phone(client.post("/v1/me/second-factor")["secret"])
    client.post("/v1/me/second-factor/confirm", {"code": phone.code()})
    assert client.get("/v1/leads")["data"] == []
    client.refused(
        "POST", "/v1/me/second-factor/remove", {"code": phone.code()}, status=409, code="second_factor_is_demanded"
    )
    admin.post(f"/v1/groups/{group['id']}/waive-second-factor")
    company["nora.north"].refused(
        "POST", f"/v1/groups/{group['id']}/demand-second-factor", {}, status=403, code="right_missing"
    )


def test_an_administrator_may_reset_it_and_the_event_says_who(
    company: Company, client: Any, person: Any, phone: Phone
) -> None:
    client.post("/v1/me/second-factor/confirm", {"code": phone.code()})
    reset = f"/v1/people/{person['id']}/reset-second-factor"
    company["nora.north"].refused("POST", reset, {}, status=403, code="right_missing")
    company["admin"].post(reset)
    client.refused("GET", "/v1/me", status=401, code="token_revoked")
    assert sign_in(company, person["login"])[0] == 201
    company["admin"].refused("POST", reset, {}, status=404, code="no_second_factor")
    history = company["admin"].get(f"/v1/people/{person['id']}/history")["data"]
    last = history[-1]
    assert (last["type"].split(".")[3], last["actor"]["name"]) == ("second_factor_reset", "Administrator")


def test_nobody_takes_the_second_factor_of_somebody_who_holds_more(company: Company) -> None:
    admin = company["admin"]
    group = admin.post("/v1/groups", {"code": f"g_{new_id()[-12:]}", "name": "Help desk"})
    admin.post(f"/v1/groups/{group['id']}/grant", {"right": "gateway.person:reset_second_factor", "reach": "all"})
    admin.post(f"/v1/groups/{group['id']}/grant", {"right": "gateway.person:read", "reach": "all"})
    helper = company.stack.client(new_person(company, "EAST", group["code"])["login"], PASSWORD)
    path = f"/v1/people/{admin.me['id']}/reset-second-factor"
    helper.refused("POST", path, {}, status=403, code="grants_more_than_you_hold")
