"""What administrators set up: webhooks with their ledger, stages, lists of values, own fields, templates; the audit."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from shared.ids import new_id
from tests.console.axe import violations
from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.console.test_sight import settled
from tests.end_to_end.client import eventually
from tests.end_to_end.events.receiver import Receiver, receiving
from tests.end_to_end.gateway.test_audit import EVENTS, chained, database_of, tampered
from tests.end_to_end.sales.test_document_templates import word_file

PLACES = ("webhooks/new", "stages", "picklists", "custom-fields", "audit", "document-templates")


THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def for_everybody(page: Page) -> bool:
    """Whether it is fit for people who see and move differently, as it stands now."""
    settled(page)
    faults = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        faults += [f"{theme}: {fault}" for fault in violations(page)]
    assert faults == []
    return True


def act(page: Page, item: str) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=item).click()


def secret_in(shown: Locator) -> str:
    text = shown.get_by_text(re.compile("^whsec_")).text_content()
    assert text is not None
    return text


def set_up(page: Page, receiver: Receiver) -> str:
    """By its form; the secret as it is copied."""
    page.get_by_label("Address").fill(receiver.url)
    events = page.get_by_role("combobox", name="Events")
    events.fill("lead created")
    page.get_by_role("option", name="sales.lead.created").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied == secret_in(page.get_by_role("status"))
    page.get_by_role("link", name="To its ledger").click()
    return copied


def open_first(page: Page) -> Locator:
    page.get_by_role("region", name="Ledger").get_by_role("row").nth(1).get_by_role("button").click()
    return page.get_by_role("dialog", name="Delivery")


def test_a_webhook_is_set_up_tested_paused_and_its_ledger_read(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ada", "administrator")
    with receiving() as receiver:
        screen = opens(login, permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce")
        page = screen.go("/webhooks/new")
        secret = set_up(page, receiver)
        page.get_by_role("button", name="Send a test").click()
        row = page.get_by_role("region", name="Ledger").get_by_role("row").nth(1)
        expect(row).to_contain_text("Delivered")
        expect(row).to_contain_text("204")
        told = open_first(page)
        expect(told.get_by_role("region", name="Tries").get_by_role("row")).to_have_count(2)
        expect(told.get_by_role("table", name="Request")).to_contain_text("webhook-id")
        told.get_by_role("button", name="Send again").click()
        assert eventually(lambda: len(receiver.requests) == 2)
        assert len({one.headers["webhook-id"] for one in receiver.requests}) == 1
        assert for_everybody(page)
        expect(told.get_by_role("region", name="Tries").get_by_role("row")).to_have_count(3)
        told.get_by_role("button", name="Close").click()

        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_text("Somebody paused it")).to_be_visible()
        expect(page.get_by_role("button", name="Send a test")).to_have_count(0)
        page.get_by_role("button", name="Resume").click()
        act(page, "Change the secret")
        dialog = page.get_by_role("dialog", name="Change the secret")
        dialog.get_by_role("button", name="Change the secret").click()
        assert secret_in(dialog) != secret
        assert for_everybody(page)
        dialog.get_by_role("button", name="Close").click()

        receiver.answer = lambda event: 410
        page.get_by_role("button", name="Send a test").click()
        webhook = page.url.rpartition("/")[2]
        admin = branch.company["admin"]
        assert eventually(lambda: admin.get(f"/v1/webhooks/{webhook}")["paused_because"] == "gone")
        page.reload()
        expect(page.get_by_text("no such address any more")).to_be_visible()
        assert for_everybody(page)
        act(page, "End the webhook")
        page.get_by_role("dialog").get_by_role("button", name="End the webhook").click()
        page.wait_for_url("**/webhooks")
        assert admin.get(f"/v1/webhooks/{webhook}")["status"] == "removed"


def test_what_somebody_may_not_do_to_a_webhook_is_not_offered(branch: Branch, opens: Opens) -> None:
    admin, code = branch.company["admin"], f"looks_{branch.unit['id'][-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": "Looks on"})
    admin.post(f"/v1/groups/{group['id']}/grant", {"right": "messaging.webhook:read", "reach": "all"})
    reader, other, seller = branch.hire("bea", code), branch.hire("cleo", "administrator"), branch.hire("cato")
    with receiving() as receiver:
        made = admin.post("/v1/webhooks", {"url": receiver.url, "types": ["sales.lead.created"]})
        admin.post(f"/v1/webhooks/{made['id']}/test", {})
        page = opens(reader).go(f"/webhooks/{made['id']}")
        told = open_first(page)
        expect(told.get_by_role("heading", name="Tries")).to_be_visible()
        expect(told.get_by_role("button", name="Send again")).to_have_count(0)
        told.get_by_role("button", name="Close").click()
        for name in ("Send a test", "Pause", "More actions"):
            expect(page.get_by_role("button", name=name)).to_have_count(0)
        page = opens(other).go(f"/webhooks/{made['id']}")
        page.get_by_role("button", name="More actions").click()
        expect(page.get_by_role("menuitem", name="End the webhook")).to_be_visible()
        for name in ("Change the secret", "Choose other events"):
            expect(page.get_by_role("menuitem", name=name)).to_have_count(0)
        expect(page.get_by_role("button", name="Change Types")).to_have_count(0)
        admin.ok("DELETE", f"/v1/webhooks/{made['id']}")
    theirs = opens(seller)
    theirs.expect_refusals(403)
    page = theirs.go("/stages")
    expect(page.get_by_role("row", name="Negotiation")).to_be_visible()
    assert page.get_by_role("main").get_by_role("textbox").count() == 0
    expect(page.get_by_role("button", name="Place of Negotiation")).to_have_count(0)
    expect(theirs.go("/audit").get_by_text("This is not yours to see")).to_be_visible()


def order_of(branch: Branch, path: str, **params: str) -> list[str]:
    """The codes as the API keeps them in order."""
    listed = branch.company["admin"].get(path, params={"sort": "position", "limit": 200, **params})["data"]
    return [one["code"] for one in listed]


def test_stages_are_added_changed_in_place_and_moved(branch: Branch, opens: Opens) -> None:
    admin, code = branch.company["admin"], f"s{new_id()[-12:]}"
    screen = opens(branch.hire("dan", "administrator"), reduced_motion="reduce")
    page = screen.go("/stages")
    page.get_by_role("button", name="New stage").click()
    dialog = page.get_by_role("dialog", name="New stage")
    dialog.get_by_label("Name").fill(f"Trial {code}")
    dialog.get_by_label("Code").fill(code)
    dialog.get_by_label("Success rate").fill("80")
    dialog.get_by_role("button", name="Create").click()
    rate = page.get_by_label(f"Success rate of Trial {code}")
    expect(rate).to_have_value("80")

    screen.expect_refusals(400, 422)
    rate.fill("101")
    rate.press("Enter")
    expect(rate).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("row").filter(has=rate)).to_contain_text("100")
    assert for_everybody(page)
    rate.fill("85")
    rate.press("Enter")
    page.get_by_role("combobox", name=f"Needed to move on of Trial {code}").click()
    page.get_by_role("option", name="Amount").click()
    page.keyboard.press("Escape")

    def stage() -> Any:
        return admin.get("/v1/stages", params={"filter[code][eq]": code})["data"][0]

    assert eventually(lambda: (stage()["success_rate"], stage()["exit_criteria"]) == (85, ["amount"]))
    before = order_of(branch, "/v1/stages")
    handle = page.get_by_role("button", name=f"Place of Trial {code}")
    handle.focus()
    handle.press("ArrowUp")
    at = before.index(code)
    assert eventually(lambda: order_of(branch, "/v1/stages").index(code) == at - 1)
    expect(handle).to_be_focused()
    handle.drag_to(page.get_by_role("button", name=f"Place of {_name(admin, before[at - 2])}", exact=True))
    assert eventually(lambda: order_of(branch, "/v1/stages").index(code) == at - 2)
    handle.click()
    page.get_by_role("menuitem", name="Move behind").click()
    assert eventually(lambda: order_of(branch, "/v1/stages").index(code) == at - 1)
    assert [one for one in order_of(branch, "/v1/stages") if one != code] == [one for one in before if one != code]


def _name(client: Any, code: str) -> str:
    return str(client.get("/v1/stages", params={"filter[code][eq]": code})["data"][0]["name"])


def test_a_list_of_values_is_kept_and_a_field_follows_it(branch: Branch, opens: Opens) -> None:
    code = f"l{new_id()[-12:]}"
    values = f"/v1/picklists/{code}/values"
    screen = opens(branch.hire("eve", "administrator"), reduced_motion="reduce")
    page = screen.go("/picklists")
    page.get_by_role("button", name="New list of values").click()
    dialog = page.get_by_role("dialog", name="New list of values")
    dialog.get_by_label("English label").fill(f"Colours {code}")
    dialog.get_by_label("Code").fill(code)
    dialog.get_by_role("button", name="Create").click()
    further = page.get_by_role("region", name=f"Colours {code}").get_by_role("form", name="A further value")
    for value, label in (("red", "Red"), ("blue", "Blue")):
        further.get_by_role("textbox", name="Code").fill(value)
        further.get_by_role("textbox", name="English label").fill(label)
        further.get_by_role("button", name="Add").click()
        expect(page.get_by_label(f"English label of {value}")).to_have_value(label)
    screen.expect_refusals(409)
    further.get_by_role("textbox", name="Code").fill("red")
    further.get_by_role("button", name="Add").click()
    expect(further).to_contain_text("already")
    page.get_by_label("Chinese label of red").fill("红")
    page.get_by_label("Chinese label of red").press("Enter")
    leave_no_room(branch, values)
    page.reload()
    page.get_by_role("button", name="Place of Blue").press("ArrowUp")
    assert eventually(lambda: order_of(branch, values) == ["blue", "red"])
    page.get_by_role("button", name="Retire: blue").click()
    expect(page.get_by_role("button", name="Reinstate: blue")).to_be_visible()
    red = branch.company["admin"].get(f"{values}/red")
    assert (red["label"], red["retired"]) == ({"en": "Red", "zh": "红"}, False)

    define_field(page, code)
    field = field_of(branch, code)
    assert (field["type"], field["picklist"], field["required"]) == ("choice", code, False)
    page.get_by_label(f"Required of {code}").check()
    assert eventually(lambda: field_of(branch, code)["required"])
    default = page.get_by_label(f"Default of {code}")
    default.fill("green")
    screen.expect_refusals(422)
    default.press("Enter")
    expect(default).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name=f"Retire: {code}").click()
    assert eventually(lambda: field_of(branch, code)["retired"])
    expect(page.get_by_role("button", name=f"Reinstate: {code}")).to_be_visible()
    assert for_everybody(page)


def leave_no_room(branch: Branch, values: str) -> None:
    """Side by side at the very beginning: what moves before the first must push it on."""
    admin = branch.company["admin"]
    assert eventually(lambda: admin.get(f"{values}/red")["label"].get("zh") == "红")
    for place, value in enumerate(("red", "blue")):
        admin.ok("PATCH", f"{values}/{value}", {"position": place})


def define_field(page: Page, code: str) -> None:
    """Of agreements, which no other test of the console fills in."""
    page.goto(page.url.partition("/picklists")[0] + "/custom-fields?of=agreements")
    page.get_by_role("button", name="New custom field").click()
    dialog = page.get_by_role("dialog", name="New custom field")
    assert for_everybody(page)
    dialog.get_by_label("English label").fill(f"Colour {code}")
    dialog.get_by_label("Code").fill(code)
    dialog.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name="Choice", exact=True).click()
    dialog.get_by_role("textbox", name="List of values").fill(code)
    page.get_by_role("option", name=code).click()
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_label(f"English label of {code}")).to_be_visible()


def field_of(branch: Branch, code: str) -> Any:
    return branch.company["admin"].get("/v1/custom-fields", params={"filter[code][eq]": code})["data"][0]


def test_the_trail_is_narrowed_and_a_broken_chain_is_told_plainly(branch: Branch, opens: Opens) -> None:
    admin, seller = branch.company["admin"], branch.hire("finn")
    lead = branch[seller].post("/v1/leads", {"name": "Old name"})["id"]
    branch[seller].ok("PATCH", f"/v1/leads/{lead}", {"name": "New name"})
    place = chained(admin, record_id=lead)[0]["position"]
    page = opens(branch.hire("gus", "administrator"), reduced_motion="reduce").go("/audit")
    page.get_by_role("textbox", name="Who").fill(branch.people[seller]["name"])
    page.get_by_role("option", name=branch.people[seller]["name"]).click()
    what = page.get_by_role("combobox", name="What")
    what.fill("sales.lead.changed")
    page.get_by_role("option", name="sales.lead.changed").click()
    trail = page.get_by_role("region", name="Audit")
    expect(trail.get_by_role("row")).to_have_count(2)
    trail.get_by_role("button", name="sales.lead.changed").click()
    entry = page.get_by_role("dialog", name="Entry of the trail")
    changed = entry.get_by_role("table", name="Changes").get_by_role("row", name="Name")
    expect(changed).to_contain_text("Old name")
    expect(changed).to_contain_text("New name")
    assert for_everybody(page)
    entry.get_by_role("button", name="All that happened to it").click()
    expect(trail.get_by_role("row")).to_have_count(3)

    page.get_by_role("button", name="Verify the chain").click()
    expect(page.get_by_text("The chain is whole")).to_be_visible()
    change = update(EVENTS).where(EVENTS.c.position == place).values({"actor_name": "Eve"})
    with (
        database_of(branch.company, "sales") as engine,
        tampered(engine, [place], lambda connection, _: connection.execute(change)),
    ):
        page.get_by_role("button", name="Verify the chain").click()
        expect(page.get_by_text("The chain is broken")).to_be_visible()
        expect(page.get_by_role("status").get_by_role("listitem")).to_contain_text(
            f"sales, event {place:,}: what it says was altered"
        )
        assert for_everybody(page)


def test_a_template_is_fetched_and_a_broken_one_is_refused_with_what_is_wrong(branch: Branch, opens: Opens) -> None:
    admin, name = branch.company["admin"], f"Ours {new_id()[-12:]}"
    screen = opens(branch.hire("hal", "administrator"), reduced_motion="reduce")
    page = screen.go("/document-templates")
    page.get_by_role("button", name="New template").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("combobox", name="Kind").click()
    page.get_by_role("option", name="Quotation").click()
    page.get_by_role("button", name="Create").click()
    card = page.get_by_role("article", name=name)
    with page.expect_download() as fetched:
        card.get_by_role("button", name="Download").click()
    assert fetched.value.suggested_filename == f"{name}.docx"
    screen.expect_refusals(422)
    send(card, "broken.docx", word_file("Dear {{ customer.nickname }}, {{ line.code }}"))
    expect(card.get_by_role("alert")).to_contain_text("“broken.docx” is refused")
    expect(card.get_by_role("alert").get_by_role("listitem").first).to_have_text("{{ customer.nickname }}")
    assert for_everybody(page)
    send(card, "letter.docx", b"no Word file at all")
    expect(card.get_by_role("alert")).to_contain_text("no Word file")
    send(card, "good.docx", word_file("Dear {{ customer.name }}"))
    expect(card.get_by_role("alert")).to_have_count(0)
    expect(card.get_by_text("Fills in 1 field")).to_be_visible()
    listed = admin.get("/v1/document-templates", params={"limit": 200})["data"]
    assert [one["fields_named"] for one in listed if one["name"] == name] == [["customer.name"]]
    card.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(card).to_have_count(0)


def send(card: Locator, name: str, content: bytes) -> None:
    card.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


@pytest.mark.parametrize("how", [{}, {"viewport": PHONE, "has_touch": True}], ids=["desk", "phone"])
def test_settings_fit_every_screen_and_everybody(branch: Branch, opens: Opens, how: dict[str, Any]) -> None:
    screen = opens(branch.hire("ida", "administrator"), reduced_motion="reduce", **how)
    screen.expect_many_pages()
    for place in PLACES:
        page = screen.go(f"/{place}")
        assert for_everybody(page), place
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than the window"
