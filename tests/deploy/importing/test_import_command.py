"""./tenon import: what it says before it does anything, and what its saved mappings are made of."""

from pathlib import Path

import pytest

from deploy.commands.import_ import main
from deploy.importing.mappings import MappingUnusable, ensure_files, find_mapping, find_unused, list_mappings
from shared.contracts.gateway.imports import CreateImport

NAME = "crm-sales-opportunities"


def test_alone_it_explains_itself_and_lists_the_mappings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert NAME in said
    assert "sales_pipeline.csv" in said


def test_without_the_administrators_password_it_says_which_setting_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TENON_ADMIN_PASSWORD", raising=False)
    assert main([NAME, "."]) == 1
    assert "TENON_ADMIN_PASSWORD" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["no-such-mapping", "."], "There is no mapping no-such-mapping"),
        ([NAME, "/nonexistent"], "has no sales_teams.csv"),
        ([NAME, ".", "--password", "short"], "at least 8 characters"),
    ],
)
def test_what_cannot_be_imported_is_told_in_a_sentence(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENON_ADMIN_PASSWORD", "correct horse battery")
    assert main(argv) == 1
    assert said in capsys.readouterr().err


def test_an_address_where_nobody_answers_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENON_ADMIN_PASSWORD", "correct horse battery")
    for name in find_mapping(NAME).files():
        (tmp_path / name).write_text("a\n1\n")
    assert main([NAME, str(tmp_path), "--url", "http://127.0.0.1:9"]) == 1
    assert "does not answer" in capsys.readouterr().err


@pytest.mark.parametrize("mapping", list_mappings(), ids=lambda mapping: mapping.name)
def test_every_step_of_a_saved_mapping_is_an_import_that_the_api_takes(mapping: object) -> None:
    steps = find_mapping(getattr(mapping, "name", "")).steps
    for step in steps:
        body = {"entity": step.entity, "mode": step.mode, "distinct": step.distinct, "mapping": step.mapping}
        assert CreateImport().validate(body) == {}, step.name


def test_a_folder_that_lacks_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingUnusable):
        ensure_files(find_mapping(NAME), tmp_path)


def test_values_that_nothing_refers_to_are_told(tmp_path: Path) -> None:
    (tmp_path / "sales_teams.csv").write_text("sales_agent,manager,regional_office\nA B,C,D\nE F,C,D\n")
    (tmp_path / "sales_pipeline.csv").write_text("sales_agent\nA B\n")
    assert find_unused(find_mapping(NAME), tmp_path) == ["1 agents without deals: E F"]
