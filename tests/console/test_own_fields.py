"""Fields that the company added stand in the forms and among the facts of its records, in the reader's language."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shared.ids import new_id
from tests.console.axe import violations
from tests.console.branch import Branch
from tests.console.conftest import Opens

Define = Callable[..., dict[str, Any]]


@pytest.fixture
def define(branch: Branch) -> Iterator[Define]:
    """Fields of leads for one test, retired at its end: a demanded one would stop everybody else's forms."""
    admin = branch.company["admin"]
    made: list[dict[str, Any]] = []

    def define(label: str, kind: str, zh: str | None = None, **more: Any) -> dict[str, Any]:
        said = {"en": label, **({"zh": zh} if zh else {})}
        body = {"entity": "leads", "code": f"f{new_id()[-12:]}", "type": kind, "label": said, **more}
        made.append(admin.post("/v1/custom-fields", body))
        return made[-1]

    yield define
    for field in made:
        admin.post(f"/v1/custom-fields/{field['id']}/retire", {})


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def fill_in(page: Page) -> None:
    page.get_by_label("Way to us").fill("By train")
    page.get_by_label("Story").fill("A long one")
    page.get_by_label("Heads").fill("12")
    page.get_by_label("Fee").fill("99.5")
    page.get_by_label("Second mail").fill("a@example.com")
    choose(page, "Mood", "Angry")
    choose(page, "Wants news", "No")
    page.get_by_label("Hobbies", exact=True).first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="chess").click()
    page.keyboard.press("Escape")
    page.get_by_label("Comes after").first.click()
    page.keyboard.type("Other works")
    page.get_by_role("option", name="Other works").first.click()


def change_mood(page: Page) -> None:
    facts = page.get_by_role("region", name="Lead")
    expect(facts).to_contain_text("Way to us")
    expect(facts).to_contain_text("Angry")
    expect(facts).to_contain_text("Other works")
    page.get_by_role("button", name="Change Mood").click()
    page.get_by_role("option", name="Calm", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(facts).to_contain_text("Calm")


def test_a_form_takes_every_type_begins_with_the_defaults_and_keeps_what_is_said(
    branch: Branch, opens: Opens, define: Define
) -> None:
    login = branch.hire("ava")
    other = branch[login].post("/v1/leads", {"name": "Other works"})
    text = define("Way to us", "text", required=True)
    long = define("Story", "long_text")
    whole = define("Heads", "integer")
    money = define("Fee", "money", currency="CHF")
    day = define("Seen on", "date")
    flag = define("Wants news", "boolean", default=True)
    unset = define("Has a dog", "boolean")
    values = [{"code": "calm", "label": {"en": "Calm"}}, {"code": "angry", "label": {"en": "Angry"}}]
    mood = define("Mood", "choice", choices=values, default="calm")
    many = define("Hobbies", "choice", choices=[{"code": "chess"}, {"code": "go"}], multiple=True)
    ref = define("Comes after", "reference", references="leads")
    mail = define("Second mail", "email")
    page = opens(login).go("/leads/new")
    page.get_by_role("textbox", name="Name", exact=True).fill("Own fields works")
    expect(page.get_by_label("Wants news", exact=True).first).to_have_value("Yes")
    expect(page.get_by_label("Mood", exact=True).first).to_have_value("Calm")
    expect(page.get_by_label("Has a dog", exact=True).first).to_have_value("")
    fill_in(page)
    assert violations(page) == []
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Own fields works")).to_be_visible()
    [made] = [one for one in branch[login].get("/v1/leads")["data"] if one["name"] == "Own fields works"]
    custom = branch[login].get(f"/v1/leads/{made['id']}")["custom"]
    assert {
        one["code"]: custom.get(one["code"]) for one in (text, long, whole, mood, flag, many, ref, mail, unset, day)
    } == {
        text["code"]: "By train",
        long["code"]: "A long one",
        whole["code"]: 12,
        mood["code"]: "angry",
        flag["code"]: False,
        many["code"]: ["chess"],
        ref["code"]: other["id"],
        mail["code"]: "a@example.com",
        unset["code"]: None,
        day["code"]: None,
    }
    assert float(custom[money["code"]]) == 99.5
    change_mood(page)
    assert branch[login].get(f"/v1/leads/{made['id']}")["custom"][mood["code"]] == "calm"


def test_what_the_house_refuses_stands_beside_the_field(branch: Branch, opens: Opens, define: Define) -> None:
    login = branch.hire("bo")
    define("Phone at night", "phone")
    lead = branch[login].post("/v1/leads", {"name": "Night works"})
    screen = opens(login)
    screen.expect_refusals(422)
    page = screen.go("/leads/new")
    page.get_by_role("textbox", name="Name", exact=True).fill("Refused works")
    night = page.get_by_label("Phone at night")
    night.fill("no number")
    page.get_by_role("button", name="Create").click()
    expect(night).to_have_attribute("aria-invalid", "true")
    expect(night).to_be_focused()
    night.fill("+49 40 1234")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Refused works")).to_be_visible()
    page = screen.go(f"/leads/{lead['id']}")
    page.get_by_role("button", name="empty field").click()
    page.get_by_role("button", name="Change Phone at night").click()
    page.get_by_label("Phone at night").fill("nonsense")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("String does not match expected pattern.")).to_be_visible()


def test_a_default_that_was_emptied_does_not_come_back(branch: Branch, opens: Opens, define: Define) -> None:
    login = branch.hire("cy")
    field = define("Tempo", "text", default="slow")
    page = opens(login).go("/leads/new")
    page.get_by_role("textbox", name="Name", exact=True).fill("Quick works")
    expect(page.get_by_label("Tempo")).to_have_value("slow")
    page.get_by_label("Tempo").fill("")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Quick works")).to_be_visible()
    [made] = branch[login].get("/v1/leads")["data"]
    assert field["code"] not in made["custom"]


def test_a_new_record_begins_with_the_currency_of_ones_unit(branch: Branch, opens: Opens) -> None:
    branch.company["admin"].patch(f"/v1/org-units/{branch.unit['id']}", {"currency": "CHF"})
    page = opens(branch.hire("dot")).go("/leads/new")
    expect(page.get_by_label("Currency", exact=True).first).to_have_value("CHF")


def test_a_field_that_says_yes_by_itself_is_defined_in_the_console(branch: Branch, opens: Opens) -> None:
    code = f"f{new_id()[-10:]}"
    page = opens(branch.hire("eve", "administrator")).go("/custom-fields?of=leads")
    page.get_by_role("button", name="New custom field").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("English label").fill("By post")
    dialog.get_by_label("Code").fill(code)
    dialog.get_by_label("Type").first.click()
    page.get_by_role("option", name="Yes or no").click()
    dialog.get_by_label("Default").first.click()
    page.get_by_role("option", name="Yes", exact=True).click()
    dialog.get_by_role("button", name="Create").click()
    expect(dialog).to_be_hidden()
    admin = branch.company["admin"]
    wanted = {"filter": {"field": "code", "op": "eq", "value": code}}
    [made] = admin.post("/v1/custom-fields/search", wanted)["data"]
    assert made["default"] is True
    admin.post(f"/v1/custom-fields/{made['id']}/retire", {})
