"""The catalogue of errors: each code with its status, its meaning and what to do next."""

from typing import Any

import orjson
from flask import Response

from gateway.http.door import Door
from gateway.http.languages import wanted_language
from gateway.http.meanings import catalogue, meaning_of
from gateway.http.routes import Routes
from gateway.http.titles import next_step, title_of
from gateway.http.views import ErrorsView, ErrorView
from shared.contracts.rights import PUBLIC
from shared.errors import NotFound
from shared.settings import GATEWAY


class ErrorIsUnknown(NotFound):
    """No refusal has this code; `GET /v1/errors` lists those there are."""

    code = "error_unknown"


def list_errors(door: Door) -> Response:
    return _worded({"data": [_told(entry) for entry in catalogue().values()]}, ErrorsView)


def get_error(door: Door, code: str) -> Response:
    entry = catalogue().get(code)
    if entry is None:
        raise ErrorIsUnknown(f"There is no error {code[:60]!r}.")
    return _worded(_told(entry), ErrorView)


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    language, status = wanted_language(), entry["status"]
    return {
        "type": f"/v1/errors/{entry['code']}",
        "title": title_of(status, language),
        "next_step": next_step(status, language),
        **entry,
        "meaning": meaning_of(entry["code"], language),
    }


def _worded(content: dict[str, Any], view: type[ErrorsView] | type[ErrorView]) -> Response:
    response = Response(orjson.dumps(view().dump(content)), content_type="application/json")
    response.headers["Content-Language"] = wanted_language()
    response.headers["Vary"] = "Accept-Language"
    return response


routes = Routes("errors", service=GATEWAY, tag="Operation")
routes.serve(
    "/v1/errors", list_errors, right=PUBLIC, gives=ErrorsView, about="Every code of a refusal, and what to do about it."
)
routes.serve("/v1/errors/<code>", get_error, right=PUBLIC, gives=ErrorView, about="One code: where `type` leads.")
