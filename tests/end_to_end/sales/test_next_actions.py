"""What a seller does next about a deal, worked out from its stage and from what is overdue."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.company import Company


def day(offset: int) -> str:
    return (today() + timedelta(days=offset)).isoformat()


@pytest.mark.feature("S-035")
def test_a_deal_tells_what_its_stage_demands_and_what_is_overdue(company: Company) -> None:
    nils = company["nils.north"]
    product = company["admin"].post(
        "/v1/products", {"code": f"P-{new_id()[-12:]}", "name": "Pump", "list_price": "5.00"}
    )
    customer = nils.post("/v1/customers", {"name": f"Works {new_id()}"})["id"]
    body = {"name": "Wells", "customer_id": customer, "stage": "proposal", "expected_close_date": day(9)}
    deal = nils.post("/v1/opportunities", body)
    path = f"/v1/opportunities/{deal['id']}"

    def actions() -> list[Any]:
        found = nils.get(f"{path}/next-actions")
        assert found["opportunity_id"] == deal["id"]
        return [(one["kind"], one["overdue"], one["criterion"] or one["stage"]) for one in found["data"]]

    assert actions() == [("meet_criterion", False, "amount")]
    nils.refused("POST", f"{path}/advance", {"stage": "negotiation"}, status=422, code="stage_criteria_unmet")
    nils.patch(path, {"amount": "50.00"})
    assert actions() == [("advance", False, "negotiation")]
    nils.post(f"{path}/advance", {"stage": "negotiation"})
    assert actions() == [("win", False, None)]

    line = {"product_id": product["id"], "quantity": 1}
    quotation = nils.post("/v1/quotations", {"opportunity_id": deal["id"], "valid_until": day(3), "lines": [line]})
    about = {"customer_id": customer, "opportunity_id": deal["id"], "subject": "Measure"}
    nils.post("/v1/visits", {**about, "starts_at": f"{day(-2)}T09:00:00Z"})
    nils.patch(path, {"expected_close_date": day(-1)})
    assert actions() == [
        ("pay_visit", True, None),
        ("set_close_date", True, None),
        ("send_quotation", False, None),
        ("win", False, None),
    ]
    nils.post(f"/v1/quotations/{quotation['id']}/send")
    found = nils.get(f"{path}/next-actions")["data"]
    assert [(one["kind"], one["due_on"], one["record_id"], one["subject"]) for one in found if not one["overdue"]] == [
        ("follow_up_quotation", day(3), quotation["id"], quotation["number"]),
        ("win", None, None, None),
    ]
    for stranger in ("nina.north", "sara.south"):
        company[stranger].refused("GET", f"{path}/next-actions", status=404)
    nils.post(f"{path}/win")
    assert actions() == [("order", False, None)]
    nils.post(f"{path}/order", {"lines": [line]})
    assert actions() == []
