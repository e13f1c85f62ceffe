"""A browser as a test uses it: keeps the cookie, and shows the session's CSRF token with each write."""

from collections.abc import Callable
from typing import Any

import requests

from shared.ids import new_id
from tests.end_to_end.company import PASSWORD, Company

SESSION_COOKIE = "tenon_session"


class Browser:
    """Signed in by a cookie. `csrf` may be set to None or to another's to try without."""

    def __init__(self, url: str, login: str, password: str = PASSWORD, **more: Any) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.headers["User-Agent"] = "Browser of the test"
        body = {"login": login, "password": password, **more}
        self.opened = self.http.post(f"{url}/v1/sessions", json=body, timeout=30)
        self.csrf: str | None = self.opened.json().get("csrf_token")

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        if self.csrf is not None and method != "GET":
            headers["X-CSRF-Token"] = self.csrf
        return self.http.request(method, self.url + path, json=body, headers=headers, timeout=30)

    def code(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str | None]:
        """The status, and the code of the problem if it is one."""
        answer = self.ask(method, path, body, **headers)
        return answer.status_code, answer.json().get("code") if answer.content else None

    @property
    def cookie(self) -> str:
        return next(cookie.value or "" for cookie in self.http.cookies if cookie.name == SESSION_COOKIE)


def throttled_after(guess: Callable[[], str]) -> int:
    """After how many wrong guesses one must wait. The wait doubles with each, so a slow machine sees it as well."""
    for guesses in range(12):
        if guess() == "sign_in_throttled":
            return guesses
    raise AssertionError("nobody ever had to wait")


def new_person(company: Company, unit: str = "EAST", *groups: str, **more: Any) -> dict[str, Any]:
    """Somebody of a test's own, who may be signed out, locked out and moved without harm to others."""
    login = f"t.{new_id()[-12:]}"
    body = {"login": login, "name": login, "unit_id": company.units[unit]["id"], "groups": list(groups)}
    person: dict[str, Any] = company["admin"].post(
        "/v1/people", {**body, "password": PASSWORD, "must_change_password": False, **more}
    )
    return person
