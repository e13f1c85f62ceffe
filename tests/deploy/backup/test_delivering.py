"""What lay in the broker when the backup was made is told again, and nothing of long ago."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deploy.backup.delivering import FIRST_HEARD, settle_logs
from deploy.roster import EVERYBODY
from shared.clock import now
from shared.contracts.sales.customers import CustomerCreated
from shared.contracts.sales.leads import LeadCreated
from shared.contracts.sales.products import ProductCreated
from shared.contracts.subscriptions import SUBSCRIPTIONS
from shared.ids import new_id
from shared.persistence.database import database_at
from shared.persistence.platform import Consumed, EventLog, InboxEntry, PlatformBase, StoredEvent

LISTENERS = ("distribution", "marketing", "reporting", "service_desk")
"""All hear of customers; marketing and reporting of leads; all but marketing of products."""

LOG = (CustomerCreated, LeadCreated, ProductCreated, LeadCreated, CustomerCreated, LeadCreated)


@pytest.fixture
def addresses(tmp_path: Path) -> Iterator[dict[str, str]]:
    found = {service: f"sqlite:///{tmp_path / service}.sqlite" for service in EVERYBODY}
    for url in found.values():
        PlatformBase.metadata.create_all(database_at(url).engine)
    yield found
    for url in found.values():
        database_at(url).close()


def write_log(addresses: dict[str, str], moment: datetime) -> list[str]:
    """The ids of the events of sales, all of them published by an instance that is gone."""
    ids = [new_id() for _ in LOG]
    with database_at(addresses["sales"]).write() as session:
        for position, (kind, one) in enumerate(zip(LOG, ids, strict=True), start=1):
            subject = {"subject": new_id(), "sequence": 1, "actor_id": new_id(), "actor_name": "", "data": {}}
            at = moment + timedelta(seconds=position)
            session.add(StoredEvent(event_id=one, position=position, type=kind.wire_type(), occurred_at=at, **subject))
        log = EventLog(id=1, last_position=len(LOG), published_position=len(LOG))
        log.lease_owner, log.lease_until = "gone", now() + timedelta(hours=1)
        session.add(log)
    return ids


def take_in(addresses: dict[str, str], **marks: int) -> None:
    """Up to these positions; reporting has heard of all unless it is said."""
    for listener, position in {"reporting": len(LOG), **marks}.items():
        with database_at(addresses[listener]).write() as session:
            session.add(Consumed(source="sales", position=position))


def settled(addresses: dict[str, str], *, redeliver: bool = True) -> int:
    settle_logs(addresses, redeliver=redeliver)
    with database_at(addresses["sales"]).read() as session:
        log = session.get_one(EventLog, 1)
        assert (log.lease_owner, log.lease_until) == (None, None)
        return log.published_position


@pytest.mark.parametrize(
    ("marks", "published"),
    [
        ({"distribution": 5, "marketing": 6, "service_desk": 5}, 6),
        ({"distribution": 5, "marketing": 4, "service_desk": 5}, 4),
        ({"distribution": 1, "marketing": 6, "service_desk": 5}, 2),
        ({"distribution": 5, "marketing": 6, "service_desk": 3}, 4),
        ({"distribution": 5, "marketing": 6, "service_desk": 5, "reporting": 2}, 2),
    ],
    ids=[
        "all have all",
        "the last customer is lacking",
        "products and a customer are lacking",
        "a customer is",
        "a product",
    ],
)
def test_the_log_goes_back_to_the_first_event_that_a_listener_lacks(
    addresses: dict[str, str], marks: dict[str, int], published: int
) -> None:
    write_log(addresses, now())
    take_in(addresses, **marks)

    assert settled(addresses) == published


def test_an_event_that_only_one_of_two_handlers_has_met_is_told_again(addresses: dict[str, str]) -> None:
    ids = write_log(addresses, now())
    take_in(addresses, distribution=5, marketing=6, service_desk=5)
    with database_at(addresses["service_desk"]).write() as session:
        session.add(InboxEntry(event_id=ids[4], handler="one_of_two", subject=new_id(), state="done"))

    assert settled(addresses) == 4


def test_a_listener_that_heard_of_nothing_yet_is_told_of_what_is_new(addresses: dict[str, str]) -> None:
    write_log(addresses, now())
    take_in(addresses, distribution=5, marketing=6)

    assert settled(addresses) == 0


def test_a_listener_that_began_lately_is_not_told_of_what_was_long_ago(addresses: dict[str, str]) -> None:
    write_log(addresses, now() - 2 * FIRST_HEARD)
    take_in(addresses, distribution=5, marketing=6)
    with database_at(addresses["sales"]).write() as session:
        subject = {"subject": new_id(), "sequence": 1, "actor_id": new_id(), "actor_name": "", "data": {}}
        kind = LeadCreated.wire_type()
        session.add(StoredEvent(event_id=new_id(), position=7, type=kind, occurred_at=now(), **subject))
        session.get_one(EventLog, 1).last_position = 7

    assert settled(addresses) == 6


def test_without_a_broker_what_was_published_was_taken_in(addresses: dict[str, str]) -> None:
    write_log(addresses, now())

    assert settled(addresses, redeliver=False) == 6


def test_these_are_the_listeners_of_customers() -> None:
    assert set(LISTENERS) == {name for name, kinds in SUBSCRIPTIONS.items() if CustomerCreated in kinds}
