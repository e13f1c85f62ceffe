"""Plans go back in as they were exported."""

from shared.ids import new_id
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported
from tests.end_to_end.service_desk.test_loading import load


def test_a_plan_goes_back_in_with_its_items_and_a_changed_item_is_one_change(company: Company) -> None:
    admin, key = company["admin"], f"P{new_id()}"
    items = [{"text": "=Call Ada, then write", "due_on": "2037-03-04"}, {"text": "Rest"}]
    body = {"external_id": key, "kind": "week", "starts_on": "2037-03-02", "title": "+Spring", "items": items}
    before = admin.post("/v1/plans", body)
    answer = exported(admin, noun="plans", filter={"field": "external_id", "op": "eq", "value": key})
    columns = {name: name for name in ("external_id", "kind", "starts_on", "title", "deadline", "items")}
    for _ in range(2):
        assert load(admin, "plans", answer.content, columns)["unchanged"] == 1
    path = f"/v1/plans/{before['id']}"
    assert admin.get(path) == before
    assert load(admin, "plans", answer.content.replace(b"Rest", b"Sleep"), columns)["updated"] == 1
    after = admin.get(path)
    assert ([item["text"] for item in after["items"]], after["version"]) == (["=Call Ada, then write", "Sleep"], 2)
