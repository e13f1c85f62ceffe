"""What the measured company has on its books, made by PostgreSQL itself in each service's database.

Ids say the kind and the number of a record, ordered by time as those are that the product makes, so that whoever asks
can name a record without looking for it. A seller has the customers and deals whose number leaves their place when it
is divided by the number of sellers. No events tell of these records, as if they came from an older system.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from bench.load.installation import Installation
from bench.load.organisation import Company, Person

FIRST_MOMENT = 1_704_067_200_000
"""The beginning of 2024, in milliseconds since 1970."""

KINDS = {"customer": "a01", "product": "a02", "deal": "a03", "warehouse": "a04", "stock": "a05", "move": "a06",
         "document": "a07", "document_line": "a08", "order": "a09", "order_line": "a0a", "quotation": "a0b",
         "quotation_version": "a0c", "quotation_line": "a0d"}  # fmt: skip
CURRENCY = "EUR"
PRODUCTS = 100
HOT = PRODUCTS
"""The number of the one product that everybody orders when it is hot."""
PIECES = 1_000_000_000
STAGES = ("prospecting", "engaging", "proposal", "negotiation", "won", "lost")
PERCENT = (10, 30, 50, 75, 100, 0)
OPEN_STAGES = STAGES[:4]
AT_ONCE = 50_000
COPIES = ("distribution", "marketing", "service_desk")
"""The services that keep copies of customers."""

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Size:
    deals: int = 20_000
    customers: int = 20_000


def id_of(kind: str, number: int) -> str:
    """The id of this record, as `id_sql` makes it in SQL."""
    digits = f"{FIRST_MOMENT + number:012x}7{KINDS[kind]}8000{number:012x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def id_sql(kind: str, number: str) -> str:
    """The same in SQL, `number` being an expression there."""
    counted = f"({number})::bigint"
    return (
        f"(lpad(to_hex({FIRST_MOMENT} + {counted}), 12, '0') || '7{KINDS[kind]}8000'"
        f" || lpad(to_hex({counted}), 12, '0'))::uuid"
    )


AT = "timestamptz '2024-01-01' + n * interval '1 millisecond' AS at"
NUMBERED = f"SELECT n, {AT} FROM generate_series(:first, :last) n"
CUSTOMERS = f"""
INSERT INTO customers (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, name, name_key, currency,
                       level, type, status, region, external_id, quiet_since)
SELECT {id_sql("customer", "n")}, 1, at, at, s.id, s.id, s.unit, 'Customer ' || n, 'customer ' || n, '{CURRENCY}',
       'none', 'company', 'prospect', 'Region ' || n % 50, 'C-' || n, at
FROM ({NUMBERED}) made JOIN sellers s ON s.place = made.n % :sellers ORDER BY n
"""
COPIED_CUSTOMERS = f"""
INSERT INTO customers (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, name)
SELECT {id_sql("customer", "n")}, 1, at, at, s.id, s.id, s.unit, 'Customer ' || n
FROM ({NUMBERED}) made JOIN sellers s ON s.place = made.n % :sellers ORDER BY n
"""
PRODUCTS_MADE = f"""
INSERT INTO products (id, version, created_at, updated_at, created_by, code, name, category, unit, list_price, currency,
                      active)
SELECT {id_sql("product", "n")}, 1, at, at, :by, 'P-' || n, 'Product ' || n, 'Goods', 'piece', (100 + n) * 10000,
       '{CURRENCY}', true
FROM (SELECT n, timestamptz '2024-01-01' AS at FROM generate_series(0, {HOT}) n) made
"""
DEALS = f"""
INSERT INTO opportunities (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, number, name,
                           customer_id, product_id, stage, stage_before_close, status, amount, weighted_amount,
                           currency, probability, probability_overridden, expected_close_date, closed_at, channel)
SELECT {id_sql("deal", "n")}, 1, at, at, s.id, s.id, s.unit, 'OP-' || n, 'Deal ' || n,
       {id_sql("customer", "customer")}, {id_sql("product", f"n % {PRODUCTS}")}, stage,
       CASE WHEN stage IN ('won', 'lost') THEN 'negotiation' END,
       CASE WHEN stage IN ('won', 'lost') THEN stage ELSE 'open' END, amount, amount * percent / 100, '{CURRENCY}',
       percent, false, date '2026-01-01' + (n % 700)::int, CASE WHEN stage IN ('won', 'lost') THEN at END, 'direct'
FROM (
    SELECT n, {AT}, (n::bigint * 7919 % 9999900 + 100) * 100 AS amount,
           n % :sellers + :sellers * (n / :sellers % (:customers / :sellers)) AS customer,
           (ARRAY{list(STAGES)})[1 + n / :sellers % {len(STAGES)}] AS stage,
           (ARRAY{list(PERCENT)})[1 + n / :sellers % {len(STAGES)}] AS percent
    FROM generate_series(:first, :last) n
) made JOIN sellers s ON s.place = made.n % :sellers ORDER BY n
"""
WORDS = f"""
INSERT INTO search_words (noun, word, record_id)
SELECT noun, word, id FROM (
    SELECT 'customers' AS noun, word, {id_sql("customer", "n")} AS id
    FROM generate_series(0, :customers - 1) n, LATERAL (VALUES ('customer'), ('c'), (n::text)) v (word)
    UNION
    SELECT 'opportunities', word, {id_sql("deal", "n")}
    FROM generate_series(0, :deals - 1) n,
         LATERAL (VALUES ('op'), ('deal'), ('customer'), (n::text),
                         ((n % :sellers + :sellers * (n / :sellers % (:customers / :sellers)))::text)) v (word)
) found ORDER BY noun, word, id
"""
WAREHOUSE = (
    f"""
INSERT INTO items (id, version, created_at, updated_at, created_by, code, name, unit_of_measure, from_catalogue)
SELECT {id_sql("product", "n")}, 1, now(), now(), :by, 'P-' || n, 'Product ' || n, 'piece', true
FROM generate_series(0, {HOT}) n
""",
    f"""
INSERT INTO warehouses (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, code, name, status)
SELECT {id_sql("warehouse", "0")}, 1, now(), now(), :by, :by, :unit, 'W-0', 'Central warehouse', 'open'
""",
    f"""
INSERT INTO inbound_documents (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, number,
                               warehouse_id, status, posted_at)
SELECT {id_sql("document", "0")}, 1, now(), now(), :by, :by, :unit, 'IN-0', {id_sql("warehouse", "0")}, 'posted', now()
""",
    f"""
INSERT INTO inbound_document_lines (id, document_id, position, item_id, quantity)
SELECT {id_sql("document_line", "n")}, {id_sql("document", "0")}, n + 1, {id_sql("product", "n")}, {PIECES}
FROM generate_series(0, {HOT}) n
""",
    f"""
INSERT INTO stock_balances (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, warehouse_id,
                            item_id, physical, reserved)
SELECT {id_sql("stock", "n")}, 1, now(), now(), :by, :by, :unit, {id_sql("warehouse", "0")}, {id_sql("product", "n")},
       {PIECES}, 0
FROM generate_series(0, {HOT}) n
""",
    f"""
INSERT INTO stock_moves (id, stock_id, business_key, kind, physical, reserved, document_kind, document_id, moved_at,
                         moved_by)
SELECT {id_sql("move", "n")}, {id_sql("stock", "n")}, 'inbound:inbound:' || {id_sql("document", "0")} || ':' || n,
       'inbound', {PIECES}, 0, 'inbound', {id_sql("document", "0")}, now(), :by
FROM generate_series(0, {HOT}) n
""",
)  # fmt: skip


def fill(installation: Installation, company: Company, size: Size, tell: Tell) -> None:
    """Fill the migrated databases of an installation that does not run; `tell` hears how many deals there are."""
    director = company.directors[0]
    engine = installation.engine("sales")
    with engine.begin() as connection:
        _sellers(connection, company.sellers)
        connection.execute(text(PRODUCTS_MADE), {"by": director.id})
        _in_parts(connection, CUSTOMERS, size.customers, {"sellers": len(company.sellers)}, lambda _: None)
        counts = {"sellers": len(company.sellers), "customers": size.customers}
        _in_parts(connection, DEALS, size.deals, counts, tell)
        connection.execute(text(WORDS), counts | {"deals": size.deals})
    engine.dispose()
    for service in COPIES:
        engine = installation.engine(service)
        with engine.begin() as connection:
            _sellers(connection, company.sellers)
            counts = {"sellers": len(company.sellers)}
            _in_parts(connection, COPIED_CUSTOMERS, size.customers, counts, lambda _: None)
            if service == "distribution":
                for statement in WAREHOUSE:
                    connection.execute(text(statement), {"by": director.id, "unit": company.head_office_id})
        engine.dispose()
    for service in ("sales", *COPIES):
        _analyse(installation, service)


def _sellers(connection: Connection, sellers: Sequence[Person]) -> None:
    connection.execute(text("CREATE TEMP TABLE sellers (place bigint PRIMARY KEY, id uuid, unit uuid)"))
    rows = [{"place": place, "id": one.id, "unit": one.unit_id} for place, one in enumerate(sellers)]
    connection.execute(text("INSERT INTO sellers VALUES (:place, :id, :unit)"), rows)


def _in_parts(connection: Connection, statement: str, count: int, values: dict[str, int], tell: Tell) -> None:
    for first in range(0, count, AT_ONCE):
        last = min(first + AT_ONCE, count) - 1
        connection.execute(text(statement), {**values, "first": first, "last": last})
        tell(last + 1)


def _analyse(installation: Installation, service: str) -> None:
    engine = installation.engine(service)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
