"""The routes of process charts."""

import orjson
from flask import Response, request

from gateway.http.door import Door
from gateway.http.languages import wanted_language
from gateway.http.routes import Routes
from gateway.processes import queries
from gateway.processes.rules import draw
from shared.contracts.gateway.processes import LANGUAGES, ProcessesView, ProcessView
from shared.contracts.rights import SIGNED_IN
from shared.processes import Process
from shared.settings import GATEWAY

JSON, SVG = "application/json", "image/svg+xml"


def list_process_charts(door: Door) -> Response:
    described = [
        queries.describe(door, process, wanted_language(LANGUAGES)) for process in queries.list_processes(door)
    ]
    return _worded(orjson.dumps(ProcessesView().dump({"data": described})), JSON)


def get_process_chart(door: Door, name: str) -> Response:
    """As data, or drawn for whoever prefers a picture."""
    process = queries.get_process(door, name)
    if request.accept_mimetypes.best_match([JSON, SVG], default=JSON) == SVG:
        return _drawn(process)
    return _worded(orjson.dumps(ProcessView().dump(queries.describe(door, process, wanted_language(LANGUAGES)))), JSON)


def draw_process_chart(door: Door, name: str) -> Response:
    return _drawn(queries.get_process(door, name))


def _drawn(process: Process) -> Response:
    response = _worded(draw(*queries.picture_of(process, wanted_language(LANGUAGES))).encode(), SVG)
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _worded(body: bytes, content_type: str) -> Response:
    response = Response(body, content_type=content_type)
    response.headers["Content-Language"] = wanted_language(LANGUAGES)
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


routes = Routes(
    "processes",
    service=GATEWAY,
    tag="Processes",
    about="What may become of a record: its states and steps, from the tables that the services enforce.",
)
routes.serve(
    "/v1/processes",
    list_process_charts,
    right=SIGNED_IN,
    gives=ProcessesView,
    about="Every process.",
)
routes.serve(
    "/v1/processes/<name>",
    get_process_chart,
    right=SIGNED_IN,
    gives=ProcessView,
    about="One process: states and allowed transitions; drawn with `Accept: image/svg+xml`.",
)
routes.serve(
    "/v1/processes/<name>/diagram.svg",
    draw_process_chart,
    right=SIGNED_IN,
    media_type=SVG,
    about="The diagram of one process, in the language of Accept-Language (en, zh).",
)
