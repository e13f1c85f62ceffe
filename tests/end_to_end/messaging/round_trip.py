"""Plans and schedules go back in as they were exported."""

from shared.ids import new_id
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported
from tests.end_to_end.service_desk.round_trip import load


def plans(company: Company) -> None:
    """A plan goes back in with its items, and a changed item is one change."""
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


def schedules(company: Company) -> None:
    """An entry goes back in with its times and those who take part; what came of it stays as its verbs left it."""
    admin, key = company["admin"], f"S{new_id()}"
    there = [company.people[login]["id"] for login in ("nils.north", "sara.south")]
    body = {"kind": "call", "title": "=Call Ada", "plan": "two\nlines", "participants": there}
    times = {"starts_at": "2037-03-04T09:00:00.123456+02:00", "ends_at": "2037-03-04T10:00:00+02:00"}
    made = [admin.post("/v1/schedules", {**body, **times, "external_id": f"{key}-{number}"}) for number in range(2)]
    paths = [f"/v1/schedules/{one['id']}" for one in made]
    admin.post(f"{paths[1]}/complete", {"result": "Reached"})
    before = [admin.get(path) for path in paths]
    wanted = {"field": "external_id", "op": "like", "value": f"{key}*"}
    answer = exported(admin, noun="schedules", filter=wanted)
    names = ("external_id", "kind", "title", "plan", "place", "starts_at", "ends_at", "participants")
    columns = {name: name for name in names}
    for _ in range(2):
        assert load(admin, "schedules", answer.content, columns)["unchanged"] == 2
    assert [admin.get(path) for path in paths] == before
    edited = answer.content.replace(b"two\nlines", b"three\nlines", 1)
    assert (
        load(admin, "schedules", edited.replace(b"2037-03-04T07:00:00.123456", b"2037-03-04T07:30:00", 1), columns)[
            "updated"
        ]
        == 1
    )
    after = admin.get(paths[0])
    assert (after["plan"], after["participants"]) == ("three\nlines", before[0]["participants"])
    assert (after["starts_at"], after["version"]) == ("2037-03-04T07:30:00+00:00", 3)
    assert admin.get(paths[1]) == before[1]
