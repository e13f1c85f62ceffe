"""What custom fields cost a list: the ratio of a page of customers with 300 fields defined to one with none.

    python bench/custom_fields.py postgresql+psycopg2://postgres@127.0.0.1:5432/postgres --rows 1000000

Makes the database `tenon_bench_fields` on that server anew, and drops it at the end. Every figure is the median of what
the sales service takes to answer one page of 50, from the query to the JSON.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import orjson
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from services.sales.customers.queries import list_customers
from shared.actor import system_actor
from shared.definitions import keep_up
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.migrating import migrate

NAME = "tenon_bench_fields"
FIELDS = 300
PAGES = 40
BY_NAME = {"sort": ["name"]}
"""By an index that the list has without custom fields, so that what they add is not hidden behind a sort."""

CUSTOMERS = """
INSERT INTO customers (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, name, name_key, currency,
                       level, type, status, region, quiet_since)
SELECT gen_random_uuid(), 1, now() - n * interval '1 second', now(), :someone, :someone, :someone, 'Customer ' || n,
       'customer ' || n, 'CNY', 'none', 'company', 'prospect', 'region ' || n % 50, now()
FROM generate_series(1, :rows) n
"""
FILLED = """
UPDATE customers SET custom = (
    SELECT json_object_agg('f' || f, 'value ' || f) FROM generate_series(1, :filled) f
) WHERE id IN (SELECT id FROM customers ORDER BY created_at DESC LIMIT 5000)
"""
VALUES = """
INSERT INTO custom_numbers (field_id, value, record_id)
SELECT :field, (('x' || substr(md5(id::text), 1, 8))::bit(32)::bigint % 1000) * 10000, id FROM customers
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", help="a PostgreSQL server, as SQLAlchemy writes its address")
    parser.add_argument("--rows", type=int, default=100_000)
    wanted = parser.parse_args()
    server = make_url(wanted.server)
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    url = server.set(database=NAME).render_as_string(hide_password=False)
    migrate("sales", url)
    database = Database(url)
    try:
        measure(database, wanted.rows)
    finally:
        database.close()
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def measure(database: Database, rows: int) -> None:
    run(database, CUSTOMERS, someone=new_id(), rows=rows)
    analyse(database)
    plain = page(database, BY_NAME)
    print(f"{rows} customers, page of 50 without custom fields: {plain * 1000:.1f} ms")
    sorted_by = define(database)
    for filled in (0, 20, FIELDS):
        if filled:
            run(database, FILLED, filled=filled)
            analyse(database)
        report(f"{FIELDS} fields, {filled} filled on each row", page(database, BY_NAME), plain)
    few = {**BY_NAME, "fields": ["name", "custom.f1"]}
    report("the same, asked for two columns", page(database, few), plain)
    run(database, VALUES, field=sorted_by)
    analyse(database)
    report("sorted by a custom number on every row", page(database, {"sort": ["-custom.f1"]}), plain)
    one = {"filter": [["custom.f1", "eq", "77"]]}
    report("filtered by a custom number, one row in a thousand", page(database, one), plain)


def report(what: str, took: float, plain: float) -> None:
    print(f"{what}: {took * 1000:.1f} ms, {took / plain:.2f} times")


def page(database: Database, query: dict[str, Any]) -> float:
    actor = system_actor("sales")

    def answer() -> None:
        with database.read() as session:
            orjson.dumps(list_customers(session, actor, {"filter": [], **query}))

    return median(answer)


def median(work: Callable[[], None]) -> float:
    times = []
    for _ in range(PAGES):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def define(database: Database) -> str:
    """300 fields, the first one a number, as the gateway would tell them; the id of the first."""
    ids = [new_id() for _ in range(FIELDS)]
    for number, field_id in enumerate(ids, 1):
        run(
            database,
            "INSERT INTO defined_fields (id, entity, code, type, label, required, multiple, position, retired) "
            "VALUES (:id, 'customers', :code, :type, '{}', false, false, :number, false)",
            id=field_id,
            code=f"f{number}",
            type="integer" if number == 1 else "text",
            number=number,
        )
    run(database, "INSERT INTO org_state (id, version, definitions_version) VALUES (1, 1, 1)")
    keep_up(database, 1)
    return ids[0]


def run(database: Database, statement: str, **values: Any) -> None:
    with database.write() as session:
        session.execute(text(statement), values)


def analyse(database: Database) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
