"""Imports over HTTP: prepared, rehearsed, run, repeated, refused, and picked up after a process ended."""

from typing import Any

import pytest

from gateway.imports import commands
from shared.actor import Actor, Reach
from tests.gateway.imports.office import CUSTOMERS, FILE, PASSWORD, Office

NOTHING = {"created": 0, "updated": 0, "unchanged": 0, "rejected": 0}


def test_a_file_is_taken_row_by_row_parents_first(office: Office) -> None:
    told = office.run(office.prepared())
    assert (told["status"], told["rows"], told["progress"]) == ("finished", 2, {"done": 2, "total": 2})
    assert told["counts"] == {**NOTHING, "created": 2}
    assert {"text": "column people is empty: employees left open", "rows": 1} in told["notes"]
    customers = office.customers()
    assert customers["C-2"]["parent_id"] == customers["C-1"]["id"]
    assert customers["C-2"]["employees"] == 5


def test_a_rehearsal_tells_the_same_and_keeps_nothing(office: Office) -> None:
    import_id = office.prepared()
    told = office.run(import_id, "dry-run")
    assert (told["status"], told["counts"]) == ("checked", {**NOTHING, "created": 2})
    assert office.customers() == {}
    assert office.run(import_id)["counts"] == {**NOTHING, "created": 2}
    assert len(office.customers()) == 2


def test_a_second_run_of_the_same_file_changes_nothing(office: Office) -> None:
    office.run(office.prepared())
    before = office.customers()
    assert office.run(office.prepared())["counts"] == {**NOTHING, "unchanged": 2}
    assert office.customers() == before


def test_a_changed_row_is_updated_and_what_is_not_mapped_stays(office: Office) -> None:
    office.run(office.prepared())
    mother = office.customers()["C-1"]
    office.admin("PATCH", f"/v1/customers/{mother['id']}", {"phone": "+49 40 123456"})
    told = office.run(office.prepared(FILE.replace("Mother", "Mother & Co")))
    assert told["counts"] == {**NOTHING, "updated": 1, "unchanged": 1}
    again = office.customers()["C-1"]
    assert (again["name"], again["phone"]) == ("Mother & Co", "+49 40 123456")


def test_a_bad_row_is_rejected_by_itself_with_its_number_and_reason(office: Office) -> None:
    import_id = office.prepared("id,name,people,parent\nC-1,Good,,\nC-2,,many,\nC-3,Orphan,,C-9\nC-1,Twice,,\n")
    told = office.run(import_id)
    assert (told["status"], told["counts"]) == ("finished", {**NOTHING, "created": 1, "rejected": 3})
    page = office.admin("GET", f"/v1/imports/{import_id}/results?outcome=rejected")
    assert [(row["row"], row["key"], row["code"]) for row in page["data"]] == [
        (3, "C-2", "malformed"), (4, "C-3", "import_reference_unknown"), (5, "C-1", "malformed"),
    ]  # fmt: skip
    assert any(message.startswith("employees") for message in page["data"][0]["messages"])
    first = office.admin("GET", f"/v1/imports/{import_id}/results?limit=2")
    second = office.admin("GET", f"/v1/imports/{import_id}/results?limit=2&cursor={first['next']}")
    assert [row["row"] for row in first["data"] + second["data"]] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("mode", "counts"), [("create", {"created": 1, "rejected": 1}), ("update", {"updated": 1, "rejected": 1})]
)
def test_a_mode_takes_only_its_rows(office: Office, mode: str, counts: dict[str, int]) -> None:
    office.run(office.prepared("id,name,people,parent\nC-1,Mother,,\n"))
    changed = "id,name,people,parent\nC-1,Mother & Co,,\nC-7,New,,\n"
    assert office.run(office.prepared(changed, mode=mode))["counts"] == {**NOTHING, **counts}


def test_a_file_in_gbk_arrives_in_its_letters(office: Office) -> None:
    office.run(office.prepared("id,name,people,parent\nC-1,东湖生物,,\n".encode("gbk")))
    assert office.customers()["C-1"]["name"] == "东湖生物"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"entity": "planets", "mapping": {"x": {"column": "x"}}}, "/entity"),
        ({"entity": "customers", "mapping": {"external_id": {"column": "id"}}}, "/mapping/name"),
        ({**CUSTOMERS, "mapping": {**CUSTOMERS["mapping"], "size": {"column": "s"}}}, "/mapping/size"),
        ({**CUSTOMERS, "mode": "merge"}, "/mode"),
        ({**CUSTOMERS, "match_key": "name"}, "/match_key"),
        ({**CUSTOMERS, "status": "finished"}, "/status"),
    ],
)
def test_a_malformed_import_is_refused_where_it_is_wrong(refusing_office: Office, body: Any, pointer: str) -> None:
    answer = refusing_office.ask("admin", "POST", "/v1/imports", json=body)
    assert answer.status_code == 400
    assert pointer in {error["pointer"] for error in answer.get_json()["errors"]}


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"id,name\nC-1,Mother\n", "text/csv", 400, "import_column_unknown"),
        (FILE.encode(), "application/json", 415, "unsupported_type"),
        (b"", "text/csv", 400, "malformed"),
        (b"id,name,people,parent\n", "text/csv", 422, "import_file_empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "text/csv", 413, "body_too_large"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    refusing_office: Office, content: bytes, media_type: str, status: int, code: str
) -> None:
    made = refusing_office.admin("POST", "/v1/imports", CUSTOMERS)
    answer = refusing_office.upload(made["id"], content, media_type)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


@pytest.mark.parametrize("verb", ["run", "dry-run"])
def test_nothing_runs_before_a_file_is_there_nor_twice(office: Office, verb: str) -> None:
    made = office.admin("POST", "/v1/imports", CUSTOMERS)
    assert office.ask("admin", "POST", f"/v1/imports/{made['id']}/{verb}", json={}).status_code == 409
    import_id = office.prepared()
    office.run(import_id)
    assert office.ask("admin", "POST", f"/v1/imports/{import_id}/{verb}", json={}).status_code == 409


def test_people_come_with_a_password_that_is_kept_nowhere(office: Office) -> None:
    unit = office.admin("GET", "/v1/me")["org_unit"]["code"]
    mapping = {
        "login": {"column": "name", "login_of": True},
        "name": {"column": "name"},
        "unit_code": {"constant": unit},
        "groups": {"constant": ["salesperson"]},
    }
    import_id = office.prepared("name\nMoses Frase\n", entity="people", mapping=mapping)
    assert office.run(import_id, password=PASSWORD, must_change_password=False)["status"] == "finished"
    me = office.ask("moses.frase", "GET", "/v1/me").get_json()
    assert (me["groups"], me["must_change_password"]) == (["salesperson"], False)
    kept = office.admin("GET", f"/v1/imports/{import_id}")
    history = office.admin("GET", f"/v1/imports/{import_id}/history")
    assert PASSWORD not in str(kept) + str(history)
    assert office.ask("moses.frase", "POST", "/v1/imports", json=CUSTOMERS).status_code == 403
    assert office.ask("moses.frase", "GET", f"/v1/imports/{import_id}").status_code == 403


def test_nobody_gives_an_import_of_another_a_file_nor_lets_it_run(office: Office) -> None:
    unit = office.admin("GET", "/v1/me")["org_unit"]["id"]
    group = office.admin("POST", "/v1/groups", {"code": "loaders", "name": "Loaders"})["id"]
    office.admin("POST", f"/v1/groups/{group}/grant", {"right": "gateway.import:*", "reach": "all"})
    office.admin(
        "POST",
        "/v1/people",
        {"login": "eve", "name": "Eve", "unit_id": unit, "groups": ["loaders"], "password": PASSWORD}
        | {"must_change_password": False},
    )
    import_id = office.prepared()
    for verb in ("run", "dry-run"):
        answer = office.ask("eve", "POST", f"/v1/imports/{import_id}/{verb}", json={})
        assert (answer.status_code, answer.get_json()["code"]) == (403, "import_of_another")
    assert office.upload(import_id, b"id,name,people,parent\nX,X,,\n", login="eve").status_code == 403
    assert office.ask("eve", "GET", f"/v1/imports/{import_id}").get_json()["status"] == "uploaded"
    assert office.run(import_id)["counts"] == {**NOTHING, "created": 2}


@pytest.mark.parametrize(
    "path", ["results?cursor=99999999999999999999", "results?cursor=-1", "results?limit=9999999999999999999999"]
)
def test_results_are_asked_for_by_numbers_that_rows_can_have(refusing_office: Office, path: str) -> None:
    assert refusing_office.ask("admin", "GET", f"/v1/imports/{refusing_office.prepared()}/{path}").status_code == 400


@pytest.mark.parametrize("times", ["1e999999999", "1e-999999999", "NaN"])
def test_a_factor_that_would_fill_the_memory_is_refused(refusing_office: Office, times: str) -> None:
    mapping = {**CUSTOMERS["mapping"], "annual_revenue": {"column": "people", "times": times}}
    answer = refusing_office.ask("admin", "POST", "/v1/imports", json={**CUSTOMERS, "mapping": mapping})
    assert (answer.status_code, answer.get_json()["errors"][0]["pointer"].split("/")[-1]) == (400, "times")


def test_a_password_is_for_people_only(refusing_office: Office) -> None:
    answer = refusing_office.ask(
        "admin", "POST", f"/v1/imports/{refusing_office.prepared()}/run", json={"password": PASSWORD}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (422, "import_takes_no_password")


def test_a_run_whose_process_ended_is_picked_up(office: Office) -> None:
    import_id = office.prepared()
    maker = office.admin("GET", "/v1/me")["id"]
    everything = frozenset({Reach.ALL})
    actor = Actor(maker, "admin", "Administrator", maker, "", "", "gateway.import:run", everything, everything)
    with office.database.write() as session:
        commands.run_import(session, actor, import_id, with_password=False)
    assert office.ended(import_id)["counts"] == {**NOTHING, "created": 2}


def test_history_tells_each_step_and_the_list_finds_the_import(office: Office) -> None:
    import_id = office.prepared(name="first")
    office.run(import_id)
    entries = office.admin("GET", f"/v1/imports/{import_id}/history")["data"]
    verbs = [entry["type"].split(".")[3] for entry in entries]
    assert verbs == ["created", "uploaded", "started", "progressed", "finished"]
    assert [entry["sequence"] for entry in entries] == [1, 2, 3, 4, 5]
    listed = office.admin("GET", "/v1/imports?filter[status][eq]=finished&count=exact")
    assert (listed["count"], listed["data"][0]["made_by"]["login"]) == (1, "admin")


def test_people_are_loaded_with_unit_superior_and_group_by_code(office: Office) -> None:
    mapping: dict[str, Any] = {name: {"column": name, "empty_as_null": True} for name in ("login", "name", "unit_code")}
    mapping |= {"superior_login": {"column": "boss", "empty_as_null": True}, "groups": {"constant": ["salesperson"]}}
    unit = office.admin("GET", "/v1/me")["org_unit"]["code"]
    rows = f"login,name,unit_code,boss\nana,Ana,{unit},bob\nbob,Bob,{unit},\neve,Eve,MOON,\n"
    first = office.run(office.prepared(rows, entity="people", mapping=mapping))
    assert first["counts"] == {**NOTHING, "created": 2, "rejected": 1}
    people = {row["login"]: row for row in office.admin("GET", "/v1/people")["data"]}
    assert people["ana"]["superior"]["login"] == "bob"
    assert (people["ana"]["org_unit"]["code"], people["ana"]["groups"]) == (unit, ["salesperson"])
    second = office.run(office.prepared(rows, entity="people", mapping=mapping))
    assert second["counts"] == {**NOTHING, "unchanged": 2, "rejected": 1}


def test_customers_are_loaded_with_their_owner(office: Office) -> None:
    mapping = {**CUSTOMERS["mapping"], "owner_login": {"constant": "admin"}}
    assert office.run(office.prepared(mapping=mapping))["counts"] == {**NOTHING, "created": 2}
    assert office.customers()["C-1"]["owner"]["login"] == "admin"
    stranger = {**CUSTOMERS["mapping"], "owner_login": {"constant": "nobody"}}
    assert office.run(office.prepared(mapping=stranger))["counts"] == {**NOTHING, "rejected": 2}
