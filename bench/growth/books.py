"""The sizes of company that are compared, and how a company of such a size is made."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.growth.quoting import quote
from bench.load.installation import Installation, Servers, free_port
from bench.load.organisation import Company, Shape, found_company
from bench.load.records import Size, Tell, fill
from bench.load.world import World, world
from shared.persistence.database import Database
from shared.settings import EMBEDDED, GATEWAY, SERVICES

SHAPE = Shape(branches=10, offices=19, sellers=5, directors=40)
"""A thousand people in two hundred units and the head office."""


@dataclass(frozen=True)
class Books:
    """How many records of each kind there are."""

    deals: int = 1_000_000
    customers: int = 200_000
    quotations: int = 100_000

    @property
    def size(self) -> Size:
        return Size(self.deals, self.customers)

    def told(self) -> str:
        return f"{self.deals:,} deals, {self.customers:,} customers and {self.quotations:,} quotations"


LARGE = Books()
SMALL = Books(10_000, 2_000, 1_000)


@contextmanager
def kept_books(servers: Servers, books: Books, tell: Tell) -> Iterator[World]:
    """An installation with these records that runs; nothing of it stays."""
    with world(servers, books.size, SHAPE, tell) as here:
        quote(here.sales, books.quotations, books.deals)
        yield here


def seed_books(servers: Servers, books: Books, name: str, tell: Tell) -> tuple[Installation, Company]:
    """Databases `NAME_sales` and so on that stay, with these records; what serves them has the secret of what is
    returned. Raises `RuntimeError` where there are any of that name.
    """
    if taken := databases_of(servers, name):
        raise RuntimeError(f"there are databases of that name already: {', '.join(taken)}")
    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as folder:
        installation = Installation(servers, name, EMBEDDED, Path(folder), free_port())
        installation.migrate()
        database = Database(installation.database_url(GATEWAY))
        company = found_company(database, SHAPE)
        database.close()
        fill(installation, company, books.size, tell)
        sales = installation.engine("sales")
        quote(sales, books.quotations, books.deals)
        sales.dispose()
    return installation, company


def databases_of(servers: Servers, name: str) -> list[str]:
    """The databases there that an installation of this name would have."""
    engine = create_engine(servers.postgres.set(drivername="postgresql+psycopg2"))
    asked = text("SELECT datname FROM pg_database WHERE datname = ANY(:names) ORDER BY datname")
    names = [f"{name}_{service}" for service in (*SERVICES, GATEWAY)]
    with engine.connect() as connection:
        found = [str(row.datname) for row in connection.execute(asked, {"names": names})]
    engine.dispose()
    return found
