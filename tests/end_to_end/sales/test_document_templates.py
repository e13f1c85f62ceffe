"""Templates of documents through the public API: kept, filled in as quotations, and generated as proposals of deals."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from docx import Document

from shared.clock import today
from shared.contracts.sales.document_templates import FIELDS
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company

TEMPLATES = "/v1/document-templates"
OCTETS = {"Content-Type": "application/octet-stream"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@contextmanager
def template(company: Company, kind: str) -> Iterator[Any]:
    """One of the company's own, for as long as the test lasts."""
    admin = company["admin"]
    made = admin.post(TEMPLATES, {"kind": kind, "name": f"Ours {new_id()}"})
    try:
        yield made
    finally:
        admin.ok("DELETE", f"{TEMPLATES}/{made['id']}")


def word_file(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return saved(document)


def opened(client: Client, path: str, **params: str) -> Any:
    """The Word file at this address, as Word opens it."""
    answer = client.ask("GET", path, params=params)
    assert answer.status_code == 200, answer.text
    return Document(io.BytesIO(answer.content))


def texts(document: Any) -> list[str]:
    """Everything that it says: paragraphs, then cells, then the footer."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    footers = [one.text for section in document.sections for one in section.footer.paragraphs]
    return [*(one.text for one in document.paragraphs), *cells, *footers]


def quotation(company: Company, **more: Any) -> Any:
    """Two lines to a customer whose name is full of signs."""
    nils, admin = company["nils.north"], company["admin"]
    customer = nils.post("/v1/customers", {"name": f"Müller & <Söhne> {{{{ today }}}} {new_id()}"})
    deal = nils.post("/v1/opportunities", {"name": "Pumps", "customer_id": customer["id"]})
    lines = []
    for name, price in (("Pump", "100.00"), ("Hose", "2.50")):
        product = {"code": f"{name[0]}-{new_id()[-12:]}", "name": name, "list_price": price}
        lines.append({"product_id": admin.post("/v1/products", product)["id"], "quantity": 2, "tax_percent": "10"})
    body = {"opportunity_id": deal["id"], "valid_until": "2999-12-31", "lines": lines, **more}
    return nils.post("/v1/quotations", body) | {"customer_name": customer["name"]}


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


EVERY = [name for name in FIELDS["quotation"] if not name.startswith("line.")]
"""What a quotation says besides its lines."""


def edit(shipped: Any) -> bytes:
    """As in Word, which cuts a text where its looks change: a greeting, and everything there is to say."""
    shipped.tables[1].rows[1].cells[0].text = "{{ line.position }} of {{quotation.number}}"
    greeting = shipped.add_paragraph("Dear ")
    for piece, bold in (("{{ custo", True), ("mer.na", False), ("me }}, welcome", None)):
        greeting.add_run(piece).bold = bold
    shipped.add_paragraph(" | ".join(f"{name}={{{{ {name} }}}}" for name in EVERY))
    return saved(shipped)


@pytest.mark.feature("S-048")
def test_a_quotation_is_a_word_document_made_from_an_edited_template_with_every_field_filled_in(
    company: Company,
) -> None:
    nils, admin = company["nils.north"], company["admin"]
    quoted = quotation(company, note="Free to the gate.\nOn Monday.")
    path = f"/v1/quotations/{quoted['id']}.docx"
    with template(company, "quotation") as made:
        content = f"{TEMPLATES}/{made['id']}/content"
        kept = admin.ok("POST", content, data=edit(opened(nils, content)), headers=OCTETS)
        assert set(EVERY) <= set(kept["fields_named"])

        document = opened(nils, path)
        said = texts(document)
        assert not any("}}" in text for text in said if "{{ today }}" not in text)
        assert f"Dear {quoted['customer_name']}, welcome" in said
        [listed] = [text for text in said if text.startswith("quotation.number=")]
        filled = dict(one.split("=", 1) for one in listed.split(" | "))
        assert filled == {
            "quotation.number": quoted["number"],
            "quotation.version": "1",
            "quotation.status": "draft",
            "quotation.valid_until": "2999-12-31",
            "quotation.currency": quoted["currency"],
            "quotation.net": "205.00",
            "quotation.tax": "20.50",
            "quotation.gross": "225.50",
            "quotation.note": "Free to the gate.\nOn Monday.",
            "customer.name": quoted["customer_name"],
            "owner.name": "Nils North",
            "unit.name": "North",
            "today": today().isoformat(),
        }
        lines = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
        assert [row[0] for row in lines[1:]] == [f"{n} of {quoted['number']}" for n in (1, 2)]
        assert [row[1].strip() for row in lines[1:]] == ["Pump", "Hose"]
        assert [row[2:] for row in lines[1:]] == [
            ["2", "100.00", "0.00", "10.00", "200.00"],
            ["2", "2.50", "0.00", "10.00", "5.00"],
        ]
        answer = nils.ask("GET", path)
        assert answer.headers["Content-Type"] == WORD
        assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quoted['number']}.docx"
    shipped = texts(opened(nils, path))
    assert f"Quotation {quoted['number']}" in shipped
    assert not any(text.startswith("Dear") for text in shipped)


@pytest.mark.feature("S-048")
def test_a_document_is_made_from_the_newest_template_of_its_kind_or_the_one_that_is_named_for_those_in_sight(
    company: Company,
) -> None:
    nils, admin, quoted = company["nils.north"], company["admin"], quotation(company)
    path = f"/v1/quotations/{quoted['id']}.docx"
    with template(company, "quotation") as one, template(company, "quotation") as two:
        for made in (two, one):
            named = word_file(f"From {made['id']}")
            admin.ok("POST", f"{TEMPLATES}/{made['id']}/content", data=named, headers=OCTETS)
        assert texts(opened(nils, path))[0] == f"From {one['id']}"
        assert texts(opened(nils, path, document_template_id=two["id"]))[0] == f"From {two['id']}"
        for stranger in ("nina.north", "sara.south"):
            company[stranger].refused("GET", path, status=404, code="not_found")
    with template(company, "proposal") as other:
        for unknown in (one["id"], other["id"]):
            asked = {"document_template_id": unknown}
            nils.refused("GET", path, status=422, code="template_unknown", params=asked)
    nils.refused("GET", path, status=400, params={"document_template_id": "x"})
    nils.refused("GET", f"/v1/quotations/{new_id()}.docx", status=404)


def packed(*parts: tuple[str, bytes]) -> bytes:
    """A Word file with further parts."""
    file = io.BytesIO(word_file("Hello"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def test_a_template_is_a_sound_word_file_that_names_what_there_is(company: Company) -> None:
    admin, nils = company["admin"], company["nils.north"]
    whole = word_file("Hello")
    nils.refused("POST", TEMPLATES, {"kind": "quotation", "name": "Mine"}, status=403)
    admin.refused("POST", TEMPLATES, {"kind": "poem", "name": "Mine"}, status=400)
    with template(company, "quotation") as made:
        content = f"{TEMPLATES}/{made['id']}/content"
        nils.refused("POST", content, data=whole, headers=OCTETS, status=403)
        for file, code in (
            (b"no archive at all", "template_unreadable"),
            (whole[: len(whole) // 2], "template_unreadable"),
            (packed(("../../etc/passwd", b"x")), "template_unreadable"),
            (packed(("word/media/bomb.png", bytes(40_000_000))), "template_unreadable"),
            (packed(("word/vbaProject.bin", b"x")), "template_has_macros"),
            (word_file("{{ line.name }}"), "template_field_misplaced"),
        ):
            admin.refused("POST", content, data=file, headers=OCTETS, status=422, code=code)
        wrong = word_file("{{ customer.nickname }} {{ today }}", rows=(("{{ line.name }}", "{{ 1 + 1 }}"),))
        problem = admin.refused("POST", content, data=wrong, headers=OCTETS, status=422, code="template_fields_unknown")
        assert problem["fields"] == ["1 + 1", "customer.nickname"]
        assert set(problem["known"]) == set(FIELDS["quotation"])
        admin.refused("POST", content, data=bytes(2 * 1024 * 1024 + 1), headers=OCTETS, status=413)
        assert nils.get(f"{TEMPLATES}/{made['id']}") == made
        for _ in range(2):
            kept = admin.ok("POST", content, data=whole, headers=OCTETS | {"Idempotency-Key": made["id"]})
        assert (kept["size"], kept["fields_named"], kept["version"]) == (len(whole), [], 2)
        assert nils.ask("GET", content).content == whole
    nils.refused("GET", content, status=404)
    admin.refused("DELETE", f"{TEMPLATES}/{made['id']}", status=404)


@pytest.mark.feature("S-049")
def test_a_proposal_is_generated_from_a_template_and_the_deal_and_stored_as_a_version_among_its_files(
    company: Company,
) -> None:
    nils, admin, sara = company["nils.north"], company["admin"], company["sara.south"]
    customer = nils.post("/v1/customers", {"name": f"Farm {new_id()}"})
    body = {"name": "Harvest & <Co>", "customer_id": customer["id"], "amount": "1200.00", "currency": "EUR"}
    deal = nils.post("/v1/opportunities", {**body, "expected_close_date": "2999-05-01", "next_step": "Call"})
    path = f"/v1/opportunities/{deal['id']}"
    stage = next(one["name"] for one in nils.get("/v1/stages")["data"] if one["code"] == deal["stage"])
    with template(company, "proposal") as made:
        every = word_file(" | ".join(f"{name}={{{{ {name} }}}}" for name in FIELDS["proposal"]))
        admin.ok("POST", f"{TEMPLATES}/{made['id']}/content", data=every, headers=OCTETS)
        key = {"Idempotency-Key": new_id()}
        first, again = (nils.post(f"{path}/proposals", {"note": "As promised"}, headers=key) for _ in range(2))
        assert first == again
        [listed] = texts(opened(nils, f"{path}/files/{first['id']}/content"))[:1]
    assert dict(one.split("=", 1) for one in listed.split(" | ")) == {
        "opportunity.number": deal["number"],
        "opportunity.name": "Harvest & <Co>",
        "opportunity.product": "",
        "opportunity.stage": stage,
        "opportunity.amount": "1200.00",
        "opportunity.currency": "EUR",
        "opportunity.expected_close_date": "2999-05-01",
        "opportunity.next_step": "Call",
        "customer.name": customer["name"],
        "owner.name": "Nils North",
        "unit.name": "North",
        "today": today().isoformat(),
    }
    second = nils.post(f"{path}/proposals")
    assert "Proposal: Harvest & <Co>" in texts(opened(nils, f"{path}/files/{second['id']}/content"))
    files = nils.get(f"{path}/files")["data"]
    name = f"Proposal {deal['number']}.docx"
    assert [(one["name"], one["version"], one["note"]) for one in files] == [
        (name, 2, None),
        (name, 1, "As promised"),
    ]
    history = [entry["type"].split(".")[3] for entry in nils.get(f"{path}/history")["data"]]
    assert history == ["opened", "file_attached", "file_attached"]
    sara.refused("POST", f"{path}/proposals", {}, status=404)
    nils.refused("POST", f"{path}/proposals", {"document_template_id": made["id"]}, status=422, code="template_unknown")
    nils.refused("POST", f"{path}/proposals", {"document_template_id": 7}, status=400)
    nils.post(f"{path}/lose", {"reason": "too dear"})
    nils.refused("POST", f"{path}/proposals", {}, status=409, code="proposal_deal_closed")
