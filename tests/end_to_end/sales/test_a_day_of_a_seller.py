"""A day in the life of a seller, told as a story: from a stranger's click in a web form to the seller's commission.

At each turn three people look: the seller whose day it is, the manager above, and somebody who sells in another branch.
"""

from dataclasses import dataclass
from typing import Any

import requests

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_commissions import hired, lines, pay, plan_of, statement, stocked
from tests.end_to_end.sales.test_quotation_documents import document_of, rows
from tests.end_to_end.sales.test_quotation_versions import quotation_of, revised
from tests.end_to_end.sales.test_visits import HERE, at
from tests.end_to_end.test_value_chain import leads_of, verbs, wait_for

LATHE, NOTE, CHEAPER = "数控车床 Lathe", "含安装调试", "含安装调试，九折优惠"


@dataclass(frozen=True)
class Cast:
    """Sam sells in the north under Nora; Nils, Nina and Helen do their own work; Sara and Sven are of the south."""

    company: Company
    sam: Client
    plan: Any
    lathe: Any

    @property
    def nora(self) -> Client:
        return self.company["nora.north"]

    def sees(self, path: str) -> Any:
        """What Sam and Nora both see there, and nobody of the other branch."""
        shown = self.sam.get(path)
        assert self.nora.get(path) == shown
        for stranger in ("sara.south", "sven.south"):
            self.company[stranger].refused("GET", path, status=404)
        return shown

    def find(self, noun: str, wanted: dict[str, str]) -> dict[str, list[str]]:
        """The ids that the list of this noun gives to Sam, to Nora and to Sara."""
        asked = {f"filter[{field}][eq]": value for field, value in wanted.items()}
        looking = {"sam": self.sam, "nora": self.nora, "sara": self.company["sara.south"]}
        pages = {name: who.get(f"/v1/{noun}", params=asked)["data"] for name, who in looking.items()}
        return {name: [row["id"] for row in page] for name, page in pages.items()}


def found_in_sight(cast: Cast, noun: str, record: Any, wanted: dict[str, str]) -> None:
    assert cast.find(noun, wanted) == {"sam": [record["id"]], "nora": [record["id"]], "sara": []}


def test_a_day_of_a_seller(company: Company) -> None:
    cast = the_day_begins(company)
    lead = a_stranger_fills_in_the_web_form(cast)
    the_manager_hands_the_lead_to_the_seller(cast, lead)
    the_seller_qualifies_it(cast, lead)
    deal = and_converts_it(cast, lead)
    the_seller_pays_a_visit(cast, deal)
    quotation = a_first_offer_is_made_in_word(cast, deal)
    a_second_one_is_cheaper(cast, quotation)
    the_customer_accepts(cast, deal, quotation)
    order = the_deal_becomes_an_order(cast, deal)
    the_goods_are_shipped_and_paid(cast, order)
    the_seller_has_earned_a_commission(cast, order)


def the_day_begins(company: Company) -> Cast:
    """A new seller with a plan of commissions, and a lathe on stock in the branch."""
    seller_id, seller = hired(company)
    plan = company["helen.head"].post("/v1/commission-plans", plan_of(company, seller_id))
    product = {"code": f"L-{new_id()[-12:]}", "name": LATHE, "list_price": "1000.00", "currency": "USD"}
    lathe = company["admin"].post("/v1/products", product)
    stocked(company["nina.north"], lathe["id"])
    return Cast(company, seller, plan, lathe)


def a_stranger_fills_in_the_web_form(cast: Cast) -> Any:
    """The form of Nils's campaign: what it brings is Nils's until somebody says otherwise."""
    nils = cast.company["nils.north"]
    made = nils.post("/v1/campaigns", {"name": "Spring fair", "kind": "web"})
    campaign = nils.post(f"/v1/campaigns/{made['id']}/launch")
    form = f"{cast.company.stack.url}/v1/forms/{campaign['form_key']}/submissions"
    said = {"name": "李明", "email": f"li.{new_id()}@example.org", "company": f"上海机床厂 {new_id()}"}
    assert requests.post(form, json=said, timeout=30).status_code == 202
    found = eventually(lambda: leads_of(nils, campaign), 30)
    assert [(one["name"], one["company"], one["status"]) for one in found] == [("李明", said["company"], "new")]
    assert [one["id"] for one in leads_of(cast.nora, campaign)] == [found[0]["id"]]
    for other in (cast.sam, cast.company["sara.south"]):
        assert leads_of(other, campaign) == []
    return found[0]


def the_manager_hands_the_lead_to_the_seller(cast: Cast, lead: Any) -> None:
    path, sara = f"/v1/leads/{lead['id']}", cast.company["sara.south"]
    sara.refused("POST", f"{path}/transfer", {"owner_id": sara.me["id"]}, status=404)
    cast.nora.post(f"{path}/transfer", {"owner_id": cast.sam.me["id"]})
    shown = cast.sees(path)
    assert (shown["owner"]["id"], shown["source_kind"]) == (cast.sam.me["id"], "campaign")
    found_in_sight(cast, "leads", lead, {"email": lead["email"]})
    about = {"filter[about_id][eq]": lead["id"]}
    told = eventually(lambda: cast.sam.get("/v1/messages", params=about)["data"], 30)
    assert [one["title"] for one in told] == ["李明 is yours now"]
    assert sara.get("/v1/messages", params=about)["data"] == []


def the_seller_qualifies_it(cast: Cast, lead: Any) -> None:
    path = f"/v1/leads/{lead['id']}"
    cast.company["sara.south"].refused("POST", f"{path}/qualify", {"budget": "1.00"}, status=404)
    cast.sam.post(f"{path}/qualify", {"budget": "2500.00"})
    shown = cast.sees(path)
    assert (shown["status"], shown["budget"]) == ("qualified", "2500.00")


def and_converts_it(cast: Cast, lead: Any) -> Any:
    """Into a customer, a contact and a deal; the deal is told from here on."""
    path = f"/v1/leads/{lead['id']}"
    parts = {"customer": {}, "contact": {}, "opportunity": {"amount": "2000.00"}}
    became = cast.sam.post(f"{path}/convert", parts)
    assert cast.sees(path)["status"] == "converted"
    assert verbs(cast.nora, path) == ["created", "transferred", "qualified", "converted"]
    customer = cast.sees(f"/v1/customers/{became['customer_id']}")
    assert customer["name"] == lead["company"]
    assert cast.sees(f"/v1/contacts/{became['contact_id']}")["name"] == "李明"
    deal = cast.sees(f"/v1/opportunities/{became['opportunity_id']}")
    assert (deal["status"], deal["amount"], deal["customer"]["id"]) == ("open", "2000.00", customer["id"])
    found_in_sight(cast, "customers", customer, {"name": lead["company"]})
    found_in_sight(cast, "opportunities", deal, {"customer_id": customer["id"]})
    return deal


def the_seller_pays_a_visit(cast: Cast, deal: Any) -> None:
    """Checked in at the door, where the manager sees it; nobody else may say that Sam was there."""
    subject = {"customer_id": deal["customer"]["id"], "opportunity_id": deal["id"], "subject": "看车床"}
    visit = cast.sam.post("/v1/visits", {**subject, "starts_at": at(hours=1)})
    path, arrival = f"/v1/visits/{visit['id']}", {"device_at": at(minutes=50), **HERE}
    cast.nora.refused("POST", f"{path}/check-in", arrival, status=403, code="visit_of_another_person")
    cast.company["sara.south"].refused("POST", f"{path}/check-in", arrival, status=404)
    cast.sam.post(f"{path}/check-in", arrival)
    assert {name: cast.sees(path)[name] for name in HERE} == HERE
    cast.sam.post(f"{path}/complete", {"outcome": "successful", "result": "They want two.", "next_step": "报价"})
    shown = cast.sees(path)
    assert (shown["status"], shown["next_step"]) == ("completed", "报价")
    summary = cast.nora.get("/v1/visits/summary", params={"owner": cast.sam.me["id"]})
    assert (summary["totals"]["visits"], summary["totals"]["successful"]) == (1, 1)


def a_first_offer_is_made_in_word(cast: Cast, deal: Any) -> Any:
    line = {"product_id": cast.lathe["id"], "quantity": 2, "tax_percent": "13"}
    quotation = quotation_of(cast.sam, deal, line, currency="USD", note=NOTE)
    cast.sam.post(f"/v1/quotations/{quotation['id']}/send")
    offer = ["2", "1000.00", "0.00", "13.00", "2000.00"]
    ensure_word_says(cast, deal, quotation, 1, offer, ["2000.00", "260.00", "2260.00"], NOTE)
    found_in_sight(cast, "quotations", quotation, {"number": quotation["number"]})
    return quotation


def a_second_one_is_cheaper(cast: Cast, quotation: Any) -> None:
    line = {"product_id": cast.lathe["id"], "quantity": 2, "discount_percent": "10", "tax_percent": "13"}
    revised(cast.sam, quotation, lines=[line], note=CHEAPER)
    cast.sam.post(f"/v1/quotations/{quotation['id']}/send")
    shown = cast.sees(f"/v1/quotations/{quotation['id']}")
    versions = [(one["number"], one["status"], one["gross"]) for one in shown["versions"]]
    assert versions == [(1, "superseded", "2260.00"), (2, "sent", "2034.00")]
    deal = cast.sam.get(f"/v1/opportunities/{quotation['opportunity_id']}")
    offer = ["2", "1000.00", "10.00", "13.00", "1800.00"]
    ensure_word_says(cast, deal, quotation, 2, offer, ["1800.00", "234.00", "2034.00"], CHEAPER)


def ensure_word_says(
    cast: Cast, deal: Any, quotation: Any, version: int, offer: list[str], totals: list[str], note: str
) -> None:
    """The document reopened, by Sam in English and by Nora in Chinese; another branch cannot open it."""
    english, chinese = document_of(cast.sam, quotation), document_of(cast.nora, quotation, "zh-CN")
    assert english.paragraphs[0].text == f"Quotation {quotation['number']}"
    assert chinese.paragraphs[0].text == f"报价单 {quotation['number']}"
    head = dict(rows(english.tables[0]))
    assert (head["Customer"], head["Version"], head["Status"]) == (deal["customer"]["name"], str(version), "sent")
    for document in (english, chinese):
        [_, line] = rows(document.tables[1])
        assert line[1:] == [f"{LATHE} ({cast.lathe['code']})", *offer]
        assert [amount for _, amount in rows(document.tables[2])] == totals
        assert document.paragraphs[-1].text == note
    assert [name for name, _ in rows(chinese.tables[2])][-1] == "合计"
    for stranger in ("nina.north", "sara.south"):
        cast.company[stranger].refused("GET", f"/v1/quotations/{quotation['id']}/document", status=404)


def the_customer_accepts(cast: Cast, deal: Any, quotation: Any) -> None:
    path = f"/v1/quotations/{quotation['id']}"
    cast.company["sara.south"].refused("POST", f"{path}/accept", {}, status=404)
    cast.sam.post(f"{path}/accept")
    shown = cast.sees(path)
    marked = [(one["number"], one["accepted"]) for one in shown["versions"]]
    assert (shown["status"], marked) == ("accepted", [(1, False), (2, True)])
    cast.sam.post(f"/v1/opportunities/{deal['id']}/win", {"amount": "1800.00"})
    won = cast.sees(f"/v1/opportunities/{deal['id']}")
    assert (won["status"], won["amount"]) == ("won", "1800.00")


def the_deal_becomes_an_order(cast: Cast, deal: Any) -> Any:
    order = cast.sam.post(f"/v1/opportunities/{deal['id']}/order")
    [line] = order["lines"]
    assert (line["quantity"], line["discount_percent"], line["amount"], line["tax"]) == (
        2,
        "10.00",
        "1800.00",
        "234.00",
    )
    cast.sam.post(f"/v1/orders/{order['id']}/confirm")
    wait_for(cast.sam, order, fulfilment="reserved")
    found_in_sight(cast, "orders", order, {"opportunity_id": deal["id"]})
    return order


def the_goods_are_shipped_and_paid(cast: Cast, order: Any) -> None:
    """By the storekeeper and by the head of the house, whose work orders are."""
    path, sara = f"/v1/orders/{order['id']}", cast.company["sara.south"]
    sara.refused("POST", f"{path}/shipments", {}, status=404)
    cast.company["nina.north"].post(f"{path}/shipments")
    wait_for(cast.sam, order, fulfilment="shipped")
    cast.company["helen.head"].post(f"{path}/invoices", {"amount": "1800.00"})
    pay(cast.company, order, "1800.00")
    wait_for(cast.sam, order, status="fulfilled")
    amounts = cast.nora.get(f"{path}/tracking")["amounts"]
    assert (amounts["ordered"], amounts["paid"], amounts["open"]) == ("1800.00", "1800.00", "0.00")
    sara.refused("GET", f"{path}/tracking", status=404)


def the_seller_has_earned_a_commission(cast: Cast, order: Any) -> None:
    """Five percent of the first thousand and ten of the rest, by the payment."""
    told = statement(cast.sam, cast.plan, "130.00")
    earned = [(one["order_number"], one["basis"], one["percent"], one["amount"]) for one in lines(cast.sam, told)]
    assert earned == [
        (order["number"], "1000.00", "5.00", "50.00"),
        (order["number"], "800.00", "10.00", "80.00"),
    ]
    assert cast.sees(f"/v1/commission-statements/{told['id']}")["owner"]["id"] == cast.sam.me["id"]
    found_in_sight(cast, "commission-statements", told, {"plan_id": cast.plan["id"]})
