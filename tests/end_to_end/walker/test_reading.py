"""Every operation that reads, as people of three branches and three levels: what they may see, and no trace of more."""

import statistics
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.walker.classes import Kind, Sight
from tests.end_to_end.walker.description import Operation
from tests.end_to_end.walker.world import USERS, World, every_row, same_but_for

HIDDEN_TRIED = 2
WITH_ROWS = {
    "/v1/campaigns", "/v1/contacts", "/v1/customers", "/v1/dispatch-orders", "/v1/inbound-documents", "/v1/invoices",
    "/v1/leads", "/v1/opportunities", "/v1/orders", "/v1/outbound-documents", "/v1/payments", "/v1/people",
    "/v1/quotations", "/v1/reports/sales-funnel/records", "/v1/requests", "/v1/shipments", "/v1/stock",
    "/v1/warehouses",
}  # fmt: skip
"""Lists in which somebody at least has rows that others must not see, or the walk would prove nothing."""


def owned(world: World) -> dict[str, Operation]:
    return {noun: one for noun, one in world.lists.items() if noun in world.rows}


def lacks_right(client: Client, operation: Operation) -> bool:
    return operation.right not in client.me["rights"] or not lets_in(client, operation)


def lets_in(client: Client, operation: Operation) -> bool:
    """Whether the operation is open to the caller's realm."""
    return operation.for_partners or client.me["realm"] != "partner"


def test_there_is_something_to_hide_in_every_list(world: World) -> None:
    hiding = {noun for noun in owned(world) for login in USERS if world.hidden(login, noun) and world.rows[noun]}
    world.findings.empty = {
        noun for noun in owned(world) if noun not in hiding and world.sight(noun) is not Sight.COMPANY
    }
    assert hiding >= WITH_ROWS


@pytest.mark.feature("X-11")
@pytest.mark.feature("Z-03")
@pytest.mark.parametrize("login", ["admin", *USERS])
def test_a_list_has_exactly_the_rows_in_sight_however_it_is_asked(world: World, login: str) -> None:
    """Page by page, by search, counted, estimated and summed: the rows that the oracle lets this person see."""
    client = world[login]
    for noun, operation in owned(world).items():
        if lacks_right(client, operation):
            assert client.ask("GET", operation.path).status_code == 403, f"{operation} as {login}"
            world.findings.saw(operation, login)
            continue
        expected = {row["id"]: row for row in world.visible(login, noun)}
        rows = every_row(client, operation)
        world.findings.saw(operation, login, len(world.rows[noun]))
        assert {row["id"] for row in rows} == expected.keys(), f"{operation} as {login}"
        assert len(rows) == len(expected), f"{operation} as {login} shows a row twice"
        figures_agree(world, login, operation, rows)


def figures_agree(world: World, login: str, operation: Operation, rows: list[Any]) -> None:
    client, path, query = world[login], operation.path, operation.query
    asked = {name: value for name, value in (("count", "exact"), ("limit", "1")) if name in query}
    if "totals" in query:
        asked["totals"] = query["totals"]["description"].rpartition(": ")[2].rstrip(".").replace(" ", "")
    answer, where = client.ask("GET", path, params=asked), f"{operation} as {login}"
    if is_hidden(answer):
        asked.pop("totals")  # what is not open to this person is not summed for them either
        answer = client.ask("GET", path, params=asked)
    assert answer.status_code == 200, f"{where}: {answer.text}"
    page = answer.json()
    for name in (asked.get("totals") or "").split(",") if "totals" in asked else ():
        assert totals_of(page, name) == sums_of(rows, name), f"{where}: totals of {name}"
    if "count" in query:
        assert page["count"] == len(rows), where
        assert client.get(path, params={"count": "estimate", "limit": "1"})["count"] == len(rows), where
    search = next((one.operation for one in world.of_kind(Kind.SEARCH) if one.noun == path), None)
    if search is not None:
        found = client.ok("POST", search.path, {"count": "exact", "limit": 200})
        assert found["count"] == len(rows), where
        assert {row["id"] for row in found["data"]} <= {row["id"] for row in rows}, where
        world.findings.saw(search, login, len(rows))


def is_hidden(answer: requests.Response) -> bool:
    return answer.status_code == 400 and answer.json()["code"] == "field_is_hidden"


def totals_of(page: Any, name: str) -> dict[str | None, Decimal]:
    """By currency; one entry without a currency where there is but one sum."""
    each = page.get("totals_by_currency")
    if each is None:
        return {None: Decimal(page["totals"][name])}
    return {currency: Decimal(sums[name]) for currency, sums in each.items()}


def sums_of(rows: list[Any], name: str) -> dict[str | None, Decimal]:
    currencies = {row.get("currency") for row in rows}
    several = len(currencies) > 1
    return {
        currency if several else None: sum(
            (Decimal(row[name]) for row in rows if row[name] is not None and row.get("currency") == currency),
            Decimal(0),
        )
        for currency in currencies or {None}
    }


@pytest.mark.feature("X-11")
@pytest.mark.parametrize("login", USERS)
def test_no_filter_and_no_word_finds_a_hidden_row(world: World, login: str) -> None:
    client = world[login]
    for noun, operation in owned(world).items():
        hidden = world.hidden(login, noun)
        if lacks_right(client, operation) or not hidden:
            continue
        seen = {row["id"] for row in world.visible(login, noun)}
        for row in hidden[:1]:
            if "filter[id][eq]" in operation.query:
                page = client.get(operation.path, params={"filter[id][eq]": row["id"], "count": "exact"})
                assert (page["data"], page["count"]) == ([], 0), f"{operation} as {login}"
            word = row.get("number") or row.get("name") or row.get("code") or row.get("subject") or row.get("title")
            if "q" in operation.query and word:
                asked = {"q": word[:100], "limit": "200", "count": "exact"}
                if is_hidden(client.ask("GET", operation.path, params=asked)):
                    continue  # words are searched in all fields, and not all are open to this person
                found = client.get(operation.path, params=asked)
                assert {one["id"] for one in found["data"]} <= seen, f"{operation} as {login}"
                assert found["count"] == len(found["data"]), f"{operation} as {login}"


@pytest.mark.feature("X-11")
@pytest.mark.parametrize("login", USERS)
def test_a_record_is_there_for_whom_it_is_listed_and_for_nobody_else(world: World, login: str) -> None:
    """By id and in each of its parts; what is hidden is told from what never was by nothing but the id."""
    client, never = world[login], new_id()
    for one in world.of_kind(Kind.DETAIL, Kind.PART):
        operation = one.operation
        if one.noun not in world.rows or len(operation.parameters) > 1:
            continue
        nothing = same_but_for(client.ask("GET", operation.at(never)), never)
        assert nothing[0] in {403, 404}, f"{operation} as {login}: {nothing}"
        for row in world.hidden(login, one.noun)[: HIDDEN_TRIED if one.kind is Kind.DETAIL else 1]:
            answer = client.ask("GET", operation.at(row["id"]))
            world.findings.saw(operation, login, 1)
            if same_but_for(answer, row["id"]) != nothing:
                world.findings.leak(operation, login, f"{answer.status_code} {answer.text[:200]} is not {nothing}")
        by_id = operation.parameters[0].endswith("_id")
        if one.kind is Kind.DETAIL and by_id and not lacks_right(client, operation):
            for row in world.visible(login, one.noun)[:HIDDEN_TRIED]:
                assert client.get(operation.at(row["id"]))["id"] == row["id"], f"{operation} as {login}"
    assert world.findings.leaks == []


@pytest.mark.parametrize("login", USERS)
def test_no_answer_names_a_record_out_of_sight(world: World, login: str) -> None:
    """Figures, reports, parts of records and everything else that answers a GET."""
    client, secrets = world[login], world.secret_ids(login) | world.secret_keys(login)
    for one in world.of_kind(Kind.FIGURES, Kind.LIST, Kind.PART):
        paths = [one.operation.path]
        if "q" in one.operation.demanded:
            paths = [f"{one.operation.path}?{urlencode({'q': word})}" for word in world.words_out_of_sight(login)]
        elif one.kind is Kind.PART:
            rows = world.visible(login, one.noun) if one.noun in world.rows else []
            paths = [one.operation.at(row["id"]) for row in rows[:1] if len(one.operation.parameters) == 1]
        for path in paths:
            answer = client.ask("GET", path)
            world.findings.saw(one.operation, login, len(secrets))
            told = {secret for secret in secrets if secret in answer.text}
            if told:
                rows = [
                    row for noun in world.rows for row in world.rows[noun] if {row["id"], row.get("external_id")} & told
                ]
                world.findings.leak(one.operation, login, f"{path} names {rows[0]}")
    assert world.findings.leaks == []


def test_a_record_in_sight_names_records_out_of_sight_that_have_keys(world: World) -> None:
    """Else the walk would prove nothing about keys."""
    visits = [row for row in world.visible("uma.south", "/v1/visits") if row["opportunity_id"]]
    hidden = {row["id"]: row for row in world.hidden("uma.south", "/v1/opportunities")}
    keys = {hidden[row["opportunity_id"]]["external_id"] for row in visits if row["opportunity_id"] in hidden}
    assert keys
    assert keys <= world.secret_keys("uma.south")


def test_what_is_told_is_about_records_in_sight(world: World) -> None:
    """The log of what happened: no event of a record that is hidden, or of what is another person's alone."""
    personal = {login: world.personal_ids(login) for login in USERS}
    for noun in (noun for noun in world.lists if world.sight(noun) is Sight.TOLD):
        for login in USERS:
            hidden = world.secret_ids(login).union(*(ids for other, ids in personal.items() if other != login))
            told = {row["subject"] for row in told_rows(world[login], noun)}
            world.findings.saw(world.lists[noun], login, len(hidden))
            assert told, f"{noun} tells {login} nothing"
            if leaked := told & (hidden - personal[login]):
                world.findings.leak(world.lists[noun], login, f"tells of {sorted(leaked)}")
    assert world.findings.leaks == []


def told_rows(client: Client, path: str) -> Iterator[Any]:
    params = {"limit": "200"}
    while True:
        page = client.get(path, params=params)
        yield from page["data"]
        if not page["next"]:
            return
        params["after"] = page["next"]


def test_what_concerns_the_whole_company_is_refused_to_whom_it_does_not_obey(world: World) -> None:
    for noun in (noun for noun in world.lists if world.sight(noun) is Sight.HEAD):
        for login in USERS:
            answer = world[login].ask("GET", noun)
            world.findings.saw(world.lists[noun], login)
            assert answer.status_code == 403, f"{noun} as {login}"
        assert world["admin"].get(noun)["data"] is not None


def test_what_is_personal_is_one_persons(world: World) -> None:
    for noun, operation in world.lists.items():
        if world.sight(noun) not in (Sight.PERSONAL, Sight.REACHED):
            continue
        theirs = {login: {row["id"] for row in every_row(world[login], operation)} for login in ("admin", *USERS)
                  if lets_in(world[login], operation)
                  and (operation.right in world[login].me["rights"] or ":" not in operation.right)}  # fmt: skip
        for login, ids in theirs.items():
            world.findings.saw(operation, login, sum(map(len, theirs.values())))
            others = set().union(*(more for other, more in theirs.items() if other != login))
            assert not ids & others or world.sight(noun) is Sight.REACHED, f"{operation} as {login}"
            hidden = sorted(others - ids)[:HIDDEN_TRIED]
            for one in world.of_kind(Kind.DETAIL, Kind.PART):
                if one.noun == noun and len(one.operation.parameters) == 1:
                    never = new_id()
                    nothing = same_but_for(world[login].ask("GET", one.operation.at(never)), never)
                    for record_id in hidden:
                        answer = world[login].ask("GET", one.operation.at(record_id))
                        assert same_but_for(answer, record_id) == nothing, f"{one.operation} as {login}"


@pytest.mark.parametrize("name", ["org_unit", "owner"])
def test_a_report_on_somebody_out_of_sight_is_one_on_nobody(world: World, name: str) -> None:
    sara, olga = world.viewer("sara.south"), world.viewer("olga.office")
    hidden = {"org_unit": olga.unit_id, "owner": olga.id}[name]
    assert sara.id != hidden
    for one in world.of_kind(Kind.FIGURES):
        if name in one.operation.query:
            never = new_id()
            answers = [
                same_but_for(world["sara.south"].ask("GET", one.operation.path, params={name: value}), value)
                for value in (hidden, never)
            ]
            assert answers[0] == answers[1], one.operation
            assert answers[0][0] == 404, one.operation


def test_a_hidden_record_takes_as_long_to_find_as_none(world: World) -> None:
    """Medians over many pairs asked in turn; a look-up more, or one that stops early, would show."""
    login = "sara.south"
    client, took = world[login], {"hidden": [], "never": []}  # type: ignore[var-annotated]
    for noun, operation in world.details.items():
        if noun not in world.rows or world.sight(noun) is Sight.COMPANY or lacks_right(client, operation):
            continue
        for row in world.hidden(login, noun)[:2] * 3:
            for name, record_id in (("hidden", row["id"]), ("never", new_id())):
                began = time.perf_counter()
                client.ask("GET", operation.at(record_id))
                took[name].append(time.perf_counter() - began)
    hidden, never = statistics.median(took["hidden"]), statistics.median(took["never"])
    assert len(took["hidden"]) >= 50
    assert 0.6 < hidden / never < 1.6, (
        f"{hidden * 1000:.1f} ms for what is hidden, {never * 1000:.1f} ms for what is not"
    )
