"""The console's files: served beside the API and never before it, found by name alone, under a strict policy."""

import gzip
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.test import TestResponse

from gateway.http import docs
from gateway.http.app import create_app
from gateway.http.console import STAMP
from tests.gateway.http.stand_ins import StandInAccess, StandInBus, StandInSettings, toy_routes

INDEX = '<!doctype html><script type="module" src="/assets/main-1.js"></script>'
SCRIPT = "console.log('main')\n" * 200
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SECRET = "what lies beside the console"


def build(folder: Path, script: str = "main-1") -> None:
    """A console as the build leaves it: the stamp last."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for old in (folder / "assets").iterdir():
        old.unlink()
    (folder / "index.html").write_text(INDEX.replace("main-1", script))
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / f"{script}.js").write_text(SCRIPT)
    (folder / "assets" / f"{script}.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (folder / "assets" / "source.ts").write_text(SECRET)
    (folder / STAMP).unlink(missing_ok=True)
    (folder / STAMP).write_text("{}")


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(SECRET)
    build(tmp_path / "dist")
    return tmp_path / "dist"


@pytest.fixture(scope="module")
def house() -> Flask:
    """All that is declared, beside a console."""
    return create_app(StandInSettings(console=Path("unbuilt")), StandInBus(), StandInAccess())


def open_at(console: Path | None) -> FlaskClient:
    app = create_app(StandInSettings(console=console), StandInBus(), StandInAccess(), [docs.routes, toy_routes()])
    return app.test_client()


@pytest.fixture
def browser(dist: Path) -> FlaskClient:
    return open_at(dist)


def go(client: FlaskClient, place: str, **headers: str) -> TestResponse:
    return client.get(place, headers={**BROWSER, **headers})


def policy_of(answer: TestResponse) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, _, sources in parts}


@pytest.mark.parametrize(
    "place", ["/", "/opportunities", "/people/zhao.ming", "/deals/1/edit?tab=files", "/v10", "/docsx", "/index.html"]
)
def test_every_place_of_the_console_gives_its_page(browser: FlaskClient, place: str) -> None:
    answer = go(browser, place)
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    assert "main-1.js" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "place",
    ["/v1", "/v1/", "/v1/nothing", "/v1/opportunities/x", "/docs/nothing", "/health/x", "/.well-known/x", "/metrics/x"],
)
def test_no_place_of_the_api_gives_the_page(house: Flask, place: str) -> None:
    answer = go(house.test_client(), place)
    assert answer.status_code in {401, 404}
    assert answer.content_type == "application/problem+json"


def test_no_client_route_can_stand_before_an_operation(house: Flask) -> None:
    """Nor can one that is called like an operation with a word too many or too few."""
    table, adapter = house.extensions["tenon"].table, house.url_map.bind("here")
    for endpoint, route in table.items():
        place = route.rule.replace("<", "").replace(">", "")
        assert adapter.match(place, route.method)[0] == endpoint
        for near in (f"{place}/more", place.rpartition("/")[0] or "/v1"):
            with suppress(NotFound, MethodNotAllowed):
                assert not str(adapter.match(near, "GET")[0]).startswith("console"), near


@pytest.mark.parametrize("place", ["/assets/main-2.js", "/assets/", "/assets/x", "/missing.png", "/missing.js.map"])
def test_a_missing_file_is_missing(browser: FlaskClient, place: str) -> None:
    answer = go(browser, place)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "place",
    [
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/assets//etc/passwd",
        "/assets//secret.txt",
        "/assets/source.ts",
        f"/{STAMP}",
        "/assets/main-1.js.gz",
        "/assets/..\\..\\secret.txt",
    ],
)
def test_nothing_but_the_files_of_the_console_is_served(browser: FlaskClient, place: str) -> None:
    answer = go(browser, place)
    assert answer.status_code == 404
    assert SECRET.encode() not in answer.data


def test_a_link_that_leads_out_is_no_way_out_for_folders(dist: Path, tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "secret.txt").write_text(SECRET)
    (dist / "assets" / "out").symlink_to(tmp_path / "beside")
    assert go(open_at(dist), "/assets/out/secret.txt").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_who_writes_beside_the_api_is_told_that_nothing_is_there(browser: FlaskClient, method: str) -> None:
    answer = getattr(browser, method)("/opportunities", headers=BROWSER)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_a_program_at_a_wrong_address_gets_a_problem_and_no_page(browser: FlaskClient) -> None:
    answer = browser.get("/opportunities", headers={"Accept": "*/*"})
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_the_page_runs_and_loads_only_its_own(browser: FlaskClient) -> None:
    answer = go(browser, "/")
    policy = policy_of(answer)
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert {name for name, sources in policy.items() if "unsafe" in sources} == {"style-src-attr"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (answer.headers["Referrer-Policy"], answer.headers["X-Frame-Options"]) == ("same-origin", "DENY")


def test_an_asset_is_kept_for_ever_and_the_page_is_asked_for_each_time(browser: FlaskClient) -> None:
    asset, page, icon = (go(browser, place) for place in ("/assets/main-1.js", "/", "/favicon.svg"))
    assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert page.headers["Cache-Control"] == "no-cache"
    assert icon.headers["Cache-Control"] == "no-cache"
    assert "sandbox" in icon.headers["Content-Security-Policy"]


@pytest.mark.parametrize("place", ["/", "/deals", "/assets/main-1.js", "/favicon.svg"])
def test_what_a_browser_has_is_not_sent_again(browser: FlaskClient, place: str) -> None:
    first = go(browser, place)
    again = go(browser, place, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert go(browser, place, **{"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "packed"), [("gzip, br", True), ("*", True), ("", False), ("gzip;q=0", False), ("br", False)]
)
def test_files_travel_packed_to_who_can_unpack(browser: FlaskClient, wanted: str, packed: bool) -> None:
    answer = go(browser, "/assets/main-1.js", **{"Accept-Encoding": wanted})
    assert (answer.headers.get("Content-Encoding") == "gzip") is packed
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert (gzip.decompress(answer.data) if packed else answer.data).decode() == SCRIPT


def test_head_tells_what_get_would(browser: FlaskClient) -> None:
    for place in ("/", "/deals", "/assets/main-1.js"):
        told = browser.head(place, headers=BROWSER)
        given = go(browser, place)
        assert (told.status_code, told.data) == (200, b"")
        assert told.headers["Content-Length"] == str(len(given.data))
    assert browser.head("/assets/none.js", headers=BROWSER).status_code == 404


def test_the_console_is_no_part_of_the_description(house: Flask) -> None:
    paths = orjson.loads(house.test_client().get("/v1/openapi.json").data)["paths"]
    assert {path.split("/")[1] for path in paths} == {"v1", "docs", "health", "metrics", ".well-known"}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The console is not built yet"), ("zh-CN,zh;q=0.9", "控制台尚未构建")]
)
def test_where_none_was_built_the_page_says_so_and_looks_again(tmp_path: Path, language: str, words: str) -> None:
    for folder in (None, tmp_path / "none"):
        client = open_at(folder)
        answer = go(client, "/", **{"Accept-Language": language})
        assert (answer.status_code, answer.headers["Refresh"]) == (503, "5")
        assert words in answer.get_data(as_text=True)
        assert go(client, "/assets/main-1.js").status_code == 404
        assert client.get("/").get_json()["code"] == "not_found"  # to a program it says nothing of pages


def test_a_half_built_console_is_none(dist: Path) -> None:
    (dist / STAMP).unlink()
    client = open_at(dist)
    assert go(client, "/").status_code == 503
    (dist / STAMP).write_text("{}")
    assert go(client, "/").status_code == 200


def test_while_it_is_built_anew_the_old_one_is_served_and_open_pages_keep_their_files(dist: Path) -> None:
    client = open_at(dist)
    assert go(client, "/").status_code == 200
    (dist / STAMP).unlink()
    (dist / "index.html").write_text("half of it")
    assert "main-1.js" in go(client, "/").get_data(as_text=True)
    build(dist, script="main-2")
    os.utime(dist / STAMP, ns=(1, 1))  # however coarse the clock of the files is
    assert "main-2.js" in go(client, "/").get_data(as_text=True)
    assert [go(client, f"/assets/main-{number}.js").status_code for number in (1, 2)] == [200, 200]


def test_the_log_names_no_place_of_the_console(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr("gateway.http.access_log._log.info", lambda _event, **told: seen.append(told), raising=False)
    go(open_at(dist), "/customers/of-somebody")
    assert [told["route"] for told in seen] == ["/<console:place>"]
