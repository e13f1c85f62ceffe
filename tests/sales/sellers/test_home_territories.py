"""Where sellers are at home: a territory of the company, named by its id, its code or its name, and shown with it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.sales.territories.rules import TerritoryIsInUse
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.sales.desk import NOBODY, Office
from tests.sales.sellers.test_sellers import define


def territory(office: Office, name: str = "Upper valley", code: str = "") -> Any:
    return office("helen").create_territory(request={"code": code or f"T{new_id()[-12:]}", "name": name})


def home(seller: Any) -> tuple[str | None, str | None]:
    named = seller["home_territory"]
    return seller["territory"], named and named["name"]


def test_a_home_territory_is_named_by_its_id_its_code_or_its_name_and_shown_by_all(office_anywhere: Office) -> None:
    office, name = office_anywhere, f"Valley {new_id()[-12:]}"
    valley = territory(office, name)
    made = define(office, home_territory_id=valley["id"])
    assert home(made) == (valley["code"], name)
    assert made["home_territory"] == {"id": valley["id"], "code": valley["code"], "name": name}
    for said in (valley["code"].lower(), f"{name.upper()}", valley["code"]):
        nora, seller = office("nora"), {"seller_id": made["id"]}
        assert home(nora.change_seller(**seller, request={"territory": "N-1"})) == ("N-1", None)
        assert home(nora.change_seller(**seller, request={"territory": said})) == (said, name)
    office("helen").rename_territory(territory_id=valley["id"], request={"name": "Lower valley"})
    asked = {"filter": {"field": "home_territory_id", "op": "eq", "value": valley["id"]}}
    [listed] = office("nora").list_sellers(query=asked)["data"]
    assert home(listed) == home(nora.get_seller(**seller)) == (valley["code"], "Lower valley")
    assert home(nora.change_seller(**seller, request={"capacity": 3})) == (valley["code"], "Lower valley")
    assert home(nora.change_seller(**seller, request={"home_territory_id": None})) == (None, None)
    event = office.events(made["id"])[-1].data
    assert event["changes"]["home_territory_id"] == {"before": valley["id"], "after": None}


def test_a_text_that_several_territories_have_for_a_name_names_none(office: Office) -> None:
    name = f"Coast {new_id()[-12:]}"
    territory(office, name)
    territory(office, name)
    assert home(define(office, territory=name)) == (name, None)


def test_a_home_that_there_is_not_or_that_is_said_twice_is_refused(office: Office) -> None:
    with pytest.raises(NotFound):
        define(office, home_territory_id=NOBODY)
    made, valley = define(office), territory(office)
    for wrong in (
        {"home_territory_id": "valley"},
        {"home_territory_id": 7},
        {"home_territory_id": valley["id"], "territory": valley["code"]},
        {"home_territory_id": None, "territory": "N-1"},
    ):
        with pytest.raises(Malformed):
            office("nora").change_seller(seller_id=made["id"], request=wrong)
    with pytest.raises(NotFound):
        office("nora").change_seller(seller_id=made["id"], request={"home_territory_id": NOBODY})
    with pytest.raises(NotFound):
        office("sara").change_seller(seller_id=made["id"], request={"home_territory_id": valley["id"]})
    assert home(office("nora").get_seller(seller_id=made["id"])) == (None, None)


def test_a_territory_is_not_removed_while_it_is_somebodys_home(office_anywhere: Office) -> None:
    office = office_anywhere
    valley = territory(office)
    made = define(office, home_territory_id=valley["id"])
    with pytest.raises(TerritoryIsInUse) as refusal:
        office("helen").remove_territory(territory_id=valley["id"])
    assert refusal.value.extra["ties"] == ["home_sellers"]
    office("nora").change_seller(seller_id=made["id"], request={"territory": None})
    office("helen").remove_territory(territory_id=valley["id"])


def test_of_a_removal_and_a_move_in_at_once_one_is_refused(office_anywhere: Office) -> None:
    office = office_anywhere
    valley, made = territory(office), define(office)

    def move_in() -> str:
        try:
            office("nora").change_seller(seller_id=made["id"], request={"home_territory_id": valley["id"]})
        except NotFound:
            return "gone"
        return "moved in"

    def remove() -> str:
        try:
            office("helen").remove_territory(territory_id=valley["id"])
        except TerritoryIsInUse:
            return "kept"
        return "removed"

    with ThreadPoolExecutor(2) as threads:
        told = tuple(one.result() for one in [threads.submit(move_in), threads.submit(remove)])
    assert told in {("moved in", "kept"), ("gone", "removed")}
    shown = office("nora").get_seller(seller_id=made["id"])["home_territory"]
    assert (shown is None) == (told == ("gone", "removed"))
