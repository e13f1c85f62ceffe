"""The nouns a process may be about are read as their own routes read them."""

from gateway.http.discovery import all_routes
from gateway.http.routes import Shape
from shared.contracts.fields import OwnedRecordView
from shared.contracts.gateway.process_definitions import NOUNS, Source


def test_each_noun_is_read_by_the_call_of_its_own_route_and_has_a_unit() -> None:
    routes = [route for group in all_routes() for route in group.declared if route.shape is Shape.READ]
    read = {
        (route.right, Source(route.service, route.rpc, route.parameters[0])): route.gives
        for route in routes
        if len(route.parameters) == 1 and route.rule.endswith(">")
    }
    for noun, source in NOUNS.items():
        gives = read[f"{noun}:read", source]
        assert gives is not None
        assert issubclass(gives, OwnedRecordView)
