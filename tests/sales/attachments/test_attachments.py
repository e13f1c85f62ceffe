"""Files on records through the door of the service: who has them, once, and nothing left when one is removed."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from services.sales.attachments import rules
from services.sales.service import SalesService
from shared.actor import Reach
from shared.errors import Forbidden, Malformed, NotFound
from shared.ids import new_id
from tests.sales import desk as desks
from tests.sales.desk import Desk, Office

NOUNS = ("contact", "customer", "opportunity", "order")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's files are kept."""
    monkeypatch.setattr(desks, "SETTINGS", replace(desks.SETTINGS, files_url=str(tmp_path / "files")))
    return tmp_path / "files"


def _record(office: Office, noun: str) -> str:
    desk = office("nils")
    if noun == "contact":
        return str(desk.create_contact(request={"name": "Ada", "kind": "partner"})["id"])
    if noun == "customer":
        return str(desk.create_customer(request={"name": f"Acme {new_id()}"})["id"])
    if noun == "order":
        product = (
            office("helen")
            .reaching(Reach.ALL)
            .create_product(request={"code": new_id(), "name": "Mill", "list_price": "5.00"})
        )
        buyer = desk.create_customer(request={"name": f"Acme {new_id()}"})
        lines = [{"product_id": product["id"], "quantity": 1}]
        return str(desk.create_order(request={"customer_id": buyer["id"], "lines": lines})["id"])
    return str(desk.open_opportunity(request={"name": "More"})["id"])


class Cabinet:
    """The files of one record, as one person has them."""

    def __init__(self, desk: Desk, noun: str, record_id: str) -> None:
        self.desk, self.noun, self.of = desk, noun, {f"{noun}_id": record_id}

    def attach(self, **said: Any) -> Any:
        return getattr(self.desk, f"attach_{self.noun}_file")(**self.of, request={"name": "plan.pdf", **said})

    def upload(self, file_id: str, content: bytes) -> Any:
        sent = {"file_id": file_id, "content": b64encode(content).decode()}
        return getattr(self.desk, f"upload_{self.noun}_file")(**self.of, **sent)

    def list(self) -> Any:
        return getattr(self.desk, f"list_{self.noun}_files")(**self.of, query={})["data"]

    def open(self, file_id: str) -> Any:
        return getattr(self.desk, f"open_{self.noun}_file")(**self.of, file_id=file_id)

    def remove(self, file_id: str) -> None:
        getattr(self.desk, f"remove_{self.noun}_file")(**self.of, file_id=file_id)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_file_is_attached_listed_opened_and_removed(office: Office, folder: Path, noun: str) -> None:
    record_id = _record(office, noun)
    mine, noras = Cabinet(office("nils"), noun, record_id), Cabinet(office("nora"), noun, record_id)
    named = mine.attach(media_type="application/pdf", note="As agreed")
    with pytest.raises(rules.FileIsMissing):
        noras.open(named["id"])
    kept = mine.upload(named["id"], b"\x00content")
    assert (kept["size"], kept["name"], kept["author"]["login"], len(kept["digest"])) == (8, "plan.pdf", "nils", 64)
    assert noras.list() == [kept]
    told = noras.open(named["id"])
    assert (told["name"], told["media_type"], told["size"]) == ("plan.pdf", "application/pdf", 8)
    assert (folder / told["path"]).read_bytes() == b"\x00content"
    with pytest.raises(rules.FileIsThere):
        mine.upload(named["id"], b"another")
    mine.remove(named["id"])
    assert (mine.list(), list(folder.rglob("content"))) == ([], [])
    with pytest.raises(NotFound):
        mine.open(named["id"])
    last = office.events(record_id)[-2:]
    assert [event.type.split(".")[3] for event in last] == ["file_attached", "file_removed"]
    assert [event.data["changes"]["file"] for event in last] == [
        {"before": None, "after": "plan.pdf"},
        {"before": "plan.pdf", "after": None},
    ]


@pytest.mark.parametrize("noun", NOUNS)
def test_files_are_there_for_whom_the_record_is(office: Office, noun: str) -> None:
    record_id = _record(office, noun)
    mine = Cabinet(office("nils"), noun, record_id)
    file_id = mine.attach()["id"]
    mine.upload(file_id, b"content")
    for stranger in (Cabinet(office("sara"), noun, record_id), Cabinet(office("nils"), noun, _record(office, noun))):
        for attempt in (lambda one: one.open(file_id), lambda one: one.remove(file_id)):
            with pytest.raises(NotFound):
                attempt(stranger)
    with pytest.raises(NotFound):
        Cabinet(office("sara"), noun, record_id).list()
    reader = Cabinet(office("nina").seeing(Reach.UNIT), noun, record_id)
    with pytest.raises(Forbidden):
        reader.attach()
    with pytest.raises(Forbidden):
        reader.remove(file_id)
    boss = office("helen")
    visitor = Cabinet(Desk(boss.database, replace(boss.who, customer_id=new_id())), noun, record_id)
    for attempt in (lambda one: one.list(), lambda one: one.open(file_id), lambda one: one.attach()):
        with pytest.raises(rules.FilesAreForColleagues):
            attempt(visitor)
    assert [one["id"] for one in mine.list()] == [file_id]


@pytest.mark.parametrize(
    "said",
    [{"name": name} for name in ("", " ", "..", "a/b", "a\\b", "a\n", "x" * 201, 7)]
    + [{"media_type": "pdf"}, {"media_type": "text/html\r\nX: y"}, {"path": "/etc/passwd"}, {"size": 1}],
)
def test_a_file_has_a_plain_name_and_a_kind(office: Office, said: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        Cabinet(office("nils"), "customer", _record(office, "customer")).attach(**said)


def test_the_service_has_a_call_for_each_noun() -> None:
    verbs = ("attach_{}_file", "upload_{}_file", "list_{}_files", "open_{}_file", "remove_{}_file")
    assert all(hasattr(SalesService, verb.format(noun)) for noun in NOUNS for verb in verbs)
