"""Files on contacts, customers, opportunities and orders through the public API."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from shared.ids import new_id
from tests.end_to_end.company import Company

CONTENT = bytes(range(256)) * 4096
"""A mebibyte of every byte there is: more than one piece, and no text."""


def files_of(company: Company, path: str) -> None:
    """What holds for the files of any record of Nils: his superior edits it, the other branch does not see it."""
    nils, nora, sara = company["nils.north"], company["nora.north"], company["sara.south"]
    octets = {"Content-Type": "application/octet-stream"}
    named = nils.post(f"{path}/files", {"name": "图纸 \u2014 plan.html", "media_type": "text/html", "note": "Draft"})
    content = f"{path}/files/{named['id']}/content"
    nils.refused("GET", content, status=409, code="file_not_uploaded")
    kept = nils.ok("POST", content, data=CONTENT, headers=octets)
    assert (kept["size"], kept["name"]) == (len(CONTENT), named["name"])
    nils.refused("POST", content, data=b"other", headers=octets, status=409, code="file_uploaded")
    nils.refused("POST", content, data=b"x" * (20 * 1024 * 1024 + 1), headers=octets, status=413)
    assert [one["id"] for one in nora.get(f"{path}/files")["data"]] == [named["id"]]
    answer = nora.ask("GET", content)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    sara.refused("GET", content, status=404)
    sara.refused("GET", f"{path}/files", status=404)
    sara.refused("POST", f"{path}/files", {"name": "x"}, status=404)
    sara.refused("DELETE", f"{path}/files/{named['id']}", status=404)
    second = nora.post(f"{path}/files", {"name": "note.txt"})
    nora.ok("POST", f"{path}/files/{second['id']}/content", data=b"Hello", headers=octets)
    assert [one["author"]["login"] for one in nils.get(f"{path}/files")["data"]] == ["nora.north", "nils.north"]
    nora.ok("DELETE", f"{path}/files/{named['id']}")
    nils.refused("GET", content, status=404)
    assert [one["id"] for one in nils.get(f"{path}/files")["data"]] == [second["id"]]
    history = nils.get(f"{path}/history")["data"]
    told = [(entry["type"].split(".")[3], entry["actor"]["id"]) for entry in history[1:]]
    mine, hers = (company.people[login]["id"] for login in ("nils.north", "nora.north"))
    assert told == [("file_attached", mine), ("file_attached", hers), ("file_removed", hers)]


def _made(company: Company, noun: str, **body: Any) -> str:
    return f"/v1/{noun}/{company['nils.north'].post(f'/v1/{noun}', {'name': f'Test {new_id()}', **body})['id']}"


@pytest.mark.feature("K-02")
def test_a_file_is_added_to_listed_on_and_removed_from_a_contact_by_those_who_may_edit_it(company: Company) -> None:
    files_of(company, _made(company, "contacts", kind="partner"))


@pytest.mark.feature("K-03")
def test_a_file_is_added_to_listed_on_and_removed_from_a_customer_by_those_who_may_edit_it(company: Company) -> None:
    files_of(company, _made(company, "customers"))


@pytest.mark.feature("S-023")
def test_upload_and_download_obey_the_opportunitys_permission_and_a_direct_address_without_rights_answers_404(
    company: Company,
) -> None:
    files_of(company, _made(company, "opportunities"))


@pytest.mark.feature("S-077")
def test_files_of_an_order_obey_its_permission_and_appear_in_its_export_bundle(company: Company) -> None:
    nils, nora, sara = company["nils.north"], company["nora.north"], company["sara.south"]
    product = company["admin"].post("/v1/products", {"code": new_id(), "name": "Mill", "list_price": "5.00"})
    customer = nils.post("/v1/customers", {"name": f"Buyer {new_id()}"})
    lines = [{"product_id": product["id"], "quantity": 1}]
    path = f"/v1/orders/{nils.post('/v1/orders', {'customer_id': customer['id'], 'lines': lines})['id']}"
    files_of(company, path)
    octets = {"Content-Type": "application/octet-stream"}
    for name, content in (("note.txt", CONTENT), ("Zeichnung ü.pdf", b"%PDF")):
        named = nils.post(f"{path}/files", {"name": name})
        nils.ok("POST", f"{path}/files/{named['id']}/content", data=content, headers=octets)
    nils.post(f"{path}/files", {"name": "still to come.txt"})

    answer = nora.ask("GET", f"{path}/bundle")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    order = nora.get(path)
    assert answer.headers["Content-Disposition"].endswith(f"{order['number']}.zip")
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("order.json")) == order
        assert {name: archive.read(name) for name in archive.namelist()[1:]} == {
            "files/001 note.txt": b"Hello",
            "files/002 note.txt": CONTENT,
            "files/003 Zeichnung ü.pdf": b"%PDF",
        }
    for address in (f"{path}/bundle", f"{path}/files"):
        sara.refused("GET", address, status=404)
    nils.post(f"{path}/shares", {"person_id": sara.me["id"]})
    assert len(sara.get(f"{path}/files")["data"]) == 4
    assert sara.ask("GET", f"{path}/bundle").status_code == 200
    sara.refused("POST", f"{path}/files", {"name": "mine.txt"}, status=403)
    nils.refused("GET", f"/v1/orders/{new_id()}/bundle", status=404)
