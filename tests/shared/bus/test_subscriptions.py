"""What the contract says about who listens to what is what the services do."""

import pytest
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR

from deploy.roster import EVERYBODY, service_class
from shared.bus.extensions import Handles
from shared.contracts.events import Event
from shared.contracts.subscriptions import SUBSCRIPTIONS
from tests.shared.bus.toys import SUBSCRIPTIONS as TOY_SUBSCRIPTIONS
from tests.shared.bus.toys import Depot


def handled_by(service: type) -> set[type[Event]]:
    methods = [getattr(service, name) for name in dir(service)]
    entrypoints = [one for method in methods for one in getattr(method, ENTRYPOINT_EXTENSIONS_ATTR, ())]
    return {entrypoint.event_class for entrypoint in entrypoints if isinstance(entrypoint, Handles)}


def test_handlers_are_found() -> None:
    assert handled_by(Depot) == set(TOY_SUBSCRIPTIONS["toy_depot"])


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_service_handles_exactly_what_it_subscribes_to(name: str) -> None:
    assert handled_by(service_class(name)) == set(SUBSCRIPTIONS.get(name, ()))
