"""What a product costs whom: lists by level, quantity, day, currency and unit, promotions, exceptions, quotations."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from services.sales.price_exceptions import rules as exception_rules
from services.sales.price_lists import rules as list_rules
from services.sales.prices import rules
from services.sales.prices.rules import EXCEPTION, LIST, PRICE_LIST, PROMOTION, QUOTATION, Offer
from services.sales.quotations import rules as quotation_rules
from shared.clock import today
from shared.company_wide import NotForTheWholeCompany
from shared.errors import NotFound
from shared.ids import new_id
from tests.sales.desk import NOBODY, Office


def product_of(office: Office, price: str = "10.00") -> str:
    request = {"code": f"P-{new_id()[-12:]}", "name": "Pump", "list_price": price}
    return str(office("helen").create_product(request=request)["id"])


def customer_of(office: Office, who: str = "nils", **fields: Any) -> str:
    return str(office(who).create_customer(request={"name": f"Mill {new_id()}", **fields})["id"])


def price_list(office: Office, product_id: str, *steps: tuple[int, str], **fields: Any) -> Any:
    prices = [{"product_id": product_id, "from_quantity": least, "unit_price": price} for least, price in steps]
    body = {"code": f"L-{new_id()[-12:]}", "name": "List", "currency": "USD", "prices": prices, **fields}
    return office("helen").create_price_list(request=body)


def price(office: Office, product_id: str, customer_id: str, who: str = "nils", **query: Any) -> tuple[str, str]:
    found = office(who).get_price(product_id=product_id, query={"customer": customer_id, **query})
    return found["price"], found["rule"]["basis"]


def day(offset: int) -> str:
    return (today() + timedelta(days=offset)).isoformat()


def quotation(office: Office, customer_id: str, product_id: str, unit_price: str, who: str = "nils") -> Any:
    deal = office(who).open_opportunity(request={"name": "Deal", "customer_id": customer_id})
    line = {"product_id": product_id, "quantity": 2, "unit_price": unit_price}
    body = {"opportunity_id": deal["id"], "valid_until": day(9), "lines": [line]}
    return office(who).create_quotation(request=body)


def send(office: Office, made: Any, who: str = "nils") -> Any:
    return office(who).send_quotation(quotation_id=made["id"], request={})


def exception_for(office: Office, customer_id: str, product_id: str, unit_price: str, **fields: Any) -> str:
    body = {"customer_id": customer_id, "product_id": product_id, "unit_price": unit_price, "currency": "USD"}
    asked = office("nils").request_price_exception(request={**body, "ends_on": day(9), "reason": "rival", **fields})
    return str(asked["id"])


def approve(office: Office, exception_id: str, who: str = "nora") -> Any:
    return office(who).approve_price_exception(price_exception_id=exception_id, request={})


def offer(basis: str, amount: int, **more: Any) -> Offer:
    return Offer(basis, amount, "USD", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("offers", "wins"),
    [
        ([offer(LIST, 10)], 10),
        ([offer(LIST, 10), offer(PRICE_LIST, 12)], 12),
        ([offer(PRICE_LIST, 9, from_quantity=1), offer(PRICE_LIST, 8, from_quantity=10)], 8),
        ([offer(PRICE_LIST, 7), offer(PRICE_LIST, 9, customer_level="A")], 9),
        ([offer(PRICE_LIST, 7, customer_level="A"), offer(PRICE_LIST, 9, unit_id="u")], 9),
        ([offer(PRICE_LIST, 7, starts_on=date(2020, 1, 1)), offer(PRICE_LIST, 9, starts_on=date(2021, 1, 1))], 9),
        ([offer(LIST, 10), offer(PROMOTION, 6)], 6),
        ([offer(PRICE_LIST, 5), offer(PROMOTION, 6)], 5),
        ([offer(PROMOTION, 6), offer(PROMOTION, 4)], 4),
        ([offer(QUOTATION, 8), offer(PROMOTION, 6)], 8),
        ([offer(QUOTATION, 8), offer(EXCEPTION, 9)], 9),
    ],
)
def test_the_offer_that_counts(offers: list[Offer], wins: int) -> None:
    for ordered in (offers, offers[::-1]):
        found = rules.effective([*ordered, Offer(LIST, 99, "EUR")], ("USD",))  # type: ignore[arg-type]
        assert found is not None
        assert found.price == wins
    assert rules.effective(offers, ("CNY",)) is None


def test_a_list_holds_for_its_level_quantity_days_and_currency(office_anywhere: Office) -> None:
    office = office_anywhere
    product, plain, gold = product_of(office), customer_of(office), customer_of(office, level="gold")
    price_list(office, product, (1, "9.00"), (10, "8.00"))
    price_list(office, product, (1, "7.00"), customer_level="gold", ends_on=day(3))
    price_list(office, product, (1, "6.50"), currency="EUR")
    assert price(office, product, plain) == ("9.00", PRICE_LIST)
    assert [price(office, product, plain, qty=pieces)[0] for pieces in (9, 10)] == ["9.00", "8.00"]
    assert price(office, product, gold, qty=10) == ("7.00", PRICE_LIST)
    assert price(office, product, gold, date=day(4)) == ("9.00", PRICE_LIST)
    assert price(office, product, gold, currency="EUR") == ("6.50", PRICE_LIST)
    with pytest.raises(rules.NoPriceInCurrency):
        price(office, product, plain, currency="CNY")
    promotion = price_list(office, product, (1, "5.00"), kind="promotion", starts_on=day(2), ends_on=day(4))
    assert price(office, product, gold, date=day(1)) == ("7.00", PRICE_LIST)
    assert [price(office, product, gold, date=day(offset)) for offset in (2, 4)] == [("5.00", PROMOTION)] * 2
    assert price(office, product, gold, date=day(5)) == ("9.00", PRICE_LIST)
    office("helen").withdraw_price_list(price_list_id=promotion["id"], request={})
    assert price(office, product, gold, date=day(2)) == ("7.00", PRICE_LIST)
    with pytest.raises(NotFound):
        price(office, product, plain, who="sara")


def test_a_list_for_a_unit_holds_for_its_sellers_alone(office: Office) -> None:
    product = product_of(office)
    here, there = customer_of(office), customer_of(office, "sara")
    price_list(office, product, (1, "9.00"))
    price_list(office, product, (1, "11.00"), unit_id=office.unit("SOUTH"))
    assert price(office, product, here) == ("9.00", PRICE_LIST)
    assert price(office, product, there, who="sara") == ("11.00", PRICE_LIST)
    with pytest.raises(list_rules.UnitOfListIsUnknown):
        price_list(office, product, (1, "1.00"), unit_id=NOBODY)


def test_a_list_is_changed_withdrawn_and_reinstated_by_whom_the_company_obeys(office_anywhere: Office) -> None:
    office = office_anywhere
    product, helen = product_of(office), office("helen")
    made = price_list(office, product, (1, "9.00"))
    named, prices = {"price_list_id": made["id"]}, [{"product_id": product, "unit_price": "8.00"}]
    changed = helen.change_price_list(**named, request={"name": "New", "prices": prices})
    assert (changed["name"], changed["prices"]) == ("New", [{**prices[0], "from_quantity": 1}])
    with pytest.raises(list_rules.PriceListCannotDoThis):
        helen.reinstate_price_list(**named, request={})
    helen.withdraw_price_list(**named, request={})
    for verb, request in (("withdraw", {}), ("change", {"name": "x"})):
        with pytest.raises(list_rules.PriceListCannotDoThis):
            getattr(helen, f"{verb}_price_list")(**named, request=request)
    assert helen.reinstate_price_list(**named, request={})["status"] == "in_force"
    assert office.branches.told(made["id"]) == ["created", "changed", "withdrawn", "reinstated"]
    with pytest.raises(NotForTheWholeCompany):
        office("nora").withdraw_price_list(**named, request={})
    wrong: tuple[tuple[type[Exception], dict[str, Any]], ...] = (
        (list_rules.PriceListCodeIsTaken, {"code": made["code"]}),
        (list_rules.PromotionNeedsAnEnd, {"kind": "promotion", "starts_on": day(1)}),
        (list_rules.PriceListEndsTooEarly, {"starts_on": day(1), "ends_on": day(0)}),
    )
    for refusal, fields in wrong:
        with pytest.raises(refusal):
            price_list(office, product, (1, "1.00"), **fields)
    with pytest.raises(list_rules.PriceIsListedTwice):
        price_list(office, product, (5, "1.00"), (5, "2.00"))


def test_an_exception_is_decided_by_somebody_else_and_then_holds(office_anywhere: Office) -> None:
    office = office_anywhere
    product, customer = product_of(office), customer_of(office)
    asked = exception_for(office, customer, product, "6.00", from_quantity=5)
    assert price(office, product, customer, qty=5) == ("10.00", LIST)
    with pytest.raises(exception_rules.OwnExceptionIsNotDecided):
        approve(office, asked, "nils")
    with pytest.raises(NotFound):
        approve(office, asked, "sara")
    approved = approve(office, asked)
    assert (approved["status"], approved["decided_by"]) == ("approved", office.person("nora"))
    assert price(office, product, customer, qty=5) == ("6.00", EXCEPTION)
    assert price(office, product, customer, qty=4) == ("10.00", LIST)
    assert price(office, product, customer_of(office), qty=5) == ("10.00", LIST)
    for verb, request in (("approve", {}), ("refuse", {"reason": "no"})):
        with pytest.raises(exception_rules.PriceExceptionCannotDoThis):
            getattr(office("nora"), f"{verb}_price_exception")(price_exception_id=asked, request=request)
    office("nils").withdraw_price_exception(price_exception_id=asked, request={})
    assert price(office, product, customer, qty=5) == ("10.00", LIST)
    refused = exception_for(office, customer, product, "1.00")
    office("nora").refuse_price_exception(price_exception_id=refused, request={"reason": "too low"})
    assert price(office, product, customer) == ("10.00", LIST)
    with pytest.raises(exception_rules.CustomerOfExceptionIsUnknown):
        exception_for(office, customer_of(office, "sara"), product, "1.00")
    with pytest.raises(exception_rules.ExceptionIsOver):
        exception_for(office, customer, product, "1.00", ends_on=day(-1))


def test_a_lower_price_than_another_offer_is_sent_only_once_it_is_approved(office: Office) -> None:
    product, customer = product_of(office), customer_of(office)
    for _ in range(2):
        send(office, quotation(office, customer, product, "9.00"))
    lower = quotation(office, customer, product, "8.00")
    with pytest.raises(quotation_rules.PriceIsUndercut) as refusal:
        send(office, lower)
    assert refusal.value.extra["conflicts"] == [{"product_id": product, "price": "8.00", "quoted": "9.00"}]
    approve(office, exception_for(office, customer, product, "8.50"))
    approve(office, exception_for(office, customer, product, "8.00", from_quantity=3))
    right = exception_for(office, customer, product, "8.00")
    with pytest.raises(quotation_rules.PriceIsUndercut):
        send(office, lower)
    approve(office, right)
    assert send(office, lower)["status"] == "sent"
    send(office, quotation(office, customer_of(office), product, "1.00"))
    send(office, quotation(office, customer, product_of(office), "1.00"))


def test_of_offers_sent_at_once_none_undercuts_one_that_was_sent_before(office_anywhere: Office) -> None:
    office = office_anywhere
    product, customer = product_of(office), customer_of(office, "nora")
    drafts = [quotation(office, customer, product, amount, who="nora") for amount in ("9.00", "8.00", "9.00", "7.00")]

    def is_sent(one: Any) -> bool:
        try:
            send(office, one, "nora")
        except quotation_rules.PriceIsUndercut:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(is_sent, drafts))
    assert (outcomes[0], outcomes[2]) == (True, True)
    log = [office.branches.events(one["id"])[-1] for one, done in zip(drafts, outcomes, strict=True) if done]
    first = min(log, key=lambda event: event.occurred_at)
    assert float(first.data["net"]) == min(float(event.data["net"]) for event in log)


def test_lines_come_out_of_the_price_library_in_one_call(office: Office) -> None:
    product, other, customer = product_of(office), product_of(office, "3.00"), customer_of(office)
    price_list(office, product, (1, "9.00"), (10, "8.00"))
    draft = quotation(office, customer, other, "2.00")
    chosen = [{"product_id": product, "quantity": 10}, {"product_id": other, "tax_percent": "0"}]
    nils, named = office("nils"), {"quotation_id": draft["id"]}
    request = {"products": chosen, "discount_percent": "10", "tax_percent": "20"}
    changed = nils.add_to_quotation_from_prices(**named, request=request)
    shown = changed["versions"][-1]["lines"]
    assert [(line["unit_price"], line["quantity"], line["net"], line["tax"]) for line in shown] == [
        ("2.00", 2, "4.00", "0.00"),
        ("8.00", 10, "72.00", "14.40"),
        ("3.00", 1, "2.70", "0.00"),
    ]
    assert (changed["net"], changed["tax"], changed["gross"]) == ("78.70", "14.40", "93.10")
    nils.send_quotation(**named, request={})
    with pytest.raises(quotation_rules.VersionIsFixed):
        nils.add_to_quotation_from_prices(**named, request=request)
    fresh = quotation(office, customer, product, "9.00")["id"]
    many = {"products": [{"product_id": product}] * 200}
    with pytest.raises(quotation_rules.QuotationHasTooManyLines):
        nils.add_to_quotation_from_prices(quotation_id=fresh, request=many)
