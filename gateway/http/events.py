"""The events of the product, described for programs that subscribe to them."""

from functools import lru_cache

import orjson
from flask import Response

from gateway.http.door import Door
from gateway.http.routes import Routes
from gateway.http.views import CatalogueView
from shared.contracts.catalogue import asyncapi as asyncapi_document
from shared.contracts.catalogue import catalogue
from shared.contracts.rights import PUBLIC
from shared.settings import GATEWAY


@lru_cache(maxsize=1)
def _asyncapi() -> bytes:
    return orjson.dumps(asyncapi_document())


@lru_cache(maxsize=1)
def _catalogue() -> bytes:
    return orjson.dumps({"data": catalogue()})


def asyncapi(door: Door) -> Response:
    return Response(_asyncapi(), content_type="application/json")


def events_catalogue(door: Door) -> Response:
    return Response(_catalogue(), content_type="application/json")


routes = Routes("events", service=GATEWAY, tag="Events", about="What the services tell each other and the world.")
routes.serve(
    "/v1/asyncapi.json", asyncapi, right=PUBLIC, media_type="application/json", about="AsyncAPI 3 description."
)
routes.serve(
    "/v1/events/catalogue",
    events_catalogue,
    right=PUBLIC,
    gives=CatalogueView,
    about="Every event with its JSON Schema.",
)
