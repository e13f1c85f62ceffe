"""Input made to break the door: what would split a header, what no number is, and what says one thing twice."""

import io
import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.company import PASSWORD, Company

JSON = {"Content-Type": "application/json"}
OCTETS = "application/octet-stream"
TEMPLATE_CONTENTS = {
    "/v1/document-templates/{document_template_id}/content",
    "/v1/report-templates/{report_template_id}/content",
}
SLIPPED = Path("/tmp/slipped")
EVIL = "\r\nX-Evil: yes\r\nSet-Cookie: evil=1\r\n\r\n<script>"
SPLIT = requests.utils.quote(EVIL, safe="")
GUESSABLE = (
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-000000000007",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",  # version 1: a clock and a network card
    "6fa459ea-ee8a-3ca4-894e-db77e160355e",  # version 3: made from a name
    "886313e1-3b8a-5372-9b90-0c9aee199e5d",  # version 5
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
)


def unharmed(answer: requests.Response) -> requests.Response:
    assert answer.status_code < 500, answer.text
    assert not {"x-evil", "set-cookie"} & {name.lower() for name in answer.headers}
    assert all("\n" not in value and "\r" not in value for value in answer.headers.values())
    return answer


def spoken(company: Company, lines: bytes) -> bytes:
    """What the server says to exactly these bytes, which no well-behaved client would send."""
    host, port = company.stack.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(lines)
        told = b""
        while piece := line.recv(65536):
            told += piece
    return told


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/leads?limit=1&q={SPLIT}",
        f"/v1/leads?limit=1&sort={SPLIT}",
        f"/v1/leads?limit=1&cursor={SPLIT}",
        f"/v1/leads?limit=1&{SPLIT}=1",
        f"/v1/leads?limit=1&filter[name][eq]={SPLIT}",
        f"/v1/leads/{SPLIT}",
        f"/v1/{SPLIT}",
        f"/v1/reports/won-lost?period={SPLIT}",
    ],
)
def test_no_value_of_a_request_adds_a_header_to_the_answer(company: Company, path: str) -> None:
    unharmed(company["nils.north"].ask("GET", path))


def test_the_link_to_the_next_page_keeps_a_hostile_query_in_quotes(company: Company) -> None:
    nils = company["nils.north"]
    for _ in range(2):
        nils.post("/v1/leads", {"name": "Evil Lead"})
    answer = unharmed(nils.ask("GET", "/v1/leads", params={"q": "evil", "limit": "1", "filter[name][ne]": EVIL}))
    assert answer.status_code == 200, answer.text
    assert answer.headers["Link"].count(";") == 1
    assert "%0D%0AX-Evil" in answer.headers["Link"]


@pytest.mark.parametrize("name", ["traceparent", "Idempotency-Key", "If-Match", "If-None-Match", "Accept-Language"])
@pytest.mark.parametrize("value", ["x" * 4000, "a\tb", 'a"b', "00-" + "g" * 32 + "-" + "1" * 16 + "-01", "\xe4\xf6"])
def test_no_header_of_a_request_harms_the_answer(company: Company, name: str, value: str) -> None:
    headers = {name: value.encode("latin-1")}
    answer = unharmed(company["nils.north"].ask("POST", "/v1/leads", {"name": "Ada"}, headers=headers))
    assert value not in answer.headers.values()


def test_a_header_that_holds_a_line_break_of_its_own_is_not_echoed(company: Company) -> None:
    token = company["nils.north"].token
    folded = b"GET /v1/me HTTP/1.1\r\nHost: here\r\nConnection: close\r\ntraceparent: 00-\r\n X-Evil: yes\r\n"
    told = spoken(company, folded + f"Authorization: Bearer {token}\r\n\r\n".encode())
    head = told.partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 ")
    assert b"x-evil" not in head


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "Ada", "budget": NaN}',
        b'{"name": "Ada", "budget": Infinity}',
        b'{"name": "\\ud800"}',
        b'{"name": "Ada\\udfff"}',
        b"\xff\xfe{\x00}\x00",
        b'{"name": "Ada"} {"name": "Eve"}',
        b'{"name": "Ada",}',
        b"{'name': 'Ada'}",
        b'{"name": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"name": ' + b'{"a":' * 500 + b"1" + b"}" * 501,
        b"null",
        b'"name"',
    ],
)
def test_what_is_no_plain_json_object_is_refused_everywhere(company: Company, body: bytes) -> None:
    admin = company["admin"]
    for path in ("/v1/leads", "/v1/opportunities/search", "/v1/orders", f"/v1/leads/{new_id()}/qualify"):
        answer = unharmed(admin.ask("POST", path, data=body, headers=JSON))
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json"), (path, answer.text)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1" * 400, "1e-400", "0.1", "1" * 19, "-0", "1E5", "true"])
def test_a_number_that_no_amount_is_is_refused_and_none_breaks_anything(company: Company, number: str) -> None:
    nils = company["nils.north"]
    for member in ("amount", "probability", "expected_close_date"):
        body = f'{{"name": "Deal", "{member}": {number}}}'.encode()
        answer = unharmed(nils.ask("POST", "/v1/opportunities", data=body, headers=JSON))
        assert answer.status_code == 400 or (number == "-0" and answer.status_code == 201), (member, answer.text)
    for member in ("limit", "count", "sort"):
        answer = unharmed(nils.ask("POST", "/v1/leads/search", data=f'{{"{member}": {number}}}'.encode(), headers=JSON))
        assert answer.status_code == 400, (member, answer.text)


def test_of_a_member_that_is_said_twice_the_last_is_checked_and_kept(company: Company) -> None:
    """A body is read once, at the door; no second reader could take the other of the two."""
    nils = company["nils.north"]
    made = nils.ask("POST", "/v1/leads", data=b'{"name": 7, "name": "Ada"}', headers=JSON)
    assert (made.status_code, made.json()["name"]) == (201, "Ada")
    nils.refused("POST", "/v1/leads", data=b'{"name": "Ada", "name": 7}', headers=JSON, status=400)


@pytest.mark.parametrize("guessed", GUESSABLE)
def test_a_new_record_takes_no_id_that_could_be_guessed(company: Company, guessed: str) -> None:
    problem = company["nils.north"].refused("POST", "/v1/leads", {"name": "Ada", "id": guessed}, status=400)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/id"]


def test_a_tampered_cursor_or_filter_opens_nothing(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    for number in range(3):
        nils.post("/v1/leads", {"name": f"{mark} {number}"})
    page = nils.get("/v1/leads", params={"q": mark, "limit": "1"})
    cursor: str = page["next"]
    for tampered in (cursor[:-3], cursor + "AA", cursor[::-1], cursor.swapcase(), "e30", "W10", "bnVsbA", "=" * 9):
        answer = unharmed(nils.ask("GET", "/v1/leads", params={"q": mark, "limit": "1", "cursor": tampered}))
        assert answer.status_code == 400, (tampered, answer.text)
        assert answer.json()["code"] == "bad_cursor"
    hostile: list[Any] = [
        {"filter": {"field": "owner_id", "op": "eq", "value": {"or": 1}}},
        {"filter": {"or": []}},
        {"filter": {"or": [{"field": "id", "op": "ne", "value": new_id()}], "and": []}},
        {"filter": {"field": "owner_id; drop table leads", "value": "x"}},
        {"filter": {"field": ["owner_id"], "value": "x"}},
        {"filter": {"field": "name", "op": "__class__", "value": "x"}},
        {"filter": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {}}}}}}}}}}},
    ]
    for body in hostile:
        assert unharmed(nils.ask("POST", "/v1/leads/search", body)).status_code == 400, body
    sara = company["sara.south"]
    whole = {"filter": {"or": [{"not": {"field": "id", "value": new_id()}}, {"field": "name", "value": "x"}]}}
    found = sara.ok("POST", "/v1/leads/search", {**whole, "limit": 200})
    assert mark not in str(found)


def test_a_login_in_other_letters_is_the_same_person_or_nobody(company: Company) -> None:
    """What looks like a login that is taken cannot be had, and guessing at it in other letters is guessing at it."""
    admin, login = company["admin"], f"uni.{new_id()[-8:]}"
    person = {"name": "Uni", "unit_id": company.units["EAST"]["id"], "must_change_password": False}
    admin.post("/v1/people", {**person, "login": login, "password": PASSWORD})
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in login)
    for same in (login.upper(), wide, f" {login} "):
        admin.refused("POST", "/v1/people", {**person, "login": same}, status=409, code="login_is_taken")
        assert company.stack.client(same, PASSWORD).me["login"] == login
    for other in ("\u0443" + login[1:], login + "\u200b", "\u202e" + login, login[:3] + "\u0300" + login[3:]):
        admin.refused("POST", "/v1/people", {**person, "login": other}, status=422, code="login_is_malformed")
        told = requests.post(f"{company.stack.url}/v1/tokens", json={"login": other, "password": PASSWORD}, timeout=30)
        assert (told.status_code, told.json()["code"]) == (401, "sign_in_failed"), other
    for same in (login, login.upper(), wide) * 2:
        requests.post(f"{company.stack.url}/v1/tokens", json={"login": same, "password": "a wrong one"}, timeout=30)
    told = requests.post(f"{company.stack.url}/v1/tokens", json={"login": login, "password": PASSWORD}, timeout=30)
    assert (told.status_code, told.json()["code"]) == (429, "sign_in_throttled")


def test_no_archive_is_ever_unpacked(company: Company) -> None:
    """An import takes none, under its own name or as something else; a file on a record comes back as it was sent; a
    template is read where it lies, if nothing in it lies outside.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"../../../..{SLIPPED}", "x" * 1_000_000)
    described = company["admin"].get("/v1/openapi.json")
    uploads = {
        (path, media)
        for path, item in described["paths"].items()
        for media in item.get("post", {}).get("requestBody", {}).get("content", {})
        if "json" not in media and "form" not in media
    }
    kept_as_sent = {path for path, media in uploads if media == OCTETS} - TEMPLATE_CONTENTS
    assert kept_as_sent == {path for path, _ in uploads if path.endswith("/files/{file_id}/content")}
    others = {media for path, media in uploads if path not in kept_as_sent and path not in TEMPLATE_CONTENTS}
    assert others == {"text/csv"}, "prove what becomes of it"
    assert {media for path, media in uploads if path in TEMPLATE_CONTENTS} == {OCTETS}
    import_takes_no_archive(company, packed.getvalue())
    template_takes_no_archive(company, "document-templates", {"kind": "quotation"}, packed.getvalue())
    template_takes_no_archive(company, "report-templates", {"report": "won-trend"}, packed.getvalue())
    for noun in ("customers", "contacts", "opportunities"):
        assert (
            f"/v1/{noun}/{{{noun.removesuffix('s').replace('ie', 'y')}_id}}/files/{{file_id}}/content" in kept_as_sent
        )
        record_keeps_archive_as_it_is(company, noun, packed.getvalue())


def import_takes_no_archive(company: Company, packed: bytes) -> None:
    mapping = {"external_id": {"column": "external_id"}, "name": {"column": "name"}}
    prepared = company["admin"].post("/v1/imports", {"entity": "customers", "mapping": mapping})
    path = f"/v1/imports/{prepared['id']}/file"
    for media in ("application/zip", "application/gzip", "application/x-tar", "application/octet-stream"):
        answer = unharmed(company["admin"].ask("POST", path, data=packed, headers={"Content-Type": media}))
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_type"), media
    for more in ({}, {"Content-Encoding": "gzip"}, {"Content-Encoding": "deflate"}):
        headers = {"Content-Type": "text/csv", **more}
        answer = unharmed(company["admin"].ask("POST", path, data=packed, headers=headers))
        assert answer.status_code in (400, 415), more


def template_takes_no_archive(company: Company, noun: str, of: dict[str, str], packed: bytes) -> None:
    """Not even one that has all that a Word file needs."""
    feigned = io.BytesIO(packed)
    admin = company["admin"]
    made = admin.post(f"/v1/{noun}", {**of, "name": f"Archive {new_id()}"})
    path = f"/v1/{noun}/{made['id']}"
    with zipfile.ZipFile(feigned, "a") as archive:
        for part in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(part, "<x/>")
    answer = unharmed(admin.ask("POST", f"{path}/content", data=feigned.getvalue(), headers={"Content-Type": OCTETS}))
    assert (answer.status_code, answer.json()["code"]) == (422, "template_unreadable")
    assert not SLIPPED.exists()
    admin.ok("DELETE", path)


def record_keeps_archive_as_it_is(company: Company, noun: str, packed: bytes) -> None:
    more = {"kind": "partner"} if noun == "contacts" else {}
    record = company["nils.north"].post(f"/v1/{noun}", {"name": f"Archive {new_id()}", **more})
    files = f"/v1/{noun}/{record['id']}/files"
    company["nils.north"].refused("POST", files, {"name": "../../slipped.zip"}, status=400)
    named = company["nils.north"].post(files, {"name": "slipped.zip"})
    path = f"{files}/{named['id']}/content"
    octets = {"Content-Type": OCTETS}
    answer = unharmed(
        company["nils.north"].ask("POST", path, data=packed, headers={**octets, "Content-Encoding": "gzip"})
    )
    assert answer.status_code in (400, 415)
    company["nils.north"].ok("POST", path, data=packed, headers=octets)
    answer = company["nils.north"].ask("GET", path)
    assert answer.content == packed
    assert answer.headers["Content-Disposition"].startswith("attachment;")
