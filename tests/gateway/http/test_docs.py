"""The page for people: everything that the description holds, nothing from elsewhere, and no way in for a script."""

import re
from html.parser import HTMLParser

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.http.app import create_app
from gateway.http.reading import page_of
from tests.gateway.http.stand_ins import StandInAccess, StandInBus, StandInSettings


@pytest.fixture(scope="module")
def whole() -> Flask:
    return create_app(StandInSettings(), StandInBus(), StandInAccess())


@pytest.fixture
def reader(whole: Flask) -> FlaskClient:
    return whole.test_client()


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.loaded: list[str] = []
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.loaded += [given[name] or "" for name in ("src", "href") if name in given]
        self.scripts += tag == "script"


def test_the_page_shows_every_operation_with_a_line_to_try(reader: FlaskClient) -> None:
    document = orjson.loads(reader.get("/v1/openapi.json").data)
    text = reader.get("/docs").get_data(as_text=True)
    operations = {one["operationId"] for item in document["paths"].values() for one in item.values()}
    assert operations <= set(_Page(text).ids)
    assert text.count("curl -s") >= len(operations)


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(reader: FlaskClient) -> None:
    answer = reader.get("/docs")
    page = _Page(answer.get_data(as_text=True))
    assert answer.content_type == "text/html; charset=utf-8"
    assert [place for place in page.loaded if not place.startswith(("/", "#"))] == []
    assert page.scripts == 1
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for place, kind in (("/docs/style.css", "text/css"), ("/docs/search.js", "text/javascript")):
        assert reader.get(place).content_type.startswith(kind)


def test_what_stands_in_the_description_cannot_become_a_tag() -> None:
    evil = '"><script>alert(1)</script>'
    answer = {"description": evil}
    operation = {"operationId": evil, "summary": evil, "tags": [evil], "responses": {"200": answer}, "security": []}
    parameter = {"name": evil, "in": "query", "schema": {"enum": [evil]}, "description": evil}
    document = {
        "info": {"title": evil, "version": evil, "description": evil},
        "tags": [{"name": evil, "description": evil}],
        "paths": {f"/{evil}": {"get": {**operation, "parameters": [parameter]}}},
    }
    text = page_of(document)
    assert not re.search(r"<script>", text)
    assert _Page(text).scripts == 1
