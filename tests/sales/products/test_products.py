"""Products through the door of the service: one catalogue for the company, kept by head office."""

from typing import Any

import pytest

from shared.actor import Reach
from shared.errors import Conflict, Forbidden, Malformed, NotFound, Refusal, Stale
from shared.ids import new_id
from tests.sales.desk import Desk, Office

GTX = {"code": "GTX", "name": "GTX Basic", "category": "GTX", "list_price": "550.00"}
WRITES: dict[str, dict[str, Any]] = {
    "create": {"code": "MG", "name": "MG", "list_price": "1"},
    "change": {"name": "other"},
    "retire": {},
    "reinstate": {},
}


def _product(office: Office, **fields: Any) -> str:
    return str(office("helen").create_product(request={**GTX, **fields})["id"])


def _write(desk: Desk, product_id: str, verb: str) -> Any:
    named = {} if verb == "create" else {"product_id": product_id}
    return getattr(desk, f"{verb}_product")(**named, request=WRITES[verb])


@pytest.mark.parametrize("who", ["helen", "nora", "nils", "sara"])
def test_everybody_reads_the_same_catalogue(office: Office, who: str) -> None:
    product_id = _product(office)
    assert [row["id"] for row in office(who).list_products(query={})["data"]] == [product_id]
    shown = office(who).get_product(product_id=product_id)
    assert {name: shown[name] for name in GTX} == GTX
    assert (shown["currency"], shown["active"], shown["version"]) == ("USD", True, 1)


@pytest.mark.parametrize("verb", list(WRITES))
@pytest.mark.parametrize(
    ("who", "reach"),
    [
        ("nils", Reach.OWN),
        ("nora", Reach.SUBORDINATES),
        ("nora", Reach.SUBTREE),
        ("helen", Reach.OWN),
        ("sara", Reach.UNIT),
    ],
)
def test_a_right_that_does_not_reach_the_whole_company_changes_no_product(
    office: Office, verb: str, who: str, reach: Reach
) -> None:
    product_id = _product(office)
    with pytest.raises(Forbidden) as refused:
        _write(office(who).reaching(reach), product_id, verb)
    assert refused.value.code == "reach_too_short"
    assert [event.sequence for event in office.events(product_id)] == [1]


@pytest.mark.parametrize(("who", "reach"), [("helen", Reach.SUBTREE), ("nils", Reach.ALL)])
def test_a_right_over_the_whole_company_keeps_the_catalogue(office: Office, who: str, reach: Reach) -> None:
    product_id = _product(office)
    assert _write(office(who).reaching(reach), product_id, "change")["name"] == "other"


@pytest.mark.parametrize(
    ("road", "verb", "code"),
    [
        ((), "retire", None),
        ((), "reinstate", "product_is_active"),
        ((), "change", None),
        (("retire",), "retire", "product_is_retired"),
        (("retire",), "change", "product_is_retired"),
        (("retire",), "reinstate", None),
    ],
)
def test_each_step_is_known_in_its_states_and_refused_in_all_others(
    office: Office, road: tuple[str, ...], verb: str, code: str | None
) -> None:
    product_id = _product(office)
    for step in road:
        _write(office("helen"), product_id, step)
    before = office("helen").get_product(product_id=product_id)
    if code is None:
        assert _write(office("helen"), product_id, verb)["version"] == before["version"] + 1
        return
    with pytest.raises(Conflict) as refused:
        _write(office("helen"), product_id, verb)
    assert refused.value.code == code
    assert office("helen").get_product(product_id=product_id) == before


@pytest.mark.parametrize("retired", [False, True])
def test_a_code_names_one_product_for_ever(office_anywhere: Office, retired: bool) -> None:
    product_id = _product(office_anywhere)
    if retired:
        office_anywhere("helen").retire_product(product_id=product_id, request={})
    with pytest.raises(Conflict) as refused:
        _product(office_anywhere, name="another")
    assert refused.value.code == "product_code_taken"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"filter": [["category", "eq", "GTX"]]}, ["GTX", "GTX-PRO"]),
        ({"filter": [["list_price", "between", ["100", "600"]]]}, ["GTX"]),
        ({"filter": [["list_price", "gte", "550.01"]]}, ["GTX-PRO"]),
        ({"filter": [["name", "like", "GTX P*"]]}, ["GTX-PRO"]),
        ({"filter": [["code", "in", ["MG", "GTX"]]]}, ["GTX", "MG"]),
        ({"filter": [["active", "eq", "false"]]}, ["OLD"]),
        ({"q": "special"}, ["MG"]),
        ({"sort": ["-list_price"], "limit": 2}, ["GTX-PRO", "GTX"]),
    ],
)
def test_the_catalogue_is_searched_by_name_code_category_price_and_words(
    office: Office, query: dict[str, Any], codes: list[str]
) -> None:
    _product(office)
    _product(office, code="GTX-PRO", name="GTX Pro", list_price="4821")
    _product(office, code="MG", name="MG Special", category="MG", list_price="55")
    old = _product(office, code="OLD", name="Relic", category=None, list_price="1")
    office("helen").retire_product(product_id=old, request={})
    assert [row["code"] for row in office("nils").list_products(query=query)["data"]] == codes


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"code": "X"}, "/code"),
        ({"active": False}, "/active"),
        ({"list_price": 5.5}, "/list_price"),
        ({"list_price": "-1"}, "/list_price"),
        ({"name": " "}, "/name"),
        ({"currency": "usd"}, "/currency"),
    ],
)
def test_a_wrong_or_smuggled_member_is_refused_by_its_place(
    office: Office, changed: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Malformed) as refused:
        office("helen").change_product(product_id=_product(office), request=changed)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_what_is_not_there_or_was_changed_meanwhile_is_not_changed(office: Office) -> None:
    with pytest.raises(NotFound):
        _write(office("helen"), new_id(), "change")
    product_id = _product(office)
    office("helen").expecting(1).change_product(product_id=product_id, request={"name": "first"})
    with pytest.raises(Stale):
        office("helen").expecting(1).change_product(product_id=product_id, request={"name": "second"})


def test_other_services_are_told_what_they_stock(office: Office) -> None:
    product_id = _product(office)
    office("helen").change_product(product_id=product_id, request={"list_price": "560"})
    office("helen").retire_product(product_id=product_id, request={})
    events = office.events(product_id)
    assert [event.type.split(".")[3] for event in events] == ["created", "changed", "retired"]
    assert [event.data["record_version"] for event in events] == [event.sequence for event in events] == [1, 2, 3]
    assert events[1].data["changes"] == {"list_price": {"before": "550.00", "after": "560.00"}}
    assert (events[2].data["code"], events[2].data["name"], events[2].data["active"]) == ("GTX", "GTX Basic", False)


@pytest.mark.parametrize("rpc", ["get_product", "list_product_history"])
def test_an_unknown_product_is_not_found(office: Office, rpc: str) -> None:
    with pytest.raises(Refusal) as refused:
        getattr(office("nils"), rpc)(product_id=new_id())
    assert refused.value.code == "not_found"
