"""Numbers have no gaps and no doubles, however many take them at once and however many give up."""

import threading

import pytest

from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.numbering import next_number, next_numbers
from shared.persistence.platform import OrgUnitReplica, PlatformBase
from tests.recycling import lay_tables

WRITERS = 50

pytestmark = pytest.mark.alone  # half of the connections that PostgreSQL usually has


class GivesUp(Exception):
    pass


@pytest.fixture
def database(database_url):
    database = Database(database_url, pool_size=WRITERS)
    lay_tables(database, PlatformBase.metadata)
    yield database
    database.close()


@pytest.fixture
def beijing(database):
    unit = OrgUnitReplica(id=new_id(), node=1, path="/1/", kind="branch", code="BJ", name="Beijing")
    with database.write() as session:
        session.add(unit)
    return unit.id


def test_fifty_writers_at_once_leave_no_gap(database, beijing):
    taken, lock, barrier = [], threading.Lock(), threading.Barrier(WRITERS)

    def take(number):
        barrier.wait()
        for _ in range(4):
            try:
                with database.write() as session:
                    text = next_number(session, "SO", beijing)
                    if number % 5 == 0:
                        raise GivesUp
                with lock:
                    taken.append(text)
            except GivesUp:
                continue

    threads = [threading.Thread(target=take, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = sorted(int(text.rsplit("-", 1)[1]) for text in taken)
    assert numbers == list(range(1, 4 * WRITERS * 4 // 5 + 1))
    assert all(text.startswith("SO-BJ-") for text in taken)


def test_a_block_of_numbers_follows_on(database, beijing):
    with database.write() as session:
        first = next_number(session, "OP", beijing)
        block = next_numbers(session, "OP", beijing, 3)
        after = next_number(session, "OP", beijing)

    assert [text[-6:] for text in (first, *block, after)] == ["000001", "000002", "000003", "000004", "000005"]


def test_each_unit_and_kind_has_its_own_series(database, beijing):
    with database.write() as session:
        next_number(session, "SO", beijing)
        assert next_number(session, "QT", beijing).endswith("-000001")
        assert next_number(session, "SO", new_id()).endswith("-000001")
