"""Plans out of a file: by external id, before their deadline, and a second time without any effect."""

from typing import Any

from tests.messaging.post_office import PostOffice

ITEMS = '[{"id":"x","text":"Call Ada","due_on":"2031-03-04","outcome":null,"remark":null},{"text":"Write"}]'


def row(key: str, **fields: Any) -> dict[str, Any]:
    return {"external_id": key, "kind": "week", "starts_on": "2031-03-03", "title": "Spring", "items": ITEMS} | fields


def load(office: PostOffice, login: str, *rows: dict[str, Any], mode: str = "upsert") -> list[Any]:
    told: list[Any] = office.ask(login, "import_plans", rows=list(rows), mode=mode)["results"]
    return told


def test_plans_are_loaded_once_and_a_changed_cell_makes_that_change_alone(post_anywhere: PostOffice) -> None:
    first, second = sorted(post_anywhere.house.people)[:2]
    (made,) = load(post_anywhere, first, row("P-1"))
    deadline = post_anywhere.ask(first, "get_plan", plan_id=made["id"])["deadline"]
    for again in (row("P-1"), row("P-1", deadline=deadline)):
        assert load(post_anywhere, first, again)[0]["outcome"] == "unchanged"
    assert load(post_anywhere, first, row("P-1", items='[{"text":"Call Ada"}]'))[0]["outcome"] == "updated"
    plan = post_anywhere.ask(first, "get_plan", plan_id=made["id"])
    assert ([item["text"] for item in plan["items"]], plan["title"], plan["version"]) == (["Call Ada"], "Spring", 2)
    results = load(
        post_anywhere,
        first,
        row("P-1", starts_on="2031-03-10"),
        row("P-2"),
        row("P-2", starts_on="2031-03-11"),
        row("P-2", starts_on="2020-03-02"),
        row("P-2", items="[]"),
        row("P-2", status="summarised"),
        row("P-2", starts_on="2031-03-10", items='[{"text":"Write"}]'),
        row("P-2", starts_on="2031-03-17", items='[{"text":"Write"}]'),
    )
    assert [result["code"] for result in results] == [
        "import_field_not_loaded", "plan_for_period_exists", "plan_period_begins_elsewhere", "plan_deadline_past",
        "malformed", "malformed", None, "import_key_taken",
    ]  # fmt: skip
    assert load(post_anywhere, first, row("P-1"), mode="create")[0]["code"] == "import_key_taken"
    assert load(post_anywhere, first, row("P-9"), mode="update")[0]["code"] == "import_key_unknown"
    assert load(post_anywhere, second, row("P-1", title="Stolen"))[0]["code"] == "plan_external_id_taken"
