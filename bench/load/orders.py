"""Orders that wait to be confirmed, and what becomes of them until their stock is reserved."""

import time
from dataclasses import replace

from sqlalchemy import text

from bench.load.generator import Outcome
from bench.load.questions import Question, encode
from bench.load.records import CURRENCY, HOT, PRODUCTS, id_of, id_sql
from bench.load.world import Inconsistent, World

LOOK_SECONDS = 0.1
PATIENCE_SECONDS = 60.0

DRAFTS = (
    f"""
INSERT INTO orders (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, number, customer_id, status,
                    fulfilment, currency, amount, tax, invoiced, paid, shipped_amount)
SELECT {id_sql("order", "n")}, 1, now(), now(), s.owner_id, s.owner_id, s.org_unit_id, 'SO-' || n, s.id, 'draft',
       'waiting', '{CURRENCY}', 1000000, 0, 0, 0, 0
FROM generate_series(:first, :last) n
JOIN customers s ON s.id = {id_sql("customer", "(n - :first) % :clients")}
""",
    f"""
INSERT INTO order_lines (id, order_id, position, product_id, code, name, quantity, unit_price, discount_percent, amount,
                         tax)
SELECT {id_sql("order_line", "n")}, {id_sql("order", "n")}, 1, {id_sql("product", "product")}, 'P-' || product,
       'Product ' || product, 1, 1000000, 0, 1000000, 0
FROM (SELECT n, CASE WHEN :hot THEN {HOT} ELSE n % {PRODUCTS} END AS product FROM generate_series(:first, :last) n) made
""",
    f"""
INSERT INTO order_steps (order_id, key, step, state, position, detail, at)
SELECT {id_sql("order", "n")}, 'ordered', 'ordered', 'done', 0, '{{}}', now() FROM generate_series(:first, :last) n
""",
)
"""Each of one piece; the first client's seller gets the first, and so on in turn."""
WAITING = "SELECT count(*) FROM orders WHERE status = 'confirmed' AND fulfilment = 'waiting'"
RESERVED = "SELECT id, updated_at FROM orders WHERE fulfilment = 'reserved' AND id = ANY(CAST(:ids AS uuid[]))"
HELD = "SELECT reserved FROM stock_balances WHERE item_id = :item"
PROMISED = "SELECT sum(reserved) FROM order_lines WHERE item_id = :item"


def confirmations(world: World, clients: int, count: int, *, hot: bool) -> list[list[Question]]:
    """So many drafts of the clients' sellers, made now, and for each the question that confirms it."""
    first = world.number(world.sales, "SELECT count(*) FROM orders")
    values = {"first": first, "last": first + count - 1, "clients": clients, "hot": hot}
    with world.sales.begin() as connection:
        for statement in DRAFTS:
            connection.execute(text(statement), values)
    made: list[list[Question]] = [[] for _ in range(clients)]
    for number in range(count):
        token = world.company.sellers[number % clients].token
        id_ = id_of("order", first + number)
        raw = encode("POST", f"/v1/orders/{id_}/confirm", token, {})
        made[number % clients].append(Question(raw, b'"status":"confirmed"', key=id_))
    return made


def until_reserved(world: World, outcome: Outcome) -> Outcome:
    """The same orders, each timed from its confirmation until sales knew that its stock is reserved.

    The time is that of the transaction which wrote it down, just before it was committed. One that is not reserved by
    then is a failure; what the hot item's balance holds must be what the orders were promised.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while world.number(world.sales, WAITING) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    rows = world.rows(world.sales, RESERVED, ids=list(outcome.asked_at))
    reserved = {str(row.id): row.updated_at.timestamp() for row in rows}
    for item in range(PRODUCTS + 1):
        _ensure_exact(world, id_of("product", item))
    took = sorted(reserved[id_] - asked for id_, asked in outcome.asked_at.items() if id_ in reserved)
    seconds = max(reserved.values(), default=0.0) - min(outcome.asked_at.values(), default=0.0)
    lost = len(outcome.asked_at) - len(took)
    told = [*outcome.told, f"{lost} orders are not reserved"] if lost else outcome.told
    return replace(outcome, took=took, seconds=max(0.0, seconds), failures=max(outcome.failures, lost), told=told)


def _ensure_exact(world: World, item: str) -> None:
    held = world.number(world.distribution, HELD, item=item)
    promised = world.number(world.distribution, PROMISED, item=item)
    if held != promised:
        raise Inconsistent(f"{held} pieces of {item} are reserved, {promised} were promised")
