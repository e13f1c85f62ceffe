"""Signing in through the door: one answer for every failure, growing waits, tokens that end when they should."""

import statistics
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from gateway.access.rules import PasswordChangeRequired
from gateway.passwords import hash_password, password_matches
from gateway.people.rules import WrongPassword
from gateway.sign_in_attempts import rules as waiting
from gateway.sign_in_attempts.model import SignInAttempts
from gateway.tokens import rules
from gateway.tokens.model import AccessToken
from shared.clock import now
from shared.errors import Malformed, NotFound, Unauthenticated
from tests.gateway.organisation import PASSWORD, House

OTHER_PASSWORD = "quite another password"


def test_a_token_is_given_for_the_password_and_not_kept_itself(house: House) -> None:
    given = house.sign_in("admin")

    assert given["token_type"] == "Bearer"
    assert given["must_change_password"] is False
    assert house.call_with(given["access_token"], "get_me")["login"] == "admin"
    with house.database.read() as session:
        kept = session.execute(select(AccessToken.__table__)).all()
    assert kept
    assert given["access_token"] not in str(kept)
    listed = house.call_with(given["access_token"], "list_tokens")["data"]
    assert {token["id"] for token in listed} >= {given["id"]}
    assert given["access_token"] not in str(listed)


@pytest.mark.parametrize("login", ["admin", "nobody", "inactive", "no.password", "аdmin", "x" * 200, "ad\x00min"])
def test_every_failure_is_the_same_answer(embedded_house: House, login: str) -> None:
    embedded_house.add_person("inactive", "EAST")
    embedded_house.call("admin", "deactivate_person", person_id=embedded_house.people["inactive"])
    request = {"login": "no.password", "name": "N", "unit_id": embedded_house.units["EAST"]}
    embedded_house.call("admin", "create_person", request=request)

    with pytest.raises(rules.SignInFailed) as refused:
        embedded_house.sign_in(login, "wrong" if login != "inactive" else PASSWORD)

    assert (refused.value.detail, refused.value.extra) == ("The login or the password is not right.", {})


def test_an_unknown_login_takes_as_long_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both verify one real hash of the same cost; measured as medians of many, with room for a busy machine."""
    kept = hash_password(PASSWORD)
    password_matches(None, "warm up")
    known: list[float] = []
    unknown: list[float] = []
    for _ in range(60):
        for durations, against in ((known, kept), (unknown, None)):
            started = time.perf_counter()
            assert password_matches(against, "wrong") is False
            durations.append(time.perf_counter() - started)
    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2


def test_the_password_nobody_has_lets_nobody_in() -> None:
    assert password_matches(None, "nobody has this password") is False


def fail(house: House, times: int, login: str = "admin", address: str | None = None) -> None:
    for _ in range(times):
        with pytest.raises(rules.SignInFailed):
            house.sign_in(login, "wrong", address)


def rest(house: House) -> None:
    """As if the wait were over."""
    with house.database.write() as session:
        session.execute(update(SignInAttempts).values(blocked_until=now() - timedelta(seconds=1)))


def test_after_five_failures_one_must_wait_even_with_the_right_password(house: House) -> None:
    fail(house, 5)
    with pytest.raises(waiting.SignInThrottled) as refused:
        house.sign_in("admin")
    assert refused.value.extra["retry_after"] == 1

    rest(house)
    fail(house, 1)
    with pytest.raises(waiting.SignInThrottled) as refused:
        house.sign_in("ADMIN")
    assert refused.value.extra["retry_after"] == 2

    rest(house)
    house.sign_in("admin")
    fail(house, 5)


def test_an_unknown_login_is_throttled_like_a_known_one(house: House) -> None:
    fail(house, 5, "nobody")
    with pytest.raises(waiting.SignInThrottled):
        house.sign_in("nobody")


def test_an_address_that_tries_many_accounts_must_wait_and_others_need_not(house: House) -> None:
    for number in range(waiting.ADDRESS.free):
        fail(house, 1, f"guess{number}", "192.0.2.7")
    with pytest.raises(waiting.SignInThrottled):
        house.sign_in("admin", address="192.0.2.7")
    assert house.sign_in("admin", address="192.0.2.8")


def test_partners_who_mistype_make_their_own_realm_wait_and_nobody_in_the_house(house: House) -> None:
    house.add_unit("AGENT", "agent", "EAST")
    house.add_person("pat.partner", "AGENT")
    house.add_person("eve", "EAST")
    for number in range(waiting.ADDRESS.free):
        house.add_person(f"partner{number}", "AGENT")
        fail(house, 1, f"partner{number}", "192.0.2.7")
    with pytest.raises(waiting.SignInThrottled):
        house.sign_in("pat.partner", address="192.0.2.7")
    assert house.sign_in("eve", address="192.0.2.7")


def test_guessing_in_parallel_gains_nothing(house: House) -> None:
    """Twenty guesses at once, the last right: at most five are looked at before the account must wait."""
    outcomes: list[str] = []

    def guess() -> None:
        try:
            house.sign_in("admin", "wrong")
        except (rules.SignInFailed, waiting.SignInThrottled) as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 20
    assert outcomes.count("sign_in_failed") <= waiting.ACCOUNT.free + 1


def test_signing_out_ends_this_token_and_no_other(house: House) -> None:
    first, second = house.sign_in("admin"), house.sign_in("admin")
    house.call_with(first["access_token"], "revoke_token", token_id=first["id"])
    with pytest.raises(rules.TokenRevoked):
        house.call_with(first["access_token"], "get_me")
    assert house.call_with(second["access_token"], "get_me")
    with pytest.raises(NotFound):
        house.call_with(second["access_token"], "revoke_token", token_id=first["id"])


def test_nobody_ends_anothers_token(house: House) -> None:
    house.add_person("eve", "EAST")
    mine = house.sign_in("admin")
    with pytest.raises(NotFound):
        house.call("eve", "revoke_token", token_id=mine["id"])
    assert house.call_with(mine["access_token"], "get_me")


@pytest.mark.parametrize("token", ["", "tnn_", "tnn_guess", "x" * 512, "Bearer"])
def test_what_is_no_token_is_unknown(embedded_house: House, token: str) -> None:
    with pytest.raises(rules.TokenUnknown):
        embedded_house.access.authenticate(token)


def test_an_expired_token_says_so(house: House) -> None:
    given = house.sign_in("admin")
    with house.database.write() as session:
        session.execute(update(AccessToken).where(AccessToken.id == given["id"]).values(expires_at=now()))
    with pytest.raises(rules.TokenExpired):
        house.call_with(given["access_token"], "get_me")


def test_a_password_set_by_another_must_be_changed_first(house: House) -> None:
    house.add_person("eve", "EAST", ("salesperson",))
    old = house.sign_in("eve")["access_token"]
    set_by_admin = {"password": OTHER_PASSWORD}
    house.call("admin", "set_person_password", person_id=house.people["eve"], request=set_by_admin)
    with pytest.raises(rules.TokenRevoked):
        house.call_with(old, "get_me")

    given = house.sign_in("eve", OTHER_PASSWORD)
    assert given["must_change_password"] is True
    assert house.call_with(given["access_token"], "get_me")["must_change_password"] is True
    for rpc in ("list_tokens", "list_people"):
        with pytest.raises(PasswordChangeRequired):
            house.call_with(given["access_token"], rpc)

    change = {"old_password": OTHER_PASSWORD, "password": "mine and nobody else's"}
    fresh = house.call_with(given["access_token"], "change_own_password", request=change)
    assert house.call_with(fresh["access_token"], "list_tokens")["data"]
    with pytest.raises(rules.TokenRevoked):
        house.call_with(given["access_token"], "get_me")


def test_changing_the_own_password_needs_the_old_one(house: House) -> None:
    change = {"old_password": "wrong", "password": OTHER_PASSWORD}
    with pytest.raises(WrongPassword):
        house.call("admin", "change_own_password", request=change)
    assert house.sign_in("admin")
    with pytest.raises(Malformed):
        house.call("admin", "change_own_password", request={"old_password": PASSWORD, "password": "short"})


def test_when_a_token_was_last_used_is_shown(house: House) -> None:
    given = house.sign_in("admin")
    house.call_with(given["access_token"], "get_me")
    listed = house.call_with(given["access_token"], "list_tokens")["data"]
    assert {token["id"]: token["last_used_at"] for token in listed}[given["id"]] is not None


def test_the_three_refusals_of_a_token_are_all_unauthenticated() -> None:
    assert {refusal.code for refusal in (rules.TokenUnknown, rules.TokenExpired, rules.TokenRevoked)} == {
        "token_unknown",
        "token_expired",
        "token_revoked",
    }
    assert all(issubclass(r, Unauthenticated) for r in (rules.TokenUnknown, rules.TokenExpired, rules.TokenRevoked))
