"""How PostgreSQL sorts many deals for somebody who sees them all: along an index, whatever they are sorted by."""

from collections.abc import Iterator
from uuid import NAMESPACE_OID, uuid5

import pytest
from sqlalchemy import text

from services.sales.opportunities import queries
from shared.actor import Reach
from shared.contracts.sales.opportunities import LISTING
from shared.errors import NotFound
from shared.persistence.database import Database
from tests.recycling import RecycledPostgres
from tests.sales.desk import Office, open_office
from tests.sales.plans import analyze, heard, ways_to

MANY = 20_000
DEALS = """
INSERT INTO opportunities (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, number, name, stage,
                           status, amount, weighted_amount, currency, probability, probability_overridden, channel,
                           next_step_on, expected_close_date, closed_at, last_touch_at, description)
SELECT md5('d' || n)::uuid, 1, at, at, CAST(:owner AS uuid), CAST(:owner AS uuid), CAST(:unit AS uuid), 'OP-' || n,
       'Deal ' || n, (ARRAY['prospecting', 'engaging', 'won', 'lost'])[1 + n % 4],
       (ARRAY['open', 'open', 'won', 'lost'])[1 + n % 4], n, n, 'USD', n % 100, false, 'direct', at, at, at, at,
       'D' || n
FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 minute' AS at FROM generate_series(1, :many) n) made
"""
UNITS = """
INSERT INTO org_units (id, node, path, kind, code, name, closed)
SELECT md5('u' || n)::uuid, 1000 + n, :path || (1000 + n) || '/', 'office', 'U' || n, 'Unit ' || n, false
FROM generate_series(1, 2000) n
"""


@pytest.fixture(scope="module")
def office(recycled_postgres: RecycledPostgres) -> Iterator[Office]:
    """The branches on PostgreSQL, with many deals of Nils. Nothing here changes them."""
    database = Database(recycled_postgres.url)
    here = open_office(database)
    with database.engine.begin() as connection:
        connection.execute(text(DEALS), {"owner": here.person("nils"), "unit": here.unit("NORTH"), "many": MANY})
        connection.execute(text(UNITS), {"path": here("nora").who.unit_path})
    analyze(database)
    yield here
    database.close()
    recycled_postgres.empty()


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in LISTING.sorts for sign in ("", "-")])
def test_every_sort_goes_along_an_index(office: Office, sort: str) -> None:
    database, actor = office.branches.database, office("nils").reaching(Reach.ALL).who
    with heard() as statements, database.read() as session:
        assert len(queries.list_opportunities(session, actor, {"sort": [sort], "limit": 50})["data"]) == 50
    ways = ways_to("opportunities", database, statements)
    assert ways
    assert [way for way in ways if "Seq Scan" in way] == []


@pytest.mark.parametrize("name", ["customer_name", "contact_name"])
@pytest.mark.parametrize("empty", [True, False])
def test_whose_party_is_not_named_is_found_along_an_index(office: Office, name: str, empty: bool) -> None:
    """Nobody is named here, so all that there are have to be told, or none."""
    database, actor = office.branches.database, office("nils").reaching(Reach.ALL).who
    asked = {"filter": [[name, "null", empty]], "limit": 50}
    with heard() as statements, database.read() as session:
        assert len(queries.list_opportunities(session, actor, asked)["data"]) == (50 if empty else 0)
    assert [way for way in ways_to("opportunities", database, statements) if "Seq Scan" in way] == []


def test_one_deal_is_found_without_a_list_of_all_units_below(office: Office) -> None:
    database, actor = office.branches.database, office("nora").reaching(Reach.SUBTREE).who
    deal = str(uuid5(NAMESPACE_OID, "none"))
    with heard() as statements, pytest.raises(NotFound):
        queries.show_opportunity(database, actor, deal)
    ways = ways_to("org_units", database, statements)
    assert ways
    assert [way for way in ways if "Seq Scan" in way] == []
