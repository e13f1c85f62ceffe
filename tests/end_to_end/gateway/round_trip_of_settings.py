"""What the company set up is exported and goes back in: by its key, and a second time without any effect."""

import json
from dataclasses import dataclass, field
from typing import Any

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported, table

READ = {"right": "gateway.person:read", "reach": "unit"}
LIMITED = {"right": "sales.lead:read", "reach": "all", "open_fields": ["name", "company"]}


LABEL = {"label_en": "label.en", "label_zh": "label.zh"}


@dataclass(frozen=True)
class Settings:
    """Records of one entity: how two are made, which list shows them, and which columns go where in a row.

    MARK stands for what is different in each test; `first` is what they need to be there.
    """

    body: dict[str, Any]
    columns: dict[str, str]
    edited: tuple[str, str]
    noun: str = ""
    first: tuple[str, Any] | None = None
    more: list[tuple[str, Any]] = field(default_factory=list)
    by: str = "code"
    address: str = "id"


SETTINGS = {
    "positions": Settings({"name": "=Signs, 签"}, {"code": "code", "name": "name"}, ("=Signs", "Signs")),
    "groups": Settings(
        {"name": "@Watchers"},
        {name: name for name in ("code", "name", "demands_second_factor", "grants")},
        ('""reach"":""unit""', '""reach"":""all""'),
        more=[("grant", READ), ("grant", LIMITED), ("demand-second-factor", None)],
    ),
    "process_definitions": Settings(
        {
            "name": "+Discount",
            "noun": "sales.quotation",
            "steps": [{"name": "Check", "position": "MARK"}, {"name": "Sign, 签", "position": "MARK", "reach": "unit"}],
        },
        {name: name for name in ("code", "name", "noun", "steps", "retired")},
        ("Check", "Look"),
        first=("positions", {"code": "MARK", "name": "Approver"}),
    ),
    "picklists": Settings(
        {"label": {"en": "=Tier", "zh": "级别"}},
        {"code": "code", **LABEL},
        ("级别", "层级"),
        address="code",
    ),
    "picklist_values": Settings(
        {"label": {"en": "Gold, best"}},
        {"key": "key", "position": "position", "retired": "retired", **LABEL},
        ("Gold", "Silver"),
        noun="picklists/MARK/values",
        first=("picklists", {"code": "MARK", "label": {"en": "Tier"}}),
        address="code",
    ),
}


SETTINGS["custom_fields"] = Settings(
    {
        "entity": "leads",
        "label": {"en": "@Tier", "zh": "级别"},
        "type": "choice",
        "multiple": True,
        "picklist": "MARK",
        "default": ["=a", "b c"],
    },
    {name: name for name in ("key", "type", "required", "multiple", "picklist", "default", "position", "retired")}
    | LABEL,
    ("级别", "层级"),
    first=("picklists", {"code": "MARK", "label": {"en": "Tier"}, "values": [{"code": "=a"}, {"code": "b c"}]}),
)


SETTINGS["views"] = Settings(
    {
        "name": "=Mine, 我的",
        "noun": "leads",
        "filter": {"not": {"field": "company", "op": "in", "value": ["A, B", '"C"']}},
        "columns": ["name", "company"],
        "sort": ["-created_at"],
    },
    {name: name for name in ("external_id", "name", "noun", "filter", "columns", "sort", "q", "default")}
    | {"owner_login": "owner.login"},
    ("A, B", "A, C"),
    by="external_id",
)


def marked(body: Any, mark: str) -> Any:
    return json.loads(json.dumps(body).replace("MARK", mark))


def load(client: Client, entity: str, content: bytes) -> dict[str, int]:
    """What became of the rows of the file, of which none is rejected."""
    columns = SETTINGS[entity].columns
    mapping = {name: {"column": column, "empty_as_null": True} for name, column in columns.items()}
    prepared = client.post("/v1/imports", {"entity": entity, "mapping": mapping})
    path = f"/v1/imports/{prepared['id']}"
    client.ok("POST", f"{path}/file", data=content, headers={"Content-Type": "text/csv"})
    client.post(f"{path}/run", {})
    told = eventually(lambda: (found := client.get(path))["status"] == "finished" and found, seconds=60)
    assert told, client.get(path)
    assert client.get(f"{path}/results", params={"outcome": "rejected"})["data"] == []
    return {outcome: number for outcome, number in told["counts"].items() if number}


def there_and_back(company: Company, entity: str) -> None:
    """What was set up is exported and loaded again and again; a changed cell is one change."""
    admin, settings, mark = company["admin"], SETTINGS[entity], f"r{new_id()[-12:]}"
    noun = (settings.noun or entity.replace("_", "-")).replace("MARK", mark)
    if settings.first is not None:
        admin.post(f"/v1/{settings.first[0]}", marked(settings.first[1], mark))
    made = []
    for number in range(2):
        one = admin.post(f"/v1/{noun}", {**marked(settings.body, mark), settings.by: f"{mark}_{number}"})
        address = f"/v1/{noun}/{one[settings.address]}"
        for verb, body in settings.more:
            admin.post(f"{address}/{verb}", body)
        made.append(address)
    before = [admin.get(address) for address in made]

    answer = exported(admin, noun=noun, filter={"field": settings.by, "op": "like", "value": f"{mark}*"})
    assert [row[settings.by] for row in table(answer)] == [f"{mark}_{number}" for number in range(2)]
    for _ in range(2):
        assert load(admin, entity, answer.content) == {"unchanged": 2}
    assert [admin.get(address) for address in made] == before

    was, becomes = settings.edited
    first = answer.content.replace(was.encode(), becomes.encode(), 1)
    assert first != answer.content
    assert load(admin, entity, first) == {"updated": 1, "unchanged": 1}
    assert [admin.get(address)["version"] > one["version"] for address, one in zip(made, before, strict=True)] == [
        True,
        False,
    ]
    assert load(admin, entity, answer.content.replace(f"{mark}_1".encode(), f"{mark}_9".encode()))["created"] == 1
