"""Rights of a group are changed in a matrix, tried out before; a unit is moved and comes back."""

from playwright.sync_api import expect

from tests.console.axe import violations
from tests.console.branch import Branch, found_branch
from tests.console.conftest import Opens
from tests.console.test_sight import settled
from tests.end_to_end.client import eventually

RIGHT = "sales.lead:read"


def test_rights_are_tried_out_before_they_are_granted(branch: Branch, opens: Opens) -> None:
    admin, code = branch.company["admin"], f"desk_{branch.unit['id'][-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": "Desk"})
    branch.hire("fred", code)
    held = f"/v1/groups/{group['id']}"
    page = opens(branch.hire("greta", "administrator"), reduced_motion="reduce").go(f"/groups/{group['id']}")
    page.get_by_role("tab", name="Rights").click()
    page.get_by_role("button", name="Change the rights").click()
    page.get_by_label("Find a right").fill(RIGHT)
    page.get_by_role("checkbox", name=f"{RIGHT}, Unit", exact=True).check()
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_role("region", name="What would change").get_by_role("row", name="Fred")).to_contain_text(RIGHT)
    assert admin.get(held)["grants"] == []
    settled(page)
    assert violations(page) == []
    page.get_by_role("button", name="Save 1 change").click()
    expect(page.get_by_role("button", name="Change the rights")).to_be_visible()
    assert admin.get(held)["grants"] == [{"right": RIGHT, "reach": "unit"}]


def test_a_unit_is_dragged_below_another_and_taken_back(branch: Branch, opens: Opens) -> None:
    admin, other = branch.company["admin"], found_branch(branch.company).unit
    page = opens(branch.hire("hugo", "administrator")).go("/admin/organisation")
    unit = page.get_by_role("button", name=branch.unit["code"])
    unit.drag_to(page.get_by_role("button", name=other["code"]))
    where = f"/v1/org-units/{branch.unit['id']}"
    assert eventually(lambda: admin.get(where)["parent_id"] == other["id"])
    page.get_by_role("button", name="Undo").click()
    assert eventually(lambda: admin.get(where)["parent_id"] == branch.unit["parent_id"])
