"""Facts for programs of others through the public API, as a file and piece by piece."""

import csv
import io
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pyarrow import parquet

from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.reporting.seller import DEALS, Seller

PATH = "/v1/facts/deals"


@pytest.fixture(scope="module")
def seller(company: Company) -> Seller:
    return Seller(company)


def every_row(seller: Seller, after: str | None = None) -> list[Any]:
    rows: list[Any] = []
    more = True
    while more:
        page = seller.client.get(PATH, params={"limit": "3", **({"after": after} if after else {})})
        rows, after, more = rows + page["rows"], page["next"], page["more"]
    return rows


TYPES = {
    "version": "int64",
    "amount": "decimal128(18, 4)",
    "weighted_amount": "decimal128(18, 4)",
    "probability": "int64",
    "began_at": "timestamp[us, tz=UTC]",
    "expected_close_date": "date32[day]",
    "closed_on": "date32[day]",
    "changed_at": "timestamp[us, tz=UTC]",
}
"""What a program relies on; every other column is a text."""


def parquet_of(client: Client, **asked: str) -> Any:
    answer = client.ask("GET", PATH, params={"format": "parquet", **asked})
    assert answer.headers["Content-Type"] == "application/vnd.apache.parquet"
    return parquet.read_table(io.BytesIO(answer.content))


def as_typed(row: dict[str, Any]) -> dict[str, Any]:
    readers = {"decimal": Decimal, "timesta": datetime.fromisoformat, "date32[": date.fromisoformat}
    typed = {name: readers.get(TYPES.get(name, "")[:7], lambda value: value) for name in row}
    return {name: None if value is None else typed[name](value) for name, value in row.items()}


@pytest.mark.feature("B-06")
def test_facts_have_a_stable_schema_and_a_key_to_go_on_from(company: Company, seller: Seller) -> None:
    assert eventually(lambda: len(every_row(seller)) == len(DEALS), seconds=60)
    rows = every_row(seller)
    assert {row["id"] for row in rows} == set(seller.deals.values())
    assert [row["key"] for row in rows] == sorted({row["key"] for row in rows})

    file = seller.client.ask("GET", PATH, params={"format": "csv"})
    read = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert list(read[0]) == list(rows[0])
    assert [(row["id"], row["key"], row["status"]) for row in read] == [
        (row["id"], row["key"], row["status"]) for row in rows
    ]

    running = seller.deals["running"]
    etag = seller.client.ask("GET", f"/v1/opportunities/{running}").headers["ETag"]
    seller.client.patch(f"/v1/opportunities/{running}", {"amount": "4321.00"}, headers={"If-Match": etag})
    assert eventually(lambda: len(every_row(seller, rows[-1]["key"])) == 1, seconds=60)
    (changed,) = every_row(seller, rows[-1]["key"])
    assert (changed["id"], changed["amount"]) == (running, "4321.00")
    shown = {row["id"] for row in company["sara.south"].get(PATH, params={"limit": "5000"})["rows"]}
    assert not shown & set(seller.deals.values())


@pytest.mark.feature("B-06")
def test_a_parquet_file_has_the_same_rows_and_the_same_types_whatever_is_in_it(
    company: Company, seller: Seller
) -> None:
    assert eventually(lambda: len(every_row(seller)) == len(DEALS), seconds=60)
    rows = every_row(seller)
    whole, first = parquet_of(seller.client), parquet_of(seller.client, limit="3")
    assert whole.to_pylist() == [as_typed(row) for row in rows]
    assert first.schema.metadata == {b"tenon.next": rows[2]["key"].encode(), b"tenon.more": b"true"}
    rest = parquet_of(seller.client, after=rows[2]["key"])
    assert rest.to_pylist() == whole.to_pylist()[3:]
    nothing = parquet_of(seller.client, after=rows[-1]["key"])
    assert (nothing.num_rows, nothing.schema.metadata[b"tenon.more"]) == (0, b"false")
    types = {field.name: str(field.type) for field in nothing.schema}
    assert types == {name: TYPES.get(name, "string") for name in rows[0]}
    assert nothing.schema == whole.schema, "an empty file has the columns that a full one has"
    assert not {row["id"] for row in parquet_of(company["sara.south"]).to_pylist()} & set(seller.deals.values())
    seller.client.refused("GET", PATH, params={"format": "svg"}, status=400)
    seller.client.refused("GET", "/v1/reports/won-trend", params={"format": "parquet"}, status=400)


def test_the_gateway_has_not_loaded_what_writes_parquet_before_anybody_asks() -> None:
    program = "import sys, gateway.http.calls, gateway.reporting.facts; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
