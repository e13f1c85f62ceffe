"""Managed lists: what a field may say is the company's to decide, and what was said stays readable."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def codes(client: Client, path: str) -> list[str]:
    """The values in use, in their order."""
    rows = client.all(f"{path}/values", params={"filter[retired][eq]": "false"})
    return [row["code"] for row in rows]


def values_of_a_list(company: Company, path: str, write: Any, shown: Any, *, strict: bool) -> None:
    """A manager adds, renames, orders and retires; `write(value)` answers for a new record with the value, of which
    `shown` reads it. Afterwards no value of the test is in use.
    """
    manager, seller = company["helen.head"], company["nils.north"]
    first, second = (f"value {new_id()[-12:]}" for _ in range(2))
    assert (write(first).status_code == 422) is strict
    manager.post(f"{path}/values", {"code": first, "label": {"en": "First", "zh": "第一"}, "position": 2000})
    manager.post(f"{path}/values", {"code": second, "position": 1000})
    assert codes(seller, path)[-2:] == [second, first]
    assert write(f"{first} too").status_code == 422
    old = write(first).json()
    assert shown(seller.get(old["path"])) == first

    manager.patch(f"{path}/values/{first}", {"label": {"en": "Renamed"}, "position": 900})
    assert codes(seller, path)[-2:] == [first, second]
    assert seller.get(f"{path}/values/{first}")["label"] == {"en": "Renamed"}

    manager.post(f"{path}/values/{first}/retire")
    assert first not in codes(seller, path)
    assert shown(seller.get(old["path"])) == first
    problem = write(first)
    assert problem.status_code == 422, problem.text
    assert len(problem.json()["errors"]) == 1
    assert write(second).status_code < 300
    manager.refused("POST", f"{path}/values/{first}/retire", {}, status=409, code="picklist_value_retired")
    manager.post(f"{path}/values/{first}/reinstate")
    assert write(first).status_code < 300
    for value in (first, second):
        manager.post(f"{path}/values/{value}/retire")
    assert write(first).status_code == 422
    history = manager.get(f"{path}/values/{first}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in history] == [
        "added",
        "changed",
        "retired",
        "reinstated",
        "retired",
    ]


class Kept:
    """An answer whose body also says where the record is."""

    def __init__(self, answer: Any, noun: str) -> None:
        self.status_code, self.text = answer.status_code, answer.text
        self._answer, self._noun = answer, noun

    def json(self) -> Any:
        body = self._answer.json()
        return {**body, "path": f"/v1/{self._noun}/{body.get('id')}"}


@pytest.mark.feature("X-23")
def test_a_manager_keeps_the_levels_industries_sources_reasons_and_values_of_custom_attributes(
    company: Company,
) -> None:
    """Stages are kept at their own address: see the tests of stages."""
    nils, admin = company["nils.north"], company["admin"]

    def new(noun: str, **fields: Any) -> Kept:
        return Kept(nils.ask("POST", f"/v1/{noun}", {"name": f"Test {new_id()}", **fields}), noun)

    def lost(reason: str) -> Kept:
        deal = new("opportunities").json()
        return Kept(nils.ask("POST", f"{deal['path']}/lose", {"reason": reason}), "opportunities")

    own = {"entity": "customers", "code": f"f{new_id()[-12:]}", "type": "choice", "label": {"en": "Attribute"}}
    field = admin.post("/v1/custom-fields", {**own, "choices": [{"code": "old"}]})
    code = field["code"]
    for picklist, strict, write, shown in (
        ("customer_level", True, lambda value: new("customers", level=value), lambda one: one["level"]),
        ("industry", False, lambda value: new("customers", industry=value), lambda one: one["industry"]),
        ("opportunity_source", False, lambda value: new("opportunities", source=value), lambda one: one["source"]),
        ("lost_reason", False, lost, lambda one: one["lost_reason"]),
        (
            field["picklist"],
            True,
            lambda value: new("customers", custom={code: value}),
            lambda one: one["custom"][code],
        ),
    ):
        values_of_a_list(company, f"/v1/picklists/{picklist}", write, shown, strict=strict)


def test_a_record_keeps_a_retired_value_when_something_else_of_it_changes(company: Company) -> None:
    nils, helen = company["nils.north"], company["helen.head"]
    level = f"level {new_id()[-12:]}"
    helen.post("/v1/picklists/customer_level/values", {"code": level})
    customer = nils.post("/v1/customers", {"name": f"Customer {new_id()}", "level": level})
    helen.post(f"/v1/picklists/customer_level/values/{level}/retire")
    path = f"/v1/customers/{customer['id']}"
    assert nils.patch(path, {"level": level, "phone": "123456"})["level"] == level
    nils.patch(path, {"level": "A"})
    nils.refused("PATCH", path, {"level": level}, status=422, code="picklist_value_refused")


def test_what_a_list_refuses(company: Company) -> None:
    helen, nils = company["helen.head"], company["nils.north"]
    code = f"p{new_id()[-12:]}"
    helen.post("/v1/picklists", {"code": code, "label": {"en": "Mine"}, "values": [{"code": "a"}, {"code": "b"}]})
    path = f"/v1/picklists/{code}"
    helen.refused("POST", "/v1/picklists", {"code": code, "label": {"en": "x"}}, status=409, code="picklist_code_taken")
    helen.refused("POST", f"{path}/values", {"code": "a"}, status=409, code="picklist_value_taken")
    for bad in ("", " a", "a,b", "a/b", "a\n", "x" * 101, 7):
        helen.refused("POST", f"{path}/values", {"code": bad}, status=400)
    helen.refused("PATCH", f"{path}/values/a", {"code": "z"}, status=400)
    many = [{"code": f"v{number}"} for number in range(10_000)]
    big = {"code": f"{code}b", "label": {"en": "x"}, "values": many}
    helen.refused("POST", "/v1/picklists", big, status=400)
    twice = {**big, "values": [{"code": "a"}, {"code": "a"}]}
    helen.refused("POST", "/v1/picklists", twice, status=409, code="picklist_value_taken")
    helen.refused("GET", f"/v1/picklists/{code}b", status=404)
    helen.refused("GET", "/v1/picklists/no_such/values", status=404)
    helen.refused("GET", f"{path}/values/no such", status=404)
    for method, address, body in (
        ("POST", "/v1/picklists", {"code": "mine", "label": {"en": "x"}}),
        ("POST", f"{path}/values", {"code": "c"}),
        ("PATCH", f"{path}/values/a", {"position": 1}),
        ("POST", f"{path}/values/a/retire", {}),
    ):
        nils.refused(method, address, body, status=403)
    html = {"en": "<script>alert(1)</script>"}
    assert helen.patch(path, {"label": html})["label"] == html
    seen = helen.get(f"{path}/values/a")
    stale = {"If-Match": '"99"'}
    helen.refused("PATCH", f"{path}/values/a", {"position": 5}, headers=stale, status=412)
    assert helen.get(f"{path}/values/a") == seen
