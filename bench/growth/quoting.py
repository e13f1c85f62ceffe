"""Quotations on the books of the measured company: in turn one for each deal, each with a version and two lines."""

from sqlalchemy import Engine, text

from bench.load.records import AT, AT_ONCE, CURRENCY, id_sql

QUOTATIONS = f"""
INSERT INTO quotations (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, number, opportunity_id,
                        customer_id, status, latest_version, valid_until, currency, net, tax, gross)
SELECT {id_sql("quotation", "made.n")}, 1, made.at, made.at, d.owner_id, d.owner_id, d.org_unit_id, 'QT-' || made.n,
       d.id, d.customer_id, 'draft', 1, date '2099-12-31', '{CURRENCY}', 2000000, 380000, 2380000
FROM (SELECT n, {AT} FROM generate_series(:first, :last) n) made
JOIN opportunities d ON d.id = {id_sql("deal", "made.n % :deals")} ORDER BY made.n
"""
VERSIONS = f"""
INSERT INTO quotation_versions (id, quotation_id, number, status, valid_until, net, tax, gross)
SELECT {id_sql("quotation_version", "n")}, {id_sql("quotation", "n")}, 1, 'draft', date '2099-12-31', 2000000, 380000,
       2380000
FROM generate_series(:first, :last) n
"""
LINES = f"""
INSERT INTO quotation_lines (id, quotation_version_id, position, product_id, code, name, quantity, list_price,
                             unit_price, discount_percent, tax_percent, net, tax, gross)
SELECT {id_sql("quotation_line", "2 * n + place")}, {id_sql("quotation_version", "n")}, place + 1,
       {id_sql("product", "place")}, 'P-' || place, 'Product ' || place, 1, 1000000, 1000000, 0, 190000, 1000000,
       190000, 1190000
FROM generate_series(:first, :last) n, generate_series(0, 1) place
"""


def quote(sales: Engine, records: int, deals: int) -> None:
    """So many quotations of the first so many deals, which are there already."""
    with sales.begin() as connection:
        for first in range(0, records, AT_ONCE):
            part = {"first": first, "last": min(first + AT_ONCE, records) - 1}
            connection.execute(text(QUOTATIONS), {**part, "deals": deals})
            for statement in (VERSIONS, LINES):
                connection.execute(text(statement), part)
    with sales.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
