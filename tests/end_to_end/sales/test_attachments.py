"""Files on contacts, customers and opportunities through the public API."""

from typing import Any

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
