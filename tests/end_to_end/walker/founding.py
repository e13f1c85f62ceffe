"""The company that is walked: everybody has worked, and there is one of everything."""

from shared.clock import today
from shared.ids import new_id
from tests.days import noon
from tests.end_to_end.company import Company
from tests.end_to_end.trade import trade
from tests.end_to_end.walker.classes import classify
from tests.end_to_end.walker.description import Description
from tests.end_to_end.walker.findings import Findings
from tests.end_to_end.walker.world import MAKERS, World, hire


def hand_over_a_visit(company: Company) -> None:
    """One branch pays a visit to the customer of another, about a deal that it does not see."""
    owen = company["owen.north"]
    customer = owen.post("/v1/customers", {"name": f"Handed {new_id()}", "external_id": f"customer-{new_id()}"})
    named = {"customer_id": customer["id"]}
    contact = owen.post("/v1/contacts", {"name": "Handed", "external_id": f"contact-{new_id()}", **named})
    deal = owen.post("/v1/opportunities", {"name": "Handed", "external_id": f"deal-{new_id()}", **named})
    parts = named | {"contact_id": contact["id"], "opportunity_id": deal["id"]}
    visit = owen.post("/v1/visits", {"subject": "Handed over", "starts_at": noon(1).isoformat(), **parts})
    owen.post(f"/v1/visits/{visit['id']}/transfer", {"owner_id": company.people["uma.south"]["id"]})


def record_activities(company: Company) -> None:
    """Somebody of each reach has done something about a customer of their own: what it is about, one must say."""
    for login in MAKERS:
        customer = company[login].post("/v1/customers", {"name": f"Called {new_id()}"})
        call = {"type": "call", "happened_at": noon(-1).isoformat(), "customer_id": customer["id"]}
        company[login].post("/v1/activities", call)


def promise_commissions(company: Company) -> None:
    """What is paid on the orders of anybody earns a commission, so that there are statements."""
    plan = {"name": "All", "basis": "paid", "period": "month", "currency": "USD", "starts_on": today().isoformat()}
    for_all = {"unit_id": company.units["HQ"]["id"], "tiers": [{"above": "0", "percent": "5"}]}
    company["admin"].post("/v1/commission-plans", plan | for_all)


def arrange_call_backs(company: Company) -> None:
    """Somebody of each reach has promised to call a customer of their own: whom, one must say."""
    for login in MAKERS:
        customer = company[login].post("/v1/customers", {"name": f"Promised {new_id()}"})
        company[login].post("/v1/call-backs", {"at": noon(30).isoformat(), "customer_id": customer["id"]})


def quote_deals(company: Company) -> None:
    """Somebody of each reach has quoted a deal of their own: which one, one must say where no call does."""
    made = {"code": f"W-{new_id()[-12:]}", "name": "Walked", "list_price": "1.00", "currency": "USD"}
    product = company["admin"].post("/v1/products", made)
    for login in MAKERS:
        deal = company[login].post("/v1/opportunities", {"name": f"Quoted {new_id()}"})
        lines = [{"product_id": product["id"], "quantity": 1}]
        offer = {"opportunity_id": deal["id"], "valid_until": noon(30).date().isoformat(), "lines": lines}
        company[login].post("/v1/quotations", offer)


def fill_carts(company: Company) -> None:
    """Somebody of each reach fills a cart for a customer of their own in a published store: for whom, one must say."""
    admin = company["admin"]
    product = admin.post("/v1/products", {"code": f"W-{new_id()[-12:]}", "name": "Walked", "list_price": "1.00"})
    made = {"code": f"w-{new_id()[-12:]}", "name": "Walked", "languages": ["en"], "currency": "USD"}
    store = admin.post("/v1/stores", made)
    admin.post(f"/v1/stores/{store['id']}/list-product", {"product_id": product["id"]})
    admin.post(f"/v1/stores/{store['id']}/publish")
    for login in MAKERS:
        customer = company[login].post("/v1/customers", {"name": f"Filling {new_id()}"})
        company[login].post("/v1/carts", {"store_id": store["id"], "customer_id": customer["id"]})


def register_deals(company: Company) -> None:
    """A dealer has registered two deals, and the head of its branch has accepted one of them."""
    pat = company["pat.partner"]
    body = {"product_category": "tools", "amount": "70.00", "currency": "USD", "expected_close_date": "2099-01-31"}
    for name in ("Hulling", "Sifting"):
        made = pat.post("/v1/deal-registrations", {**body, "name": name, "customer_name": f"{name} mill {new_id()}"})
    company["nora.north"].post(f"/v1/deal-registrations/{made['id']}/accept", {})


def found_world(profile: str, company: Company) -> World:
    hire(company)
    description = Description(company["admin"].get("/v1/openapi.json"))
    classified = classify(description)
    findings = Findings(profile, {str(one.operation): str(one.kind) for one in classified})
    world = World(company, description, classified, findings)
    promise_commissions(company)
    trade(company, "northern", "nils.north", "nina.north")
    trade(company, "southern", "sara.south", "sara.south")
    trade(company, "eastern", "emil.east", "emil.east")
    company["olga.office"].post("/v1/opportunities", {"name": "Office deal", "amount": "7.00"})
    hand_over_a_visit(company)
    record_activities(company)
    arrange_call_backs(company)
    quote_deals(company)
    register_deals(company)
    fill_carts(company)
    world.make_some_of_everything()
    world.settle()
    world.look()
    return world
