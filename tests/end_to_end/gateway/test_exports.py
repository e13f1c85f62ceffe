"""Lists written to files: by their maker's rights at each moment, safe in a spreadsheet, for their maker alone."""

import csv
import io
import json
import re
import zipfile
from functools import partial
from typing import Any

import requests

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import new_person

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠x", "'=1"]


def exported(client: Client, **body: Any) -> requests.Response:
    """The file of an export that has run to its end."""
    answer = client.ask("POST", "/v1/exports", body)
    assert answer.status_code == 202, answer.text
    export = answer.json()
    assert answer.headers["Location"] == f"/v1/jobs/{export['id']}"
    job = eventually(lambda: over(client, export["id"]), seconds=60)
    assert job["state"] == "finished", job
    return client.ask("GET", job["result"]["href"])


def over(client: Client, job_id: str) -> Any:
    job = client.get(f"/v1/jobs/{job_id}")
    return job if job["state"] != "running" else None


def table(answer: requests.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_an_export_holds_what_its_maker_may_see_and_filtered_for_in_each_format(company: Company) -> None:
    mark = f"Exp{new_id()[-12:]}"
    for login in ("nils.north", "nils.north", "olga.office", "sara.south"):
        company[login].post("/v1/opportunities", {"name": f"{mark} {login}", "amount": "12.50"})
    wanted = {"field": "name", "op": "like", "value": f"{mark}*"}
    for login, count in (("nils.north", 2), ("nora.north", 3), ("sara.south", 1), ("helen.head", 4)):
        client = company[login]
        listed = client.all("/v1/opportunities", params={"filter[name][like]": f"{mark}*", "sort": "name"})
        asked = {"noun": "opportunities", "filter": wanted, "sort": ["name"]}
        rows = table(exported(client, format="csv", **asked))
        assert [row["id"] for row in rows] == [lead["id"] for lead in listed]
        assert len(rows) == count
        assert [row["owner.login"] for row in rows] == [lead["owner"]["login"] for lead in listed]
        if login == "nils.north":
            lines = exported(client, format="jsonl", **asked).text.splitlines()
            assert [json.loads(line) for line in lines] == listed
            narrow = table(exported(client, format="csv", fields=["name", "amount"], **asked))
            assert list(narrow[0]) == ["id", "name", "amount"]
            assert narrow[0]["amount"] == "12.50"


def test_no_cell_is_a_formula_and_numbers_stay_numbers(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    for text in FORMULAS:
        nils.post("/v1/opportunities", {"name": f"{text} {mark}", "amount": "7.00"})
    asked = {"noun": "opportunities", "q": mark, "fields": ["name", "amount"]}
    rows = table(exported(nils, format="csv", **asked))
    assert {row["name"] for row in rows} == {f"'{text} {mark}" for text in FORMULAS}
    assert {row["amount"] for row in rows} == {"7.00"}
    with zipfile.ZipFile(io.BytesIO(exported(nils, format="xlsx", **asked).content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert re.search(r"<c [^>]*><v>7(\.0+)?</v></c>", sheet)
    assert all(f"'{text} {mark}<" in sheet for text in FORMULAS)


def test_a_file_is_its_makers_alone_and_an_attachment_and_the_fetching_is_recorded(company: Company) -> None:
    nils = company["nils.north"]
    nils.post("/v1/leads", {"name": f"Lead {new_id()}"})
    answer = exported(nils, noun="leads")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    path = answer.request.path_url
    for login in ("nina.north", "nora.north", "admin"):
        company[login].refused("GET", path, status=404)
    [*_, last] = nils.get(f"{path.removesuffix('/file')}/history")["data"]
    assert last["type"] == "tenon.gateway.export.downloaded.v1"
    assert last["actor"]["id"] == nils.me["id"]
    shown = nils.get(path.removesuffix("/file"))
    assert shown["file"]["expires_at"] > shown["created_at"]
    assert (shown["status"], shown["done"], shown["total"]) == ("finished", shown["total"], shown["done"])


def test_every_list_of_the_api_can_be_exported_and_nothing_else(company: Company) -> None:
    admin = company["admin"]
    problem = admin.refused("POST", "/v1/exports", {"noun": "secrets"}, status=400, code="export_noun_unknown")
    described = requests.get(f"{admin.url}/v1/openapi.json", timeout=30).json()["paths"]
    lists = {
        path.removeprefix("/v1/")
        for path, methods in described.items()
        if any(one.get("$ref", "").endswith("/limit") for one in methods.get("get", {}).get("parameters", []))
    }
    offered = {re.sub("[<>]", lambda sign: {"<": "{", ">": "}"}[sign[0]], noun) for noun in problem["nouns"]}
    assert offered >= {"leads", "customers", "people", "org-units", "stock", "jobs", "exports"}
    assert {noun for noun in lists if "{" not in noun and noun not in {"messages"}} - offered == set()
    started = [admin.post("/v1/exports", {"noun": noun})["id"] for noun in problem["nouns"] if "<" not in noun]
    states = {job: eventually(partial(over, admin, job), seconds=120)["state"] for job in started}
    assert set(states.values()) == {"finished"}


def test_an_export_needs_the_right_to_see_its_list_now_and_until_it_ends(company: Company) -> None:
    sara = company["sara.south"]
    for noun, status in (("leads", 202), ("groups", 403), ("imports", 403)):
        answer = sara.ask("POST", "/v1/exports", {"noun": noun})
        assert answer.status_code == status, (noun, answer.text)
    for body, pointer in (
        ({"noun": "leads", "filter": {"field": "secret", "value": 1}}, "/filter"),
        ({"noun": "leads", "fields": ["secret"]}, "/fields"),
        ({"noun": "leads", "sort": ["secret"]}, "/sort"),
        ({"noun": "leads", "format": "exe"}, "/format"),
        ({"noun": "../leads"}, "/noun"),
        ({"noun": "orders/x/shipments"}, "/noun"),
        ({"noun": "leads", "owner_id": new_id()}, "/owner_id"),
    ):
        problem = sara.refused("POST", "/v1/exports", body, status=400)
        assert pointer in [fault["pointer"] for fault in problem["errors"]], problem


def test_a_job_is_seen_by_whom_it_concerns_and_cancelled_by_its_maker_alone(company: Company) -> None:
    nils, admin = company["nils.north"], company["admin"]
    body = {"operations": [{"op": "create", "body": {"name": "x"}}, {"op": "create", "body": {"name": ""}}]}
    bulk = nils.post("/v1/leads/bulk", body)
    job = nils.get(f"/v1/jobs/{bulk['job_id']}")
    assert (job["kind"], job["noun"], job["state"]) == ("bulk", "leads", "finished")
    assert job["progress"] == {"done": 2, "total": 2}
    assert (job["result"]["succeeded"], job["result"]["failed"]) == (1, 1)
    [error] = job["errors"]
    assert (error["place"], error["outcome"], error["code"]) == (1, "failed", "malformed")
    rows = nils.get(job["result"]["href"])["data"]
    assert [row["id"] for row in rows] == [bulk["results"][0]["id"], None]
    listed = nils.get("/v1/jobs", params={"filter[kind][eq]": "bulk", "count": "exact"})
    assert bulk["job_id"] in {one["id"] for one in listed["data"]}
    company["sara.south"].refused("GET", f"/v1/jobs/{bulk['job_id']}", status=404)
    nils.refused("POST", f"/v1/jobs/{bulk['job_id']}/cancel", status=409, code="job_over")
    export = nils.post("/v1/exports", {"noun": "leads"})
    company["sara.south"].refused("POST", f"/v1/jobs/{export['id']}/cancel", status=404)
    answer = nils.ask("POST", f"/v1/jobs/{export['id']}/cancel")
    assert answer.status_code in (200, 409)
    if answer.status_code == 200:
        assert answer.json()["state"] == "cancelled"
        nils.refused("GET", f"/v1/exports/{export['id']}/file", status=409, code="export_without_file")
    assert admin.get(f"/v1/jobs/{bulk['job_id']}")["made_by"]["login"] == "nils.north"


def limited(company: Company, *grants: Any) -> tuple[Any, Client]:
    """A group with these grants, and a seller in it."""
    admin, code = company["admin"], f"t{new_id()[-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": code})
    for grant in grants:
        admin.post(f"/v1/groups/{group['id']}/grant", grant)
    person = new_person(company, "EAST", "salesperson", code)
    return group, company.stack.client(person["login"], PASSWORD)


def test_an_export_holds_no_field_that_is_closed_to_its_maker(company: Company) -> None:
    narrow = {"right": "sales.lead:read", "reach": "unit", "open_fields": ["company", "name"]}
    _, client = limited(company, narrow)
    person = new_person(company, "EAST", "salesperson")
    secret, mark, mail = f"secret {new_id()}", f"Mill {new_id()}", f"{new_id()}@example.com"
    seller = company.stack.client(person["login"], PASSWORD)
    lead = seller.post("/v1/leads", {"name": "Ada", "company": mark, "note": secret, "email": mail})
    asked = {"noun": "leads", "filter": {"field": "company", "value": mark}}
    for kind in ("jsonl", "csv", "xlsx"):
        answer = exported(client, format=kind, **asked)
        content = answer.content
        if kind == "xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = b"".join(book.read(name) for name in book.namelist())
        assert lead["id"].encode() in content, kind
        assert not [one for one in (secret, mail, seller.login) if one.encode() in content], kind
    [line] = exported(client, format="jsonl", **asked).text.splitlines()
    assert json.loads(line).keys() == {"id", "version", "created_at", "updated_at", "name", "company"}
    hidden = {"field": "email", "value": mail}
    for body in ({"filter": hidden}, {"sort": ["-budget"]}, {"q": "Ada"}, {"fields": ["name", "note"]}):
        job = client.post("/v1/exports", {"noun": "leads", **body})
        told = eventually(partial(over, client, job["id"]), seconds=60)
        if told["state"] == "finished":
            assert secret not in client.ask("GET", told["result"]["href"]).text
            assert "fields" in body
        else:
            assert told["state"] == "failed"
            client.refused("GET", f"/v1/exports/{job['id']}/file", status=409, code="export_without_file")


def test_a_file_is_closed_to_its_maker_who_may_see_less_by_now(company: Company) -> None:
    admin = company["admin"]
    wide = {"right": "sales.customer:read", "reach": "all"}
    group, client = limited(company, wide, {"right": "gateway.group:read", "reach": "all"})
    theirs = company["nils.north"].post("/v1/customers", {"name": f"North {new_id()}"})
    asked = {"noun": "customers", "filter": {"field": "id", "value": theirs["id"]}}
    answer = exported(client, **asked)
    assert [row["id"] for row in table(answer)] == [theirs["id"]]
    groups = exported(client, noun="groups").request.path_url
    for grant in (wide, {"right": "gateway.group:read", "reach": "all"}):
        admin.post(f"/v1/groups/{group['id']}/revoke", grant)
    client.refused("GET", answer.request.path_url, status=409, code="export_access_changed")
    client.refused("GET", groups, status=403, code="right_missing")
    assert table(exported(client, **asked)) == []
