"""The catalogue of errors is current and whole, and says what each refusal means."""

import orjson
import pytest

from deploy.commands import docs
from deploy.documenting import errors
from deploy.documenting.errors import RefusalWithoutMeaning, errors_data, errors_page, find_errors
from gateway.http.titles import NEXT_STEPS, TITLES

SHORTEST_MEANING = 15


def test_the_page_and_the_data_of_errors_are_current() -> None:
    found = find_errors()
    assert docs.ERRORS_PAGE.read_text(encoding="utf-8") == errors_page(found), "run ./tenon docs"
    assert docs.ERRORS_DATA.read_text(encoding="utf-8") == errors_data(found), "run ./tenon docs"


def test_every_code_is_one_entry_with_a_meaning_and_a_known_status() -> None:
    entries = orjson.loads(docs.ERRORS_DATA.read_bytes())
    codes = [entry["code"] for entry in entries]
    assert len(codes) == len(set(codes)) > 150
    assert [entry["code"] for entry in entries if len(entry["meaning"]) < SHORTEST_MEANING] == []
    assert {entry["status"] for entry in entries} <= TITLES["en"].keys()
    assert {"token_missing", "lead_state_forbids", "precondition_required", "internal_error"} <= set(codes)


def test_every_status_has_a_title_and_a_next_step_in_both_languages() -> None:
    assert TITLES["en"].keys() == TITLES["zh"].keys() == NEXT_STEPS["en"].keys() == NEXT_STEPS["zh"].keys()


def test_a_refusal_without_a_docstring_stops_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = type("Planted", (), {"code": "planted", "__module__": "services.sales.planted"})  # no heir that stays one
    monkeypatch.setattr(errors, "_heirs", lambda _kind: iter([planted]))
    with pytest.raises(RefusalWithoutMeaning, match=r"services\.sales\.planted\.Planted"):
        find_errors()
