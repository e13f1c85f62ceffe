"""The page of features is current, and no test claims a row that there is not."""

from pathlib import Path

import pytest

from deploy.commands import docs
from deploy.documenting.features import Row, features_page, read_rows
from deploy.documenting.proofs import Proof, ProofFault, find_proofs
from tests.architecture.tree import ROOT

ROWS = [Row("S-1", "sales", "Deals | won", "They are."), Row("S-2", "sales", "Deals lost", "They are.")]
WHOLE = "tests/end_to_end/test_deals.py"


def _plant(root: Path, source: str, name: str = "test_planted.py") -> Path:
    folder = root / "tests" / "end_to_end"
    folder.mkdir(parents=True)
    (folder / name).write_text(source)
    return root


def test_the_page_of_features_is_current() -> None:
    page = features_page(read_rows(ROOT), find_proofs(ROOT))
    assert docs.FEATURES_PAGE.read_text(encoding="utf-8") == page, "run ./tenon docs"


def test_the_list_has_every_row_of_every_service() -> None:
    rows = read_rows(ROOT)
    assert len([row for row in rows if row.service != "platform"]) == 514
    assert [row.id for row in rows if row.service == "platform"] == [f"Z-{number:02}" for number in range(1, 16)]
    assert all(row.feature and row.works_when for row in rows)


def test_a_proven_row_is_counted_and_names_its_test() -> None:
    page = features_page(ROWS, [Proof("S-1", WHOLE, "test_it_is_won")])
    assert "| sales | 1 | 2 |" in page
    assert f"| S-1 | Deals \\| won | [it is won](../{WHOLE}) |" in page
    assert "S-2" not in page


def test_a_row_proven_in_one_process_only_is_shown_and_not_counted() -> None:
    page = features_page(ROWS, [Proof("S-2", "tests/gateway/test_deals.py", "test_it")])
    assert "| sales | 0 | 2 |" in page
    assert "| S-2 |" in page.partition("## Not on both profiles yet")[2]


def test_a_claim_of_a_row_that_there_is_not_is_refused() -> None:
    with pytest.raises(ProofFault, match="claims S-9, which is no row"):
        features_page(ROWS, [Proof("S-9", WHOLE, "test_it")])


def test_markers_are_read_from_the_source(tmp_path: Path) -> None:
    source = '@pytest.mark.feature("S-2")\n@pytest.mark.feature("S-1")\ndef test_it() -> None: ...\n'
    found = find_proofs(_plant(tmp_path, source))
    assert [(one.row, one.file, one.test) for one in found] == [
        (row, "tests/end_to_end/test_planted.py", "test_it") for row in ("S-1", "S-2")
    ]


@pytest.mark.parametrize(
    "source",
    [
        'pytestmark = pytest.mark.feature("S-1")\n',
        '@pytest.mark.feature("S-1")\nclass TestIt:\n    def test_it(self) -> None: ...\n',
        '@pytest.mark.feature("S-1")\ndef helper() -> None: ...\n',
        "@pytest.mark.feature(ROW)\ndef test_it() -> None: ...\n",
        "@pytest.mark.feature()\ndef test_it() -> None: ...\n",
    ],
)
def test_a_marker_that_says_nothing_about_one_test_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(ProofFault):
        find_proofs(_plant(tmp_path, source))


def test_an_id_that_stands_twice_in_the_list_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "features"
    folder.mkdir(parents=True)
    (folder / "rows.csv").write_text("id,service,feature,works_when\nS-1,sales,a,b\nS-1,sales,c,d\n")
    with pytest.raises(ProofFault, match="twice"):
        read_rows(tmp_path)


def test_the_command_says_what_is_wrong_with_a_claim(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "find_proofs", lambda _root: [Proof("S-9", WHOLE, "test_it")])
    assert docs.main(["--check"]) == 1
    assert "S-9" in capsys.readouterr().err


def test_an_old_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for page in ("EVENTS_PAGE", "FEATURES_PAGE", "ERRORS_PAGE", "ERRORS_DATA"):
        monkeypatch.setattr(docs, page, tmp_path / f"{page}.md")
    assert docs.main(["--check"]) == 1
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0
    (tmp_path / "FEATURES_PAGE.md").write_text("old")
    assert docs.main(["--check"]) == 1
