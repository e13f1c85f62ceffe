"""GET /v1/events: the logs of all services as one, from any place on, for those who may read the records."""

from typing import Any

import orjson
from flask import Response, request

from gateway.http.admission import credential_of
from gateway.http.door import Door
from gateway.http.following import follower
from gateway.http.routes import Routes
from shared.contracts.gateway.events import EventsQuery, EventsView
from shared.contracts.rights import SIGNED_IN
from shared.following import kinds_matching, read_places, write_places
from shared.settings import GATEWAY


def list_events(door: Door, query: dict[str, Any]) -> Response:
    """A page after `after`. It may be short or empty although more follows: looking is bounded, not the log."""
    kinds = kinds_matching(query.get("type", ()))
    places = read_places(query["after"]) if "after" in query else {}
    told = follower(door, credential_of(request), kinds).next_events(places, query["limit"])
    cursor = write_places(told.places)
    page = {
        "data": [event for event, _ in told.events],
        "next": None if told.at_end else cursor,
        "prev": None,
        "cursor": cursor,
    }
    return Response(orjson.dumps(page), content_type="application/json")


routes = Routes("events", service=GATEWAY, tag="Events", for_partners=True)
routes.serve(
    "/v1/events",
    list_events,
    right=SIGNED_IN,
    takes_query=EventsQuery,
    gives=EventsView,
    about="What has happened since a cursor, oldest first; events of records that the caller may read now.",
)
