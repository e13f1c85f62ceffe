"""Taking from the log again what the copies of customers hold: a later version may keep more of each than it did."""

from collections.abc import Callable, Sequence

from deploy.roster import service_class
from shared.bus.envelope import Envelope
from shared.known_customers import TELL_ALL, KnownCustomer, KnownCustomerEntrypoints, learn_customer
from shared.persistence.database import Database
from shared.settings import SERVICES

SOURCE = "sales"
TELLING = {event.wire_type(): event for event in TELL_ALL}
Read = Callable[[int], Sequence[Envelope]]
"""The next events of the log after a position."""


def keepers() -> dict[str, type[KnownCustomer]]:
    """The services that keep copies of customers, each with the class that it keeps them in."""
    classes = {service: service_class(service) for service in SERVICES}
    return {name: one.customers for name, one in classes.items() if issubclass(one, KnownCustomerEntrypoints)}


def learn_copies(database: Database, customers: type[KnownCustomer], read: Read, tell: Callable[[int], None]) -> int:
    """Go through the log from its start; how many copies were taken in anew.

    Each copy is compared by its version, so it does no harm beside the running service, nor when it is done twice.
    """
    position = learned = 0
    while envelopes := read(position):
        with database.write() as session:
            for envelope in envelopes:
                event = TELLING.get(envelope.type)
                if event is not None:
                    learned += learn_customer(session, customers, event.from_data(envelope.data), envelope.channel)
        position = envelopes[-1].position
        tell(position)
    return learned
