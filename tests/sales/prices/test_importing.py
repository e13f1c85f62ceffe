"""Price lists and their prices from files: row by row, told once a list, and taken back as long as nothing followed."""

from typing import Any

import pytest

from shared.company_wide import NotForTheWholeCompany
from shared.contracts.sales.price_lists import MOST_PRICES, PriceKey
from shared.ids import new_id
from tests.sales.desk import Office

LIST = {"code": "AUTUMN", "name": "Autumn", "currency": "USD"}


@pytest.fixture
def office(office_anywhere: Office) -> Office:
    """Three products, one of them retired."""
    helen = office_anywhere("helen")
    for code in ("PUMP", "B/1", "OLD"):
        product = helen.create_product(request={"code": code, "name": code, "list_price": "10.00"})["id"]
    helen.retire_product(product_id=product, request={})
    return office_anywhere


def load(office: Office, noun: str, *rows: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    desk = office("helen").in_job(more.pop("job", new_id()))
    results: list[dict[str, Any]] = getattr(desk, f"import_{noun}")(rows=list(rows), **{"mode": "upsert"} | more)[
        "results"
    ]
    return results


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [result["code"] or result["outcome"] for result in results]


def price(product: str, quantity: int, amount: str, code: str = "AUTUMN") -> dict[str, str]:
    return {"key": f"{code}/{product}/{quantity}", "unit_price": amount}


def prices(office: Office) -> dict[str, str]:
    return {row["key"]: row["unit_price"] for row in office("nils").list_listed_prices(query={})["data"]}


def undo(office: Office, noun: str, job_id: str, ids: list[str]) -> list[str]:
    """What becomes of them; a second call of the same undo changes nothing."""
    desk = office("helen").in_job(new_id())
    told = getattr(desk, f"undo_{noun}")(job_id=job_id, record_ids=ids)["results"]
    return outcomes(told)


def test_a_list_is_loaded_by_its_code_and_only_what_differs_is_changed(office: Office) -> None:
    rehearsed = load(office, "price_lists", LIST, dry_run=True)
    assert outcomes(rehearsed) == ["created"]
    assert office("nils").list_price_lists(query={})["data"] == []
    [made] = load(office, "price_lists", LIST | {"unit_code": "SOUTH"})
    assert outcomes(load(office, "price_lists", LIST | {"unit_code": "SOUTH", "kind": "standard"})) == ["unchanged"]
    changed = LIST | {"name": "Fall", "unit_code": None, "ends_on": "2031-01-01"}
    assert outcomes(load(office, "price_lists", changed)) == ["updated"]
    shown = office("nils").get_price_list(price_list_id=made["id"])
    assert [shown[name] for name in ("name", "unit_code", "ends_on", "prices", "version")] == [
        "Fall", None, "2031-01-01", [], 2,
    ]  # fmt: skip
    refused = {
        "import_field_not_loaded": LIST | {"currency": "EUR"},
        "import_reference_unknown": LIST | {"unit_code": "NOWHERE"},
        "price_list_ends_before_start": LIST | {"starts_on": "2032-01-01"},
        "promotion_needs_window": LIST | {"code": "OTHER", "kind": "promotion"},
        "malformed": LIST | {"status": "withdrawn"},
    }
    assert outcomes(load(office, "price_lists", *refused.values())) == list(refused)
    assert outcomes(load(office, "price_lists", LIST, mode="create")) == ["import_key_taken"]
    assert outcomes(load(office, "price_lists", LIST | {"code": "NEW"}, mode="update")) == ["import_key_unknown"]


def test_prices_are_loaded_one_by_one_and_each_list_tells_once(office: Office) -> None:
    load(office, "price_lists", LIST, LIST | {"code": "WINTER"})
    rows = [
        price("PUMP", 1, "9.00"),
        price("PUMP", 10, "8.00"),
        price("B%2F1", 1, "3.00"),
        price("PUMP", 1, "7", "WINTER"),
    ]
    assert outcomes(load(office, "listed_prices", *rows, dry_run=True)) == ["created"] * 4
    assert prices(office) == {}
    made = load(office, "listed_prices", *rows)
    assert outcomes(made) == ["created"] * 4
    assert outcomes(load(office, "listed_prices", *rows)) == ["unchanged"] * 4
    again = [price("PUMP", 10, "7.50"), price("B%2F1", 5, "2.00")]
    results = load(office, "listed_prices", *again)
    assert (outcomes(results), results[0]["id"]) == (["updated", "created"], made[1]["id"])
    assert prices(office) == {one["key"]: f"{float(one['unit_price']):.2f}" for one in [*rows, *again]}
    listed = office("nils").get_listed_price(listed_price_id=made[2]["id"])
    assert (listed["price_list_code"], listed["product_code"], listed["currency"]) == ("AUTUMN", "B/1", "USD")
    told = office.branches.told(listed["price_list_id"])
    assert told == ["created", "changed", "changed"]


def test_each_row_that_breaks_a_rule_is_rejected_and_the_others_are_taken(office: Office) -> None:
    load(office, "price_lists", LIST)
    _, gone = load(office, "price_lists", LIST, LIST | {"code": "GONE"})
    load(office, "listed_prices", price("PUMP", 1, "5.00", "GONE"))
    office("helen").withdraw_price_list(price_list_id=gone["id"], request={})
    cases = {
        "import_reference_unknown": [price("PUMP", 1, "1", "NONE"), price("NONE", 1, "1")],
        "product_not_offered": [price("OLD", 1, "1.00")],
        "price_list_state_forbids": [price("PUMP", 1, "6.00", "GONE"), price("PUMP", 2, "6.00", "GONE")],
        "malformed": [
            price("PUMP", 0, "1"), price("PUMP", 1_000_001, "1"), price("PUMP", 1, "-1"), price("PUMP", 1, "x"),
            {"key": "AUTUMN/PUMP", "unit_price": "1"}, {"key": "AUTUMN/PUMP/01", "unit_price": "1"},
        ],
    }  # fmt: skip
    for code, rows in cases.items():
        assert outcomes(load(office, "listed_prices", *rows)) == [code] * len(rows), code
    assert outcomes(load(office, "listed_prices", price("PUMP", 1, "5", "GONE"))) == ["unchanged"]
    mixed = [price("PUMP", 1, "9"), price("OLD", 1, "1"), price("PUMP", 1, "8")]
    assert outcomes(load(office, "listed_prices", *mixed)) == ["created", "product_not_offered", "import_key_taken"]
    assert prices(office)["AUTUMN/PUMP/1"] == "9.00"
    assert outcomes(load(office, "listed_prices", mixed[0], mode="create")) == ["import_key_taken"]
    assert outcomes(load(office, "listed_prices", price("PUMP", 2, "8"), mode="update")) == ["import_key_unknown"]
    many = [price("PUMP", quantity, "1") for quantity in range(2, MOST_PRICES + 2)]
    assert outcomes(load(office, "listed_prices", *many))[-2:] == ["created", "price_list_full"]
    for noun, rows in (("price_lists", [LIST]), ("listed_prices", mixed)):
        with pytest.raises(NotForTheWholeCompany):
            getattr(office("nora"), f"import_{noun}")(rows=rows, mode="upsert")


def test_a_load_of_prices_is_taken_back_price_by_price_unless_its_list_was_changed_since(office: Office) -> None:
    load(office, "price_lists", LIST)
    load(office, "listed_prices", price("PUMP", 1, "9"), price("PUMP", 5, "8"))
    before, job_id = prices(office), new_id()
    rows = [price("PUMP", 1, "7"), price("B%2F1", 1, "3"), price("PUMP", 9, "6")]
    results = load(office, "listed_prices", *rows, job=job_id)
    ids = [result["id"] for result in results]
    desk = office("helen").in_job(new_id())
    for part, wanted in (
        (ids[1:], ["removed", "removed"]),
        (ids[:1], ["restored"]),
        (ids, ["unchanged", "not_found", "not_found"]),
    ):
        assert outcomes(desk.undo_listed_prices(job_id=job_id, record_ids=part)["results"]) == wanted
    assert prices(office) == before
    job_id = new_id()
    [changed] = load(office, "listed_prices", price("PUMP", 1, "7"), job=job_id)
    shown = office("nils").get_listed_price(listed_price_id=changed["id"])
    office("helen").change_price_list(price_list_id=shown["price_list_id"], request={"name": "By hand"})
    assert undo(office, "listed_prices", job_id, [changed["id"]]) == ["changed_since"]
    assert prices(office)["AUTUMN/PUMP/1"] == "7.00"


def test_a_load_of_lists_is_taken_back_by_putting_them_out_of_force(office: Office) -> None:
    [known] = load(office, "price_lists", LIST)
    job_id = new_id()
    results = load(
        office, "price_lists", LIST | {"name": "Fall", "starts_on": "2031-01-01"}, LIST | {"code": "NEW"}, job=job_id
    )
    assert undo(office, "price_lists", job_id, [result["id"] for result in results]) == ["restored", "withdrawn"]
    shown = office("nils").get_price_list(price_list_id=known["id"])
    assert (shown["name"], shown["starts_on"]) == ("Autumn", None)
    assert office("nils").get_price_list(price_list_id=results[1]["id"])["status"] == "withdrawn"


def test_a_price_that_stays_on_its_list_stays_the_same_price(office: Office) -> None:
    [made] = load(office, "price_lists", LIST)
    [kept, _] = load(office, "listed_prices", price("PUMP", 1, "9"), price("PUMP", 5, "8"))
    product = office("nils").get_listed_price(listed_price_id=kept["id"])["product_id"]
    replaced = [
        {"product_id": product, "unit_price": "8.50"},
        {"product_id": product, "from_quantity": 2, "unit_price": "8"},
    ]
    office("helen").change_price_list(price_list_id=made["id"], request={"prices": replaced})
    assert office("nils").get_listed_price(listed_price_id=kept["id"])["unit_price"] == "8.50"
    assert prices(office) == {"AUTUMN/PUMP/1": "8.50", "AUTUMN/PUMP/2": "8.00"}


@pytest.mark.parametrize("code", ["A", "A/B", "%2F", "A%25/", "/"])
def test_a_key_names_codes_with_any_character(code: str) -> None:
    key = PriceKey(code, code[::-1], 12)
    assert PriceKey.read(str(key)) == key
