"""Everything that the scenarios ask about: the running installation, who asks, and what is on its books."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import requests
from sqlalchemy import Engine, text

from bench.load.installation import Installation, Servers, prepared
from bench.load.organisation import Company, Person, Shape, found_company
from bench.load.records import Size, Tell, fill
from shared.persistence.database import Database
from shared.settings import GATEWAY

ANSWER_SECONDS = 120
PARTS = 10_000
"""In which the tables count money."""


class Inconsistent(RuntimeError):
    """The books do not say what was put into them: nothing may be measured on these."""


@dataclass(frozen=True)
class World:
    """`started` is how many seconds its processes needed."""

    installation: Installation
    company: Company
    size: Size
    sales: Engine
    distribution: Engine
    started: float

    def ask(self, person: Person, method: str, path: str, **more: Any) -> Any:
        """One call beside the load, on a connection of its own."""
        headers = {"Authorization": f"Bearer {person.token}", **more.pop("headers", {})}
        answer = requests.request(method, self.installation.url + path, headers=headers, timeout=ANSWER_SECONDS, **more)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def rows(self, database: Engine, statement: str, **values: Any) -> list[Any]:
        with database.connect() as connection:
            return list(connection.execute(text(statement), values))

    def number(self, database: Engine, statement: str, **values: Any) -> int:
        return int(self.rows(database, statement, **values)[0][0] or 0)

    def catch_up(self) -> None:
        """Ask every service once as a director, so that each has fetched the organisation before anything is timed."""
        for path in ("opportunities", "stock", "requests", "campaigns", "messages", "reports/sales-funnel"):
            self.ask(self.company.directors[0], "GET", f"/v1/{path}")

    def ensure_consistent(self) -> None:
        """The API counts and sums what the tables have, and every balance is the sum of its moves."""
        director = self.company.directors[0]
        told = self.ask(director, "GET", "/v1/opportunities?count=exact&totals=amount&limit=1")
        count, amount = self.rows(self.sales, "SELECT count(*), sum(amount) FROM opportunities")[0]
        summed = sum(Decimal(one["amount"]) * PARTS for one in _totals(told))
        if (told["count"], summed) != (count, amount):
            raise Inconsistent(f"the API tells {told['count']}, {summed}; the table has {count}, {amount}")
        open_count = self.number(self.sales, "SELECT count(*) FROM opportunities WHERE status = 'open'")
        pipeline = self.ask(director, "GET", "/v1/pipeline")
        if pipeline["count"] != open_count:
            raise Inconsistent(f"the pipeline counts {pipeline['count']}, the table {open_count}")
        wrong = self.ask(director, "GET", "/v1/stock/invariants")
        if wrong["data"]:
            raise Inconsistent(f"balances are not the sum of their moves: {wrong['data'][:3]}")


@contextmanager
def world(servers: Servers, size: Size, shape: Shape, tell: Tell) -> Iterator[World]:
    """A seeded installation that runs; nothing of it stays."""
    with prepared(servers) as installation:
        database = Database(installation.database_url(GATEWAY))
        company = found_company(database, shape)
        database.close()
        fill(installation, company, size, tell)
        started = installation.start()
        sales, distribution = installation.engine("sales"), installation.engine("distribution")
        made = World(installation, company, size, sales, distribution, started)
        try:
            made.catch_up()
            made.ensure_consistent()
            yield made
        finally:
            sales.dispose()
            distribution.dispose()


def _totals(told: Any) -> list[dict[str, Any]]:
    totals = told["totals"]
    return totals if isinstance(totals, list) else [totals]
