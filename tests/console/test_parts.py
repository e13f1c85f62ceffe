"""What is shown on a deal's page can also be undone there: partners, problems and needs, and the steps of the deal."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from shared.ids import new_id
from tests.console.axe import violations
from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE, Screen
from tests.console.test_ordering import pick
from tests.console.test_sight import settled
from tests.end_to_end.client import eventually

DEALS = "/v1/opportunities"


def open_deal(branch: Branch, login: str) -> dict[str, Any]:
    body = {"name": "Paper mill", "amount": "40.00", "currency": "EUR"}
    made: dict[str, Any] = branch[login].post(DEALS, body)
    return made


def add(branch: Branch, login: str, deal: dict[str, Any], part: str, **body: Any) -> dict[str, Any]:
    made: dict[str, Any] = branch[login].post(f"{DEALS}/{deal['id']}/{part}", body)
    return made


def all_of(branch: Branch, login: str, deal: dict[str, Any], part: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = branch[login].get(f"{DEALS}/{deal['id']}/{part}")["data"]
    return rows


def part_of(screen: Screen, deal: dict[str, Any], name: str) -> Page:
    page = screen.go(f"/opportunities/{deal['id']}")
    page.get_by_role("tab", name=name).click()
    return page


def choose(page: Page, name: str, verb: str) -> None:
    """Out of what can be done to this row of the part."""
    page.get_by_role("button", name=f"More actions: {name}").click()
    page.get_by_role("menuitem", name=verb).click()


def undo(page: Page, said: str) -> None:
    button = page.get_by_role("button", name="Undo")  # what others are told of the same move has none
    note = page.get_by_role("alert").filter(has_text=said).filter(has=button)
    note.get_by_role("button", name="Undo").click()
    expect(note).to_be_hidden()


def cell(page: Page, text: str) -> Locator:
    return page.get_by_role("tabpanel").get_by_role("cell", name=text, exact=True)


def found_agency(branch: Branch) -> dict[str, Any]:
    body = {
        "code": f"A-{new_id()[-8:].upper()}",
        "name": "Able Agents",
        "kind": "agent",
        "parent_id": branch.unit["id"],
    }
    made: dict[str, Any] = branch.company["admin"].post("/v1/org-units", body)
    return made


def test_a_partner_is_unlinked_and_linked_again_as_it_was(branch: Branch, opens: Opens) -> None:
    login, agency = branch.hire("ada"), found_agency(branch)
    deal = open_deal(branch, login)
    said = {"org_unit_id": agency["id"], "role": "reseller", "note": "They know the owner"}
    first = add(branch, login, deal, "partners", **said)
    page = part_of(opens(login), deal, "Partners")
    page.get_by_role("button", name="Unlink: Able Agents").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    assert all_of(branch, login, deal, "partners") == []
    undo(page, "Done: Unlink, Able Agents")
    expect(cell(page, "Able Agents")).to_be_visible()
    (again,) = all_of(branch, login, deal, "partners")
    assert again["id"] != first["id"]
    assert (again["org_unit"]["id"], again["role"], again["note"]) == tuple(said.values())


def test_what_came_back_by_another_hand_meanwhile_is_said_when_it_is_undone(branch: Branch, opens: Opens) -> None:
    login, agency = branch.hire("bob"), found_agency(branch)
    deal = open_deal(branch, login)
    link = {"org_unit_id": agency["id"], "role": "reseller"}
    add(branch, login, deal, "partners", **link)
    screen = opens(login)
    page = part_of(screen, deal, "Partners")
    page.get_by_role("button", name="Unlink: Able Agents").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    add(branch, login, deal, "partners", **link)
    screen.expect_refusals(409)
    undo(page, "Done: Unlink")
    refusal = page.get_by_role("alert").filter(has_text="That cannot be undone")
    expect(refusal).to_contain_text("linked to the deal already")


def test_a_partner_of_a_deal_that_is_over_is_unlinked_for_good_after_a_question(branch: Branch, opens: Opens) -> None:
    login, agency = branch.hire("cid"), found_agency(branch)
    deal = open_deal(branch, login)
    add(branch, login, deal, "partners", org_unit_id=agency["id"], role="referrer")
    branch[login].post(f"{DEALS}/{deal['id']}/win", {})
    page = part_of(opens(login), deal, "Partners")
    page.get_by_role("button", name="Unlink: Able Agents").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("This cannot be undone.")
    question.get_by_role("button", name="Cancel").click()
    assert len(all_of(branch, login, deal, "partners")) == 1
    page.get_by_role("button", name="Unlink: Able Agents").click()
    question.get_by_role("button", name="Unlink", exact=True).click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Done")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_a_problem_is_resolved_in_words_and_one_that_was_none_is_withdrawn(branch: Branch, opens: Opens) -> None:
    login = branch.hire("dot")
    deal = open_deal(branch, login)
    for kind in ("price", "delivery"):
        add(branch, login, deal, "problems", type=kind, note=f"About the {kind}")
    page = part_of(opens(login), deal, "Problems")
    choose(page, "Price", "Resolve")
    page.get_by_label("Resolution").fill("We met halfway")
    page.get_by_role("dialog").get_by_role("button", name="Resolve").click()
    expect(cell(page, "We met halfway")).to_be_visible()
    resolved = next(one for one in all_of(branch, login, deal, "problems") if one["type"] == "price")
    assert (resolved["status"], resolved["resolution"]) == ("resolved", "We met halfway")
    expect(page.get_by_role("button", name="Withdraw: Price")).to_be_visible()  # it is resolved once

    choose(page, "Delivery", "Withdraw")
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("This cannot be undone.")
    question.get_by_role("button", name="Withdraw").click()
    expect(cell(page, "About the delivery")).to_be_hidden()
    assert [one["type"] for one in all_of(branch, login, deal, "problems")] == ["price"]


def test_who_is_late_is_told_why_a_problem_stays(branch: Branch, opens: Opens) -> None:
    login = branch.hire("eli")
    deal = open_deal(branch, login)
    problem = add(branch, login, deal, "problems", type="price")
    screen = opens(login)
    page = part_of(screen, deal, "Problems")
    choose(page, "Price", "Resolve")
    page.get_by_label("Resolution").fill("By a discount")
    branch[login].post(f"{DEALS}/{deal['id']}/problems/{problem['id']}/resolve", {"resolution": "By itself"})
    screen.expect_refusals(409)
    page.get_by_role("dialog").get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("resolved already")
    assert all_of(branch, login, deal, "problems")[0]["resolution"] == "By itself"


def test_a_need_is_changed_emptied_withdrawn_and_brought_back(branch: Branch, opens: Opens) -> None:
    login = branch.hire("fay")
    deal = open_deal(branch, login)
    add(branch, login, deal, "needs", description="A rope", category="Ropes", quantity=3)
    page = part_of(opens(login), deal, "Needs")
    choose(page, "A rope", "Change")
    form = page.get_by_role("dialog")
    form.get_by_label("Quantity").fill("5")
    form.get_by_label("Category").fill("")
    form.get_by_role("button", name="Change", exact=True).click()
    expect(form).to_be_hidden()
    (need,) = all_of(branch, login, deal, "needs")
    assert (need["description"], need["category"], need["quantity"]) == ("A rope", None, 5)

    choose(page, "A rope", "Withdraw")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    undo(page, "Done: Withdraw, A rope")
    expect(cell(page, "A rope")).to_be_visible()
    (need,) = all_of(branch, login, deal, "needs")
    assert (need["description"], need["category"], need["quantity"]) == ("A rope", None, 5)


def test_a_competitor_is_assessed_and_removed_by_the_same_means(branch: Branch, opens: Opens) -> None:
    login = branch.hire("gus")
    deal = open_deal(branch, login)
    add(branch, login, deal, "competitors", name="Rival", strengths="Cheap")
    page = part_of(opens(login), deal, "Competitors")
    choose(page, "Rival", "Assess")
    page.get_by_label("Weaknesses").fill("Far away")
    page.get_by_role("dialog").get_by_role("button", name="Assess").click()
    expect(cell(page, "Far away")).to_be_visible()
    choose(page, "Rival", "Remove")
    undo(page, "Done: Remove, Rival")
    expect(cell(page, "Rival")).to_be_visible()
    (rival,) = all_of(branch, login, deal, "competitors")
    assert (rival["strengths"], rival["weaknesses"]) == ("Cheap", "Far away")


def test_who_may_only_read_is_offered_nothing(branch: Branch, opens: Opens) -> None:
    login = branch.hire("hal")
    deal = open_deal(branch, login)
    add(branch, login, deal, "problems", type="price", note="Too dear")
    rights = ("sales.opportunity:read", "sales.opportunity_partner:read", "sales.stage:read")
    code = f"reads_{branch.unit['id'][-12:]}"
    group = branch.company["admin"].post("/v1/groups", {"code": code, "name": "Reads"})
    for right in rights:
        branch.company["admin"].post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": "unit"})
    page = part_of(opens(branch.hire("ida", code)), deal, "Problems")
    expect(cell(page, "Too dear")).to_be_visible()
    expect(page.get_by_role("tabpanel").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_can_be_done_to_a_part_reads_well_on_a_phone(branch: Branch, opens: Opens, scheme: str) -> None:
    login = branch.hire("jo")
    deal = open_deal(branch, login)
    add(branch, login, deal, "problems", type="price", note="A long story of a price that nobody wanted to pay")
    page = part_of(opens(login, viewport=PHONE, color_scheme=scheme), deal, "Problems")
    menu = page.get_by_role("button", name="More actions: Price")
    expect(menu).to_be_visible()
    place = menu.bounding_box()
    assert place is not None
    assert place["x"] + place["width"] <= PHONE["width"], "it is in reach without scrolling aside"
    settled(page)
    assert violations(page) == []
    choose(page, "Price", "Withdraw")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("menu")).to_have_count(0)
    settled(page)
    assert violations(page) == []


def stands_at(branch: Branch, login: str, deal: dict[str, Any]) -> tuple[str, str]:
    now = branch[login].get(f"{DEALS}/{deal['id']}")
    return now["status"], now["stage"]


def test_a_stage_move_on_the_page_is_undone(branch: Branch, opens: Opens) -> None:
    login = branch.hire("kit")
    deal = open_deal(branch, login)
    page = opens(login).go(f"/opportunities/{deal['id']}")
    page.get_by_role("button", name="Move to a stage").click()
    form = page.get_by_role("dialog")
    pick(page, form, "Stage", "Engaging")
    form.get_by_role("button", name="Move to a stage").click()
    assert eventually(lambda: stands_at(branch, login, deal) == ("open", "engaging"))
    undo(page, "Done: Move to a stage")
    assert eventually(lambda: stands_at(branch, login, deal) == ("open", deal["stage"]))


def test_a_deal_that_was_won_by_mistake_is_as_it_was(branch: Branch, opens: Opens) -> None:
    login = branch.hire("lou")
    deal = open_deal(branch, login)
    branch[login].post(f"{DEALS}/{deal['id']}/advance", {"stage": "engaging"})
    branch[login].patch(f"{DEALS}/{deal['id']}", {"probability": 77})
    page = opens(login).go(f"/opportunities/{deal['id']}")
    page.get_by_role("button", name="Won", exact=True).click()
    page.get_by_role("textbox", name="Amount").fill("99")
    page.get_by_role("dialog").get_by_role("button", name="Won").click()
    assert eventually(lambda: stands_at(branch, login, deal)[0] == "won")
    undo(page, "Done: Won")
    assert eventually(lambda: branch[login].get(f"{DEALS}/{deal['id']}")["probability"] == 77)
    now = branch[login].get(f"{DEALS}/{deal['id']}")
    assert (now["status"], now["stage"], now["amount"]) == ("open", "engaging", "40.00")


def test_a_move_that_can_no_longer_be_undone_says_why(branch: Branch, opens: Opens) -> None:
    login = branch.hire("mo")
    deal = open_deal(branch, login)
    screen = opens(login)
    page = screen.go(f"/opportunities/{deal['id']}")
    page.get_by_role("button", name="Lost", exact=True).click()
    page.get_by_label("Reason").fill("Too dear")
    page.get_by_role("dialog").get_by_role("button", name="Lost").click()
    assert eventually(lambda: stands_at(branch, login, deal)[0] == "lost")
    branch[login].post(f"{DEALS}/{deal['id']}/reopen", {})
    screen.expect_refusals(409)
    undo(page, "Done: Lost")
    refusal = page.get_by_role("alert").filter(has_text="That cannot be undone")
    expect(refusal).to_contain_text("does not let you reopen it")
    assert stands_at(branch, login, deal) == ("open", deal["stage"])


def test_a_qualified_lead_that_was_given_up_by_mistake_is_qualified_again(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ted")
    lead = branch[login].post("/v1/leads", {"name": "Sawmill"})
    branch[login].post(f"/v1/leads/{lead['id']}/qualify", {"budget": "10.00"})
    page = opens(login).go(f"/leads/{lead['id']}")
    choose_verb(page, "Lost")
    page.get_by_label("Reason").fill("No answer")
    page.get_by_role("dialog").get_by_role("button", name="Lost").click()
    undo(page, "Done: Lost")
    assert eventually(lambda: branch[login].get(f"/v1/leads/{lead['id']}")["status"] == "qualified")


def test_a_deal_that_was_opened_again_by_mistake_is_won_as_it_was_and_on_its_day(branch: Branch, opens: Opens) -> None:
    login = branch.hire("una")
    deal = open_deal(branch, login)
    branch[login].post(f"{DEALS}/{deal['id']}/win", {"amount": "33.00", "closed_on": "2026-01-15"})
    won = branch[login].get(f"{DEALS}/{deal['id']}")
    page = opens(login).go(f"/opportunities/{deal['id']}")
    choose_step(page, "Reopen")
    assert eventually(lambda: stands_at(branch, login, deal)[0] == "open")
    undo(page, "Done: Reopen")
    assert eventually(lambda: stands_at(branch, login, deal) == ("won", won["stage"]))
    now = branch[login].get(f"{DEALS}/{deal['id']}")
    assert (now["amount"], now["closed_at"]) == ("33.00", won["closed_at"])


def test_a_deal_that_was_lost_is_lost_again_for_its_reason(branch: Branch, opens: Opens) -> None:
    login = branch.hire("uri")
    deal = open_deal(branch, login)
    branch[login].post(f"{DEALS}/{deal['id']}/lose", {"reason": "Too dear", "competitor": "Rival"})
    page = opens(login).go(f"/opportunities/{deal['id']}")
    choose_step(page, "Reopen")
    undo(page, "Done: Reopen")
    assert eventually(lambda: stands_at(branch, login, deal)[0] == "lost")
    now = branch[login].get(f"{DEALS}/{deal['id']}")
    assert (now["lost_reason"], now["winner_competitor"]) == ("Too dear", "Rival")


def test_what_no_step_takes_back_is_said_before_a_lead_is_qualified(branch: Branch, opens: Opens) -> None:
    login = branch.hire("vic")
    lead = branch[login].post("/v1/leads", {"name": "Sawmill"})
    page = opens(login).go(f"/leads/{lead['id']}")
    choose_step(page, "Qualify")
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("This step cannot be taken back.")
    form.get_by_role("button", name="Cancel").click()
    assert branch[login].get(f"/v1/leads/{lead['id']}")["status"] == "new"
    choose_step(page, "Qualify")
    form.get_by_label("Budget").fill("10")
    form.get_by_role("button", name="Qualify").click()
    note = page.get_by_role("alert").filter(has_text="Done: Qualify")
    expect(note).to_be_visible()
    expect(note.get_by_role("button", name="Undo")).to_be_hidden()


def choose_step(page: Page, verb: str) -> None:
    page.get_by_role("button", name=verb, exact=True).click()


def choose_verb(page: Page, verb: str) -> None:
    page.get_by_role("button", name="More actions", exact=True).click()
    page.get_by_role("menuitem", name=verb).click()


def test_a_move_on_the_board_is_undone_and_what_was_lost_is_lost_again_for_its_reason(
    branch: Branch, opens: Opens
) -> None:
    login = branch.hire("oda")
    deal = open_deal(branch, login)
    branch[login].post(f"{DEALS}/{deal['id']}/lose", {"reason": "Too dear"})
    page = opens(login).go("/opportunities/board")
    card = page.locator("[data-rfd-draggable-id]").filter(has_text="Paper mill")
    card.get_by_role("button").click()
    page.get_by_role("menuitem", name="Engaging").click()
    assert eventually(lambda: stands_at(branch, login, deal) == ("open", "engaging"))
    undo(page, "to Engaging")
    assert eventually(lambda: stands_at(branch, login, deal) == ("lost", "lost"))
    assert branch[login].get(f"{DEALS}/{deal['id']}")["lost_reason"] == "Too dear"
