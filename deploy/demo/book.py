"""The files of the demo company, and the records that were made of them by what the files call them."""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from deploy.demo.callers import Callers
from shared.clock import today
from shared.contracts.payload import Payload

FOLDER = Path(__file__).parent
LARGEST_PAGE = 100


@dataclass
class Book:
    """Ids by the names of the files: customers and deals by external id, products by code, people by login."""

    customers: dict[str, str]
    deals: dict[str, str]
    products: dict[str, str]
    people: dict[str, str]

    @classmethod
    def read(cls, callers: Callers) -> "Book":
        """What stands after the files that are taken as imports."""
        admin = callers.person("admin")

        def ids(service: str, rpc: str, name: str) -> dict[str, str]:
            page = admin.call(service, rpc, query={"limit": LARGEST_PAGE})
            return {row[name]: row["id"] for row in page["data"]}

        return cls(
            customers=ids("sales", "list_customers", "external_id"),
            deals=ids("sales", "list_opportunities", "external_id"),
            products=ids("sales", "list_products", "code"),
            people=ids("gateway", "list_people", "login"),
        )


def rows_of(name: str) -> list[Payload]:
    """The rows of a file of this folder; what is empty there is not said."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{field: value for field, value in row.items() if value} for row in csv.DictReader(file)]


def day_in(days: str) -> date:
    """So many days from today: the demo company is never of the past."""
    return today() + timedelta(days=int(days))


def moment_of(row: Payload, *, minutes: int = 0) -> str:
    """When a row takes place: `days` from today, at `hour` of UTC."""
    begins = datetime.combine(day_in(row["days"]), time(int(row["hour"])), UTC)
    return (begins + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def only(row: Payload, *names: str) -> Payload:
    """What a row says of these."""
    return {name: row[name] for name in names if name in row}
