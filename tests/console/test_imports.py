"""A file is taken in by its columns: tried first, then run, taken back where it was a mistake."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.console.axe import violations
from tests.console.branch import Branch, found_branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE

HEAD = "external_id,Company name,Employees\n"
GOOD = ("东湖生物,12", "Mill & Sons,")
BAD = "Many Ltd,many"


def file_of(branch: Branch, *rows: str) -> str:
    """Keys are the branch's own: whoever may import for the company would meet those of other tests."""
    return HEAD + "".join(f"{branch.unit['code']}-{number},{row}\n" for number, row in enumerate(rows, 1))


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).or_(page.get_by_role("textbox", name=label)).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def offer(page: Page, content: bytes, name: str = "customers.csv") -> None:
    """What the file holds, and the file."""
    choose(page, "What the file holds", "Customers")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(page.get_by_role("region", name="Columns")).to_be_visible()


def customers(branch: Branch, login: str) -> list[dict[str, Any]]:
    own = f"filter[owner_id][eq]={branch.people[login]['id']}"
    found: list[dict[str, Any]] = branch[login].get(f"/v1/customers?{own}")["data"]
    return found


def names(branch: Branch, login: str) -> list[str]:
    return sorted(row["name"] for row in customers(branch, login))


def test_a_file_in_gbk_is_tried_run_and_taken_back(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ida", "administrator")
    page = opens(login).go("/imports/new")
    offer(page, file_of(branch, *GOOD, BAD).encode("gbk"))
    trying = page.get_by_role("button", name="Try it")
    expect(trying).to_be_disabled()
    expect(page.get_by_text("Still without a column: Name")).to_be_visible()
    choose(page, "Column for Name", "Company name")
    expect(page.get_by_role("cell", name="东湖生物")).to_be_visible()
    trying.click()
    expect(page.get_by_text("3 of 3 rows · only tried, nothing is kept yet")).to_be_visible()
    results = page.get_by_role("region", name="What became of each row")
    expect(results.get_by_role("row", name=f"{branch.unit['code']}-3")).to_contain_text("employees")
    assert names(branch, login) == [], "a try keeps nothing"
    assert violations(page) == []
    page.get_by_role("button", name="Import 3 rows").click()
    with page.expect_download() as given:
        page.get_by_role("button", name="File with results").click()
    assert given.value.suggested_filename == "customers.csv"
    page.get_by_text("Finished", exact=True).wait_for()
    assert names(branch, login) == ["Mill & Sons", "东湖生物"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 records taken back.")).to_be_visible()
    assert names(branch, login) == []


def test_the_columns_of_an_earlier_import_are_taken_again(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ike", "administrator")
    mapping = {
        "external_id": {"column": "external_id"},
        "name": {"column": "Company name"},
        "currency": {"constant": "CHF"},
    }
    name = f"First of {branch.unit['code']}"
    branch[login].post("/v1/imports", {"entity": "customers", "name": name, "mapping": mapping})
    page = opens(login, viewport=PHONE, has_touch=True).go("/imports/new")
    offer(page, file_of(branch, *GOOD).encode())
    page.get_by_role("combobox", name="Columns as in").or_(page.get_by_label("Columns as in")).first.click()
    page.get_by_role("option", name=name).click()
    assert violations(page) == []
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Import 2 rows").click()
    page.get_by_text("Finished", exact=True).wait_for()
    assert {row["currency"] for row in customers(branch, login)} == {"CHF"}, (
        "what the earlier one said of every row holds too"
    )


def test_who_may_not_import_is_told_so_and_sees_no_import(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ines", "administrator")
    mapping = {"external_id": {"column": "id"}, "name": {"column": "name"}}
    made = branch[login].post("/v1/imports", {"entity": "customers", "name": "Secret load", "mapping": mapping})
    screen = opens(found_branch(branch.company).hire("ivo"))
    screen.expect_refusals(403, 404)
    for place in ("/imports/new", f"/imports/{made['id']}"):
        page = screen.go(place)
        expect(page.get_by_text("This is not yours to see")).to_be_visible()
        assert not screen.shows("Secret load")
