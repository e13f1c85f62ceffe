"""Playbooks through the public API: what they recommend for a deal, and who draws them up."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.company import Company

STAGE = "negotiation"
TACTIC = {"kind": "tactic", "title": "Ask who signs"}


class Shelf:
    """The playbooks of one test; none of them stays attached."""

    def __init__(self, company: Company) -> None:
        self.admin = company["admin"]
        self.ids: list[str] = []

    def draw_up(self, *plays: dict[str, Any], stage: str | None = STAGE) -> Any:
        made = self.admin.post("/v1/playbooks", {"name": f"Book {new_id()}", "stage": stage, "plays": list(plays)})
        self.ids.append(made["id"])
        return made


@pytest.fixture
def shelf(company: Company) -> Iterator[Shelf]:
    shelf = Shelf(company)
    yield shelf
    for playbook_id in shelf.ids:
        shelf.admin.patch(f"/v1/playbooks/{playbook_id}", {"stage": None})


def titles(recommended: Any) -> dict[str, list[str]]:
    return {name: [play["title"] for play in recommended[name]] for name in ("tactics", "documents", "counters")}


@pytest.mark.feature("S-038")
def test_the_playbook_of_its_stage_recommends_tactics_documents_and_counters_that_fit_a_deal(
    company: Company, shelf: Shelf
) -> None:
    nils = company["nils.north"]
    product = shelf.admin.post("/v1/products", {"code": new_id(), "name": "Mill", "list_price": "5.00"})["id"]
    link = "https://example.org/sheet.pdf"
    book = shelf.draw_up(
        TACTIC,
        {"kind": "tactic", "title": "Offer a demo online", "channel": "web"},
        {"kind": "document", "title": "Data sheet of the mill", "link": link, "product_id": product},
        {"kind": "document", "title": "Terms for large deals", "link": link, "currency": "EUR", "least_amount": "1000"},
        {"kind": "counter", "title": "We deliver in May", "text": "They do not.", "competitor": "GLOBEX"},
        {"kind": "counter", "title": "We repair", "competitor": "Initech"},
        {"kind": "tactic", "title": "Sell it small", "most_amount": "99.99"},
    )
    shelf.draw_up({"kind": "tactic", "title": "Of another stage"}, stage="engaging")
    shelf.draw_up({"kind": "tactic", "title": "Of no stage"}, stage=None)
    deal = nils.post("/v1/opportunities", {"name": f"Deal {new_id()}", "stage": STAGE, "currency": "EUR"})
    path = f"/v1/opportunities/{deal['id']}"
    first = nils.get(f"{path}/playbook")
    assert (first["opportunity_id"], first["stage"]) == (deal["id"], STAGE)
    assert titles(first) == {"tactics": ["Ask who signs"], "documents": [], "counters": []}

    nils.patch(path, {"channel": "web", "product_id": product, "amount": "1000.00"})
    nils.post(f"{path}/competitors", {"name": "Globex"})
    second = company["nora.north"].get(f"{path}/playbook")
    assert titles(second) == {
        "tactics": ["Ask who signs", "Offer a demo online"],
        "documents": ["Data sheet of the mill", "Terms for large deals"],
        "counters": ["We deliver in May"],
    }
    assert second["documents"][0]["link"] == link
    assert second["counters"][0] == {
        "playbook": {"id": book["id"], "name": book["name"]},
        "title": "We deliver in May",
        "text": "They do not.",
        "link": None,
        "competitor": "GLOBEX",
    }
    nils.patch(path, {"amount": "99.99", "channel": "direct"})
    assert titles(nils.get(f"{path}/playbook"))["tactics"] == ["Ask who signs", "Sell it small"]
    for stranger in ("nina.north", "sara.south"):
        company[stranger].refused("GET", f"{path}/playbook", status=404)

    nils.post(f"{path}/advance", {"stage": "engaging"})
    assert titles(nils.get(f"{path}/playbook"))["tactics"] == ["Of another stage"]
    nils.post(f"{path}/win")
    assert titles(nils.get(f"{path}/playbook")) == {"tactics": [], "documents": [], "counters": []}


def test_a_playbook_is_drawn_up_for_the_whole_company_and_read_by_its_sellers(company: Company, shelf: Shelf) -> None:
    admin, nils, sara = company["admin"], company["nils.north"], company["sara.south"]
    again, key = new_id(), {"Idempotency-Key": new_id()}
    body = {"id": again, "name": f"Once {again}", "plays": [TACTIC]}
    first, replayed = (admin.ok("POST", "/v1/playbooks", body, headers=key) for _ in range(2))
    assert (first, first["stage"], first["version"]) == (replayed, None, 1)
    shelf.ids.append(first["id"])
    admin.refused("POST", "/v1/playbooks", body, status=409)
    path = f"/v1/playbooks/{first['id']}"
    changed = admin.patch(path, {"stage": STAGE, "plays": [{**TACTIC, "title": "Ask again"}, TACTIC]})
    assert [play["title"] for play in changed["plays"]] == ["Ask again", "Ask who signs"]
    assert nils.get(path) == sara.get(path) == changed
    [listed] = sara.get("/v1/playbooks", params={"filter[name][eq]": first["name"], "filter[stage][eq]": STAGE})["data"]
    assert listed == {name: value for name, value in changed.items() if name != "plays"}
    [_, entry] = nils.get(f"{path}/history")["data"]
    assert entry["changes"]["stage"] == {"before": None, "after": STAGE}
    admin.refused("PATCH", path, {"name": "Late"}, headers={"If-Match": '"1"'}, status=412)
    for login in ("nils.north", "helen.head"):
        company[login].refused("PATCH", path, {"name": "Mine"}, status=403)
        company[login].refused("POST", "/v1/playbooks", {"name": "Mine", "plays": [TACTIC]}, status=403)
    admin.refused("GET", f"/v1/playbooks/{new_id()}", status=404)


def test_a_playbook_says_whole_plays_of_the_kinds_that_there_are_for_stages_that_go_on(
    company: Company, shelf: Shelf
) -> None:
    admin = company["admin"]
    book = shelf.draw_up(TACTIC, stage=None)
    path = f"/v1/playbooks/{book['id']}"
    for wrong, where in (
        ({"kind": "dance"}, "kind"),
        ({"kind": "document"}, "link"),
        ({"kind": "document", "link": "javascript:alert(1)"}, "link"),
        ({"kind": "counter"}, "competitor"),
        ({"competitor": "Globex"}, "competitor"),
        ({"channel": "balloon"}, "channel"),
        ({"least_amount": "-1"}, "least_amount"),
    ):
        problem = admin.refused("PATCH", path, {"plays": [{**TACTIC, **wrong}]}, status=400)
        assert problem["errors"][0]["pointer"] == f"/plays/0/{where}", problem
    admin.refused("PATCH", path, {"plays": []}, status=400)
    never = {**TACTIC, "least_amount": "2", "most_amount": "1"}
    admin.refused("PATCH", path, {"plays": [never]}, status=422, code="play_fits_no_deal")
    unknown = {"plays": [{**TACTIC, "product_id": new_id()}]}
    admin.refused("PATCH", path, unknown, status=422, code="product_not_offered")
    for stage, code in (("won", "playbook_stage_ends_deals"), ("nowhere", "stage_unknown")):
        admin.refused("PATCH", path, {"stage": stage}, status=422, code=code)
    assert admin.get(path) == book
