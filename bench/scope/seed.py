"""A company with a million deals in a thousand units, made by PostgreSQL itself."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from shared.actor import Actor, Reach

HEAD = "md5('unit 0')::uuid"
SMALL_OWNER = "md5('small')::uuid"
FEW = 50

UNITS = """
INSERT INTO org_units (id, node, parent_id, path, kind, code, name, closed)
SELECT md5('unit ' || n)::uuid, n + 1, CASE WHEN n = 0 THEN NULL ELSE md5('unit 0')::uuid END,
       CASE WHEN n = 0 THEN '/1/' ELSE '/1/' || (n + 1) || '/' END,
       CASE WHEN n = 0 THEN 'head_office' ELSE 'branch' END, 'U' || n, 'Unit ' || n, false
FROM generate_series(0, :units) n
"""
PEOPLE = """
INSERT INTO org_people (id, login, name, unit_id, path, active)
SELECT md5('person ' || n)::uuid, 'p' || n, 'Person ' || n, md5('unit ' || (1 + n % :units))::uuid,
       '/1/' || (n + 2) || '/', true
FROM generate_series(0, :people - 1) n
UNION ALL SELECT md5('small')::uuid, 'small', 'Small', md5('unit 1')::uuid, '/9/', true
"""
DEALS = """
INSERT INTO opportunities (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, number, name, stage,
                           status, amount, weighted_amount, currency, probability, probability_overridden, channel)
SELECT md5('deal ' || n)::uuid, 1, at, at, owner, owner, unit, 'OP-' || n, 'Deal ' || n, stage,
       CASE WHEN stage IN ('won', 'lost') THEN stage ELSE 'open' END, amount, amount / 2, currency, 50, false, 'direct'
FROM (
    SELECT n, timestamptz '2024-01-01' + n * interval '1 minute' AS at, (n % 99991) * 10000 AS amount,
           CASE WHEN n < :few THEN md5('small')::uuid ELSE md5('person ' || (n % :people))::uuid END AS owner,
           CASE WHEN n < :few THEN md5('unit 1')::uuid ELSE md5('unit ' || (1 + (n % :people) % :units))::uuid END AS unit,
           (ARRAY['prospecting', 'engaging', 'prospecting', 'won', 'lost'])[1 + (n / :people) % 5] AS stage,
           (ARRAY['CNY', 'EUR', 'USD'])[1 + (n % :people) % :units % 3] AS currency
    FROM generate_series(:first, :last) n
) made
"""  # noqa: E501 -- SQL reads better in columns
AT_ONCE = 100_000


@dataclass(frozen=True)
class Size:
    records: int = 1_000_000
    units: int = 1_000
    people: int = 5_000


@dataclass(frozen=True)
class Caller:
    """Somebody who asks, and how many records they see."""

    name: str
    actor: Actor
    sees: int


def seed(connection: Connection, size: Size) -> None:
    """Fill an empty, migrated sales database; the cells follow by themselves."""
    counts = {"units": size.units, "people": size.people}
    connection.execute(text(UNITS), {"units": size.units})
    connection.execute(text(PEOPLE), counts)
    for first in range(0, size.records, AT_ONCE):
        last = min(first + AT_ONCE, size.records) - 1
        connection.execute(text(DEALS), {**counts, "few": FEW, "first": first, "last": last})


def callers(connection: Connection, size: Size) -> list[Caller]:
    """One who sees few records, one who sees a unit's, and two who see all: by the tree, and by the company."""
    head, unit, small = (
        str(connection.execute(text(f"SELECT {one}")).scalar_one())
        for one in (HEAD, "md5('unit 2')::uuid", SMALL_OWNER)
    )
    in_unit = connection.execute(
        text("SELECT count(*) FROM opportunities WHERE org_unit_id = md5('unit 2')::uuid")
    ).scalar_one()

    def actor(unit_id: str, path: str, reach: Reach) -> Actor:
        reaches = frozenset({reach})
        return Actor(
            small, "bench", "Bench", unit_id, path, "/9/", "sales.opportunity:read", reaches, reaches, opened=()
        )

    return [
        Caller("50 records, as their owner", actor(unit, "/1/2/", Reach.OWN), FEW),
        Caller("one unit", actor(unit, "/1/3/", Reach.UNIT), in_unit),
        Caller("all of 1,000 units, by the tree", actor(head, "/1/", Reach.SUBTREE), size.records),
        Caller("all, by the company", actor(head, "/1/", Reach.ALL), size.records),
    ]
