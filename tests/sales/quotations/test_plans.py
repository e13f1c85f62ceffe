"""How PostgreSQL finds the quotations of a customer, a deal or a call among many: along an index, whoever asks."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from services.sales.quotations import queries
from shared.actor import Reach
from shared.contracts.sales.quotations import LISTING
from shared.persistence.database import Database
from tests.sales.desk import Office, open_office
from tests.sales.plans import analyze, heard, ways_to

MANY, CUSTOMERS, DEALS = 20_000, 400, 4_000
QUOTATIONS = """
INSERT INTO quotations (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, number, opportunity_id,
                        customer_id, call_id, status, latest_version, valid_until, currency, net, tax, gross)
SELECT md5('q' || n)::uuid, 1, at, at, CAST(:owner AS uuid), CAST(:owner AS uuid), CAST(:unit AS uuid), 'QT-' || n,
       md5('deal ' || n % :deals)::uuid, md5('customer ' || n % :customers)::uuid, md5('call ' || n)::uuid, 'draft', 1,
       date '2099-12-31', 'USD', 10000, 0, 10000
FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 minute' AS at FROM generate_series(1, :many) n) made
"""
VERSIONS = """
INSERT INTO quotation_versions (id, quotation_id, number, status, valid_until, net, tax, gross)
SELECT md5('v' || n)::uuid, md5('q' || n)::uuid, 1, 'draft', date '2099-12-31', 10000, 0, 10000
FROM generate_series(1, :many) n
"""


@pytest.fixture
def office(recycled_postgres_url: str) -> Iterator[Office]:
    """The branches on PostgreSQL, with many quotations of Nils."""
    database = Database(recycled_postgres_url)
    here = open_office(database)
    sizes = {"many": MANY, "customers": CUSTOMERS, "deals": DEALS}
    with database.engine.begin() as connection:
        connection.execute(text(QUOTATIONS), {"owner": here.person("nils"), "unit": here.unit("NORTH"), **sizes})
        connection.execute(text(VERSIONS), sizes)
    analyze(database)
    yield here
    database.close()


FILTERS = (
    ("customer_id", "customer 7", "ix_quotations_customer_created", MANY // CUSTOMERS),
    ("opportunity_id", "deal 7", "ix_quotations_opportunity_created", MANY // DEALS),
    ("call_id", "call 7", "ix_quotations_call_created", 1),
)
"""A field, what is looked for, along which index, and how many there are."""


@pytest.mark.parametrize("reach", [Reach.OWN, Reach.SUBORDINATES, Reach.UNIT, Reach.SUBTREE, Reach.ALL])
def test_a_filter_goes_along_its_index(office: Office, reach: Reach) -> None:
    for field, named, index, rows in FILTERS:
        ensure_found_along(index, office, reach, field, named, rows)


def ensure_found_along(index: str, office: Office, reach: Reach, field: str, named: str, rows: int) -> None:
    database, actor = office.branches.database, office("nils").reaching(reach).who
    with database.read() as session:
        wanted = str(session.execute(text("SELECT md5(:named)::uuid"), {"named": named}).scalar_one())
    query = {"filter": [[field, "eq", wanted]], "count": "exact", "totals": ["gross"], "limit": 200}
    with heard() as statements, database.read() as session:
        answer = queries.list_quotations(session, actor, query)
    assert (answer["count"], len(answer["data"])) == (rows, rows)
    assert {row[field] for row in answer["data"]} == {wanted}
    ways = ways_to("quotations", database, statements)
    assert len(ways) >= 2
    assert [way for way in ways if "Seq Scan" in way] == []
    assert any(index in way for way in ways), ways


def test_every_sort_goes_along_an_index(office: Office) -> None:
    database, actor = office.branches.database, office("nils").reaching(Reach.ALL).who
    for sort in (f"{sign}{name}" for name in LISTING.sorts for sign in ("", "-")):
        with heard() as statements, database.read() as session:
            assert len(queries.list_quotations(session, actor, {"sort": [sort], "limit": 50})["data"]) == 50
        ways = ways_to("quotations", database, statements)
        assert ways
        assert [way for way in ways if "Seq Scan" in way] == [], sort
