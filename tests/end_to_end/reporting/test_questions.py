"""Questions of one's own through the public API: a right of its own, the rows in sight alone, and what ran."""

from typing import Any

import pytest

from shared.contracts.reporting.questions import TABLES
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.reporting.seller import Seller

ASK = "/v1/questions/ask"


@pytest.fixture(scope="module")
def seller(company: Company) -> Seller:
    return Seller(company)


def rows(client: Client, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in client.post(ASK, {"sql": sql})["rows"]]


@pytest.mark.feature("Z-11")
def test_a_question_is_answered_over_ones_own_rows_and_shows_what_ran(company: Company, seller: Seller) -> None:
    sql = (
        "SELECT status, count(*) AS n, sum(amount) AS total FROM deals WHERE currency = 'USD' GROUP BY 1 ORDER BY n, 1"
    )
    answer = seller.client.post(ASK, {"sql": sql})
    assert [tuple(row.values()) for row in answer["rows"]] == [
        ("lost", 2, "780.00"),
        ("open", 3, "13060.00"),
        ("won", 3, "255300.00"),
    ]
    assert answer["complete"]
    assert answer["as_of"]["position"] > 0
    assert "deal_facts.owner_id = " in answer["ran"]["sql"]
    assert seller.id in answer["ran"]["parameters"].values()
    lines = "SELECT l.product, sum(l.quantity) AS n, sum(l.amount) AS total FROM orders o JOIN order_lines l"
    by_order = f"{lines} ON l.order_id = o.id WHERE o.status = 'confirmed' GROUP BY 1 ORDER BY 1"
    assert rows(seller.client, by_order) == [("chair", 3, "220.00"), ("lamp", 6, "80.00")]


@pytest.mark.feature("Z-11")
@pytest.mark.parametrize("table", sorted(TABLES))
def test_no_crafted_question_returns_a_row_out_of_sight(company: Company, seller: Seller, table: str) -> None:
    key = "order_id" if table == "order_lines" else "expense_id" if table == "expense_parts" else "id"
    plain = f"SELECT {key} FROM {table} WHERE 1 = 1 OR true LIMIT 9999"
    mine = {row[0] for row in rows(seller.client, plain)}
    assert mine
    assert mine <= seller.ids
    others = company["sara.south"]
    assert mine.isdisjoint(row[0] for row in rows(others, plain))
    listed = ", ".join(f"'{one}'" for one in sorted(mine)[:50])
    named = f"SELECT count(*) FROM {table} WHERE {key} IN ({listed})"
    assert rows(others, named) == [(0,)]
    for crafted in (
        f"{plain} UNION SELECT id FROM deal_facts",
        f"SELECT {key} FROM {table} WHERE {key} IN (SELECT id FROM deal_facts)",
        "WITH x AS (SELECT * FROM deal_facts) SELECT id FROM x",
        f"SELECT query_to_xml('SELECT * FROM deal_facts', true, true, '') FROM {table}",
        f"SELECT {key} FROM {table}; SELECT id FROM deal_facts",
        f"SELECT {key} FROM {table} /* */ , deal_facts --",
    ):
        problem = others.refused("POST", ASK, {"sql": crafted}, status=400)
        assert problem["code"] == "question_refused"
        assert problem["errors"][0]["pointer"] == "/sql"


@pytest.mark.feature("Z-11")
def test_only_holders_of_the_right_may_ask(company: Company, seller: Seller) -> None:
    admin, login = company["admin"], f"mute.{new_id()[-12:]}"
    person = {"login": login, "name": login, "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
    admin.post("/v1/people", {**person, "groups": ["storekeeper"], "must_change_password": False})
    mute = company.stack.client(login, PASSWORD)
    mute.refused("POST", ASK, {"sql": "SELECT id FROM deals"}, status=403)
    mute.refused("GET", "/v1/questions/tables", status=403)


def test_the_tables_are_told_in_the_callers_language(seller: Seller) -> None:
    told = {table["name"]: table for table in seller.client.get("/v1/questions/tables")["tables"]}
    assert set(told) == set(TABLES)
    assert {"name": "amount", "kind": "money", "title": "Amount", "picklist": None} in told["deals"]["columns"]
    chinese = seller.client.get("/v1/questions/tables", headers={"Accept-Language": "zh-CN"})["tables"]
    assert [table["title"] for table in chinese] == [table.title["zh"] for table in TABLES.values()]
    for name, table in told.items():
        columns = ", ".join(column["name"] for column in table["columns"])
        assert isinstance(rows(seller.client, f"SELECT {columns} FROM {name} LIMIT 1"), list)
