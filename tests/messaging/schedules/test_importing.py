"""Schedules out of a file: by external id, only what is still planned, and a second time without any effect."""

import json
from typing import Any

from shared.persistence.platform import OrgPersonReplica
from tests.messaging.post_office import PostOffice


def row(key: str, *logins: str, **fields: Any) -> dict[str, Any]:
    people = json.dumps([{"id": "x", "login": login, "name": "Somebody"} for login in logins])
    said = {"external_id": key, "kind": "call", "title": "Call Ada", "starts_at": "2031-03-03T09:00:00Z"}
    return said | {"participants": people} | fields


def staff(office: PostOffice) -> list[str]:
    """Three people of whom the messaging service has been told."""
    logins, unit_id = sorted(office.house.people)[:3], office.house.units["HQ"]
    with office.database.write() as session:
        for login in logins:
            person_id = office.house.people[login]
            session.add(OrgPersonReplica(id=person_id, login=login, name=login, unit_id=unit_id, path="/1/"))
    return logins


def load(office: PostOffice, login: str, *rows: dict[str, Any], mode: str = "upsert") -> list[Any]:
    told: list[Any] = office.ask(login, "import_schedules", rows=list(rows), mode=mode)["results"]
    return told


def shown(office: PostOffice, login: str, schedule_id: str) -> Any:
    return office.ask(login, "get_schedule", schedule_id=schedule_id)


def test_entries_are_loaded_once_and_what_differs_is_commanded_alone(post_anywhere: PostOffice) -> None:
    first, second, third = staff(post_anywhere)
    (made,) = load(post_anywhere, first, row("S-1", second, first))
    before = shown(post_anywhere, first, made["id"])
    assert [person["login"] for person in before["participants"]] == [second]
    for again in (row("S-1", second), row("S-1", second, ends_at=None)):
        assert load(post_anywhere, first, again)[0]["outcome"] == "unchanged"
    assert shown(post_anywhere, first, made["id"]) == before
    assert load(post_anywhere, first, row("S-1", third, title="Call Bob"))[0]["outcome"] == "updated"
    assert load(post_anywhere, first, row("S-1", third, title="Call Bob", starts_at="2031-03-04T09:00:00Z"))[0]["id"]
    entry = shown(post_anywhere, first, made["id"])
    assert (entry["title"], entry["starts_at"], entry["version"]) == ("Call Bob", "2031-03-04T09:00:00+00:00", 3)
    assert [person["login"] for person in entry["participants"]] == [third]


def test_a_row_that_breaks_a_rule_is_rejected_and_the_others_are_taken(post_anywhere: PostOffice) -> None:
    first, second = sorted(post_anywhere.house.people)[:2]
    over, _ = load(post_anywhere, first, row("S-1"), row("S-2"))
    post_anywhere.ask(first, "complete_schedule", schedule_id=over["id"], request={"result": "Reached"})
    results = load(
        post_anywhere,
        first,
        row("S-1"),
        row("S-1", title="Other"),
        row("S-1", starts_at="2031-03-05T09:00:00Z"),
        row("S-2", kind="task"),
        row("S-2", ends_at="2031-03-03T08:00:00Z"),
        row("S-3", "no.such.person"),
        row("S-4", kind="visit"),
        row("S-4", status="done"),
        row("S-4", participants=""),
        row("S-5"),
        row("S-5"),
    )
    assert [result["code"] for result in results] == [
        None, "schedule_state_forbids", "schedule_state_forbids", "import_field_not_loaded",
        "schedule_ends_before_it_begins", "import_reference_unknown", "malformed", "malformed", "malformed", None,
        "import_key_taken",
    ]  # fmt: skip
    assert load(post_anywhere, first, row("S-2"), mode="create")[0]["code"] == "import_key_taken"
    assert load(post_anywhere, first, row("S-9"), mode="update")[0]["code"] == "import_key_unknown"
    assert load(post_anywhere, second, row("S-2", title="Stolen"))[0]["code"] == "schedule_external_id_taken"
