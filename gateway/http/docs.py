"""GET /docs: the description as a page, with nothing from anywhere else."""

import orjson
from flask import Response

from gateway.http.door import Description, Door
from gateway.http.openapi import description_of
from gateway.http.reading import SCRIPT, STYLE, page_of
from gateway.http.routes import Routes
from shared.contracts.rights import PUBLIC
from shared.settings import GATEWAY

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'"


def read_docs(door: Door) -> Response:
    """Made anew whenever the description is."""
    described, page = description_of(door), door.descriptions.get("docs")
    if page is None or page.version != described.version:
        page = Description(described.version, page_of(orjson.loads(described.content)).encode())
        door.descriptions["docs"] = page
    return _guarded(page.content, "text/html")


def read_docs_style(door: Door) -> Response:
    return _guarded(STYLE.encode(), "text/css")


def read_docs_search(door: Door) -> Response:
    return _guarded(SCRIPT.encode(), "text/javascript")


def _guarded(content: bytes, kind: str) -> Response:
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


routes = Routes("docs", service=GATEWAY, tag="Operation")
routes.serve("/docs", read_docs, right=PUBLIC, media_type="text/html", about="This description as a page for people.")
routes.serve("/docs/style.css", read_docs_style, right=PUBLIC, media_type="text/css", about="How that page looks.")
routes.serve(
    "/docs/search.js", read_docs_search, right=PUBLIC, media_type="text/javascript", about="The search of that page."
)
