"""What the people of the demo company sell: leads, contacts, the way of their deals, offers and orders."""

from datetime import timedelta

from deploy.demo.book import Book, day_in, only, rows_of
from deploy.demo.callers import Caller, Callers
from shared.clock import today
from shared.contracts.payload import Payload

STUCK, STUCK_IN = "D-O23", "proposal"
"""The largest deal of the West office: nobody has said what comes next, and a visit was not paid."""


def fill_sales_desk(callers: Callers, book: Book) -> None:
    """Needs customers, deals and products."""
    _demand_next_steps(callers)
    for row in rows_of("contacts"):
        _add_contact(callers.person(row["login"]), book, row)
    for row in rows_of("leads"):
        _add_lead(callers.person(row["login"]), book, row)
    claire = callers.person("claire.moreau")
    claire.call("sales", "advance_opportunity", opportunity_id=book.deals[STUCK], request={"stage": STUCK_IN})
    for row in rows_of("quotations"):
        _quote(callers.person(row["login"]), book, row)


def _demand_next_steps(callers: Callers) -> None:
    admin = callers.person("admin")
    stages = admin.call("sales", "list_stages", query={"limit": 50})["data"]
    proposal = next(stage for stage in stages if stage["code"] == STUCK_IN)
    demands = {"exit_criteria": [*proposal["exit_criteria"], "next_step"]}
    admin.call("sales", "change_stage", stage_id=proposal["id"], request=demands)


def _add_contact(seller: Caller, book: Book, row: Payload) -> None:
    told = only(row, "name", "title", "role", "email", "phone")
    customer_id = book.customers[row["customer"]]
    contact = seller.create("sales", "create_contact", kind="customer", customer_id=customer_id, **told)
    linked = {"contact_id": contact["id"], "role": row["says"]}
    seller.call("sales", "link_contact", opportunity_id=book.deals[row["deal"]], request=linked)


def _add_lead(seller: Caller, book: Book, row: Payload) -> None:
    told = only(row, "name", "company", "email", "phone", "industry", "region")
    lead = seller.create("sales", "create_lead", currency="EUR", **told)["id"]
    then = row.get("then")
    if then in ("qualify", "convert"):
        seller.call("sales", "qualify_lead", lead_id=lead, request={"budget": row["budget"]})
    if then == "convert":
        into = {"customer_id": book.customers[row["customer"]], "opportunity_id": book.deals[row["deal"]]}
        seller.call("sales", "convert_lead", lead_id=lead, request=into)
    if then == "lose":
        seller.call("sales", "lose_lead", lead_id=lead, request={"reason": row["reason"]})


def _quote(seller: Caller, book: Book, row: Payload) -> None:
    line = {"product_id": book.products[row["product"]], "quantity": int(row["quantity"]), "tax_percent": "19.00"}
    line |= {"discount_percent": row["discount"]} if "discount" in row else {}
    quotation = seller.create(
        "sales",
        "create_quotation",
        opportunity_id=book.deals[row["deal"]],
        valid_until=day_in(row["valid_days"]).isoformat(),
        currency="EUR",
        lines=[line],
    )
    for verb in row.get("then", "").split():
        request = {"reason": "Too dear"} if verb == "refuse" else {}
        seller.call("sales", f"{verb}_quotation", quotation_id=quotation["id"], request=request)


def order_what_was_won(callers: Callers, book: Book) -> dict[str, Payload]:
    """The orders of deals that were won, by deal. What is confirmed asks the warehouse for its goods."""
    orders = {}
    for row in rows_of("orders"):
        seller = callers.person(row["login"])
        line = {"product_id": book.products[row["product"]], "quantity": int(row["quantity"])}
        order = seller.call(
            "sales",
            "order_opportunity",
            opportunity_id=book.deals[row["deal"]],
            request={"lines": [line | {"unit_price": row["unit_price"]}], "ship_on": _in_a_week()},
        )
        steps = row.get("then", "").split()
        if "confirm" in steps:
            seller.call("sales", "confirm_order", order_id=order["id"], request={})
        orders[row["deal"]] = order | {"steps": steps}
    return orders


def _in_a_week() -> str:
    return (today() + timedelta(days=7)).isoformat()
