"""Registered deals through the door of the service: states, scope, what comes of them and what time does to them."""

from typing import Any

import pytest

from services.sales.customers.rules import CustomerIsDuplicate
from services.sales.deal_registrations import rules
from services.sales.products.rules import ProductIsNotOffered
from shared.actor import SYSTEM_ID, Reach
from shared.errors import Conflict, Malformed, NotFound, Refusal, Stale
from shared.ids import new_id
from tests.days import day_in, iso_day
from tests.sales.deal_registrations.partners import Channel, asked
from tests.sales.desk import NOBODY


def _do(channel: Channel, login: str, verb: str, registration: Any, **request: Any) -> Any:
    call = getattr(channel(login), f"{verb}_deal_registration")
    return call(deal_registration_id=registration["id"], request=request)


def _refusal(channel: Channel, login: str, verb: str, registration: Any, **request: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        _do(channel, login, verb, registration, **request)
    return refused.value


def test_a_deal_is_registered_as_it_was_told_and_belongs_to_the_partner(channel: Channel) -> None:
    told = {"tax_id": "DE 1", "website": "https://acme.example.com", "country": "Germany", "description": "A mill"}
    made = channel.submit("dora", **told)
    assert {name: made[name] for name in asked(**told)} == asked(**told)
    assert (made["status"], made["protected_until"], made["customer"]) == ("submitted", None, None)
    assert (made["owner"]["login"], made["org_unit"]["code"], made["version"]) == ("dora", "D1", 1)
    assert channel("dirk").get_deal_registration(deal_registration_id=made["id"]) == made
    assert channel("nora").get_deal_registration(deal_registration_id=made["id"]) == made
    [event] = channel.events(made)
    assert (event.type, event.data["status"]) == ("tenon.sales.deal_registration.submitted.v1", "submitted")
    assert event.data["changes"]["amount"] == {"before": None, "after": "1200.50"}


def test_another_partner_and_another_branch_do_not_find_it(channel: Channel) -> None:
    made = channel.submit("dora")
    for stranger in ("dina", "anna", "sara"):
        with pytest.raises(NotFound):
            channel(stranger).get_deal_registration(deal_registration_id=made["id"])
        assert channel(stranger).list_deal_registrations(query={})["data"] == []
        for verb in ("withdraw", "convert", "accept", "extend"):
            assert _refusal(channel, stranger, verb, made).code == "not_found"
        assert _refusal(channel, stranger, "refuse", made, reason="no").code == "not_found"
    assert len(channel("nora").list_deal_registrations(query={})["data"]) == 1


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"customer_name": None}, "/customer_name"),
        ({"customer_name": ""}, "/customer_name"),
        ({"product_category": None}, "/product_id"),
        ({"amount": "0"}, "/amount"),
        ({"amount": 1.5}, "/amount"),
        ({"amount": None}, "/amount"),
        ({"currency": "euro"}, "/currency"),
        ({"expected_close_date": "soon"}, "/expected_close_date"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"domain": "no domain"}, "/domain"),
        ({"customer_id": NOBODY}, "/customer_name"),
        ({"customer_id": NOBODY, "customer_name": None, "tax_id": "1"}, "/tax_id"),
        ({"status": "accepted"}, "/status"),
        ({"owner_id": NOBODY}, "/owner_id"),
        ({"org_unit_id": NOBODY}, "/org_unit_id"),
        ({"protected_until": "2099-01-01"}, "/protected_until"),
        ({"name_key": "x"}, "/name_key"),
    ],
)
def test_a_wrong_or_smuggled_member_is_refused_by_its_place(
    channel: Channel, changed: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Malformed) as refused:
        channel.submit("dora", **changed)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]
    assert channel("dora").list_deal_registrations(query={})["data"] == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"expected_close_date": iso_day}, rules.ClosesInPast),
        ({"product_id": NOBODY}, ProductIsNotOffered),
        ({"customer_id": NOBODY, "customer_name": None}, rules.CustomerIsUnknown),
    ],
)
def test_what_breaks_a_rule_is_refused(channel: Channel, changed: dict[str, Any], expected: type[Refusal]) -> None:
    more = {name: value(-1) if callable(value) else value for name, value in changed.items()}
    with pytest.raises(expected):
        channel.submit("dora", **more)


def test_a_customer_out_of_the_partners_sight_cannot_be_named_and_is_not_told_of(channel: Channel) -> None:
    theirs = channel.office("nils").create_customer(request={"name": "Acme"})
    with pytest.raises(rules.CustomerIsUnknown):
        channel.submit("dora", customer_id=theirs["id"], customer_name=None)
    own = channel("dora").create_customer(request={"name": "Acme", "tax_id": "DE 1"})
    made = channel.submit("dora", customer_id=own["id"], customer_name=None)
    assert (made["customer"], made["customer_name"]) == ({"id": own["id"], "name": "Acme"}, "Acme")


@pytest.mark.parametrize("login", ["nils", "nora", "helen"])
def test_people_of_the_house_register_no_deals(channel: Channel, login: str) -> None:
    with pytest.raises(rules.NotOfAPartner):
        channel.submit(login)


def test_an_accepted_deal_is_protected_for_the_days_that_were_given_or_are_usual(channel: Channel) -> None:
    usual = channel.accepted("dora", by="nora")
    assert (usual["status"], usual["protected_from"], usual["protected_until"]) == ("accepted", iso_day(0), iso_day(90))
    made = channel.submit("dora")
    assert _refusal(channel, "nora", "accept", made, protection_days=366).code == "deal_protection_too_long"
    for wrong in (0, -1, "10", 1.5, True):
        with pytest.raises(Malformed):
            _do(channel, "nora", "accept", made, protection_days=wrong)
    short = _do(channel, "nora", "accept", made, protection_days=1)
    assert (short["protected_until"], short["version"]) == (iso_day(1), 2)
    assert _refusal(channel, "nora", "accept", short).code == "deal_registration_state_forbids"
    told = channel.events(short)[-1]
    assert (told.type, told.data["protected_until"]) == ("tenon.sales.deal_registration.accepted.v1", iso_day(1))


def test_a_refusal_has_a_reason_that_the_partner_reads_and_is_final(channel: Channel) -> None:
    made = channel.submit("dora")
    refused = _do(channel, "nora", "refuse", made, reason="served by the house")
    shown = channel("dora").get_deal_registration(deal_registration_id=made["id"])
    assert (shown["status"], shown["refusal_reason"]) == ("refused", "served by the house")
    for verb in ("accept", "extend", "withdraw", "convert"):
        assert _refusal(channel, "helen", verb, refused).code == "deal_registration_state_forbids"


def test_a_protection_is_extended_once_and_not_after_it_is_over(channel: Channel) -> None:
    made = channel.accepted("dora")
    assert _refusal(channel, "helen", "extend", made, days=91).code == "deal_protection_too_long"
    longer = _do(channel, "helen", "extend", made, days=10)
    assert (longer["status"], longer["protected_until"]) == ("extended", iso_day(100))
    assert _refusal(channel, "helen", "extend", longer).code == "deal_registration_state_forbids"
    other = channel.accepted("dora", customer_name="Other")
    channel.let_days_pass(other)
    assert _refusal(channel, "helen", "extend", other).code == "deal_protection_over"


def test_an_older_version_and_a_repeated_request_change_nothing(channel: Channel) -> None:
    made = channel.submit("dora")
    keyed = channel("helen").keyed("one").accept_deal_registration
    first = keyed(deal_registration_id=made["id"], request={})
    assert channel("helen").keyed("one").accept_deal_registration(deal_registration_id=made["id"], request={}) == first
    with pytest.raises(Stale):
        channel("helen").expecting(1).extend_deal_registration(deal_registration_id=made["id"], request={})
    assert len(channel.events(made)) == 2


def test_a_converted_deal_is_an_opportunity_of_who_registered_it_and_each_names_the_other(channel: Channel) -> None:
    product = channel.office("helen").create_product(request={"code": "M1", "name": "Mill", "list_price": "1.00"})
    told = {"website": "https://acme.example.com", "tax_id": "DE 1", "phone": "+49 30 123456", "country": "Germany"}
    made = channel.accepted("dora", product_id=product["id"], description="Two stones", **told)
    done = _do(channel, "dirk", "convert", made)
    deal = channel("dora").get_opportunity(opportunity_id=done["opportunity"]["id"])
    assert (done["status"], done["opportunity"]["name"], deal["deal_registration_id"]) == (
        "converted",
        "New mill",
        made["id"],
    )
    assert (deal["owner"]["login"], deal["org_unit"]["code"], deal["channel"]) == ("dora", "D1", "dealer")
    assert (deal["amount"], deal["currency"], deal["expected_close_date"]) == ("1200.50", "EUR", iso_day(30))
    assert (deal["product"]["id"], deal["description"]) == (product["id"], "Two stones")
    customer = channel("dora").get_customer(customer_id=deal["customer"]["id"])
    assert (customer["name"], customer["domain"], customer["org_unit"]["code"]) == (
        "Acme, Inc.",
        "acme.example.com",
        "D1",
    )
    assert {name: customer[name] for name in told} == told
    assert done["customer"] == {"id": customer["id"], "name": "Acme, Inc."}
    assert channel.events(made)[-1].data["opportunity_id"] == deal["id"]
    assert _refusal(channel, "dora", "convert", done).code == "deal_registration_state_forbids"
    found = channel("dora").list_deal_registrations(query={"filter": [["opportunity_id", "eq", deal["id"]]]})["data"]
    assert [row["id"] for row in found] == [made["id"]]


def test_a_prospect_that_turns_out_to_be_a_customer_is_not_recorded_twice(channel: Channel) -> None:
    known = channel("dora").create_customer(request={"name": "ACME GmbH"})
    made = channel.accepted("dora")
    with pytest.raises(CustomerIsDuplicate) as refused:
        _do(channel, "dora", "convert", made)
    assert [one["id"] for one in refused.value.extra["candidates"]] == [known["id"]]
    with pytest.raises(rules.CustomerIsUnknown):
        _do(channel, "dora", "convert", made, customer_id=NOBODY)
    done = _do(channel, "dora", "convert", made, customer_id=known["id"])
    assert done["customer"]["id"] == known["id"]
    again = channel.accepted("dora", customer_id=known["id"], customer_name=None)
    other = channel("dora").create_customer(request={"name": "Other"})
    for wrong in ({"customer_id": other["id"]}, {"customer_name": "Other"}):
        assert _refusal(channel, "dora", "convert", again, **wrong).code == "deal_customer_named"
    with pytest.raises(Malformed):
        _do(channel, "dora", "convert", again, customer_id=known["id"], customer_name="Acme")


def test_a_prospect_that_only_looks_like_a_customer_is_recorded_under_a_name_of_its_own(channel: Channel) -> None:
    known = channel("dora").create_customer(request={"name": "ACME GmbH"})
    made = channel.accepted("dora", tax_id="DE 1")
    done = _do(channel, "dora", "convert", made, customer_name="Acme of the river")
    assert done["customer"]["name"] == "Acme of the river"
    assert (done["customer_name"], done["customer"]["id"] == known["id"]) == ("Acme, Inc.", False)
    assert channel("dora").get_customer(customer_id=done["customer"]["id"])["tax_id"] == "DE 1"


def test_a_product_that_is_retired_since_does_not_keep_the_deal_from_going_on(channel: Channel) -> None:
    product = channel.office("helen").create_product(request={"code": "M1", "name": "Mill", "list_price": "1.00"})
    made = channel.accepted("dora", product_id=product["id"])
    channel.office("helen").retire_product(product_id=product["id"], request={})
    with pytest.raises(ProductIsNotOffered):
        _do(channel, "dora", "convert", made)
    assert _do(channel, "dora", "convert", made, product_id=None)["status"] == "converted"


def test_time_closes_what_is_over_once_and_nothing_else(channel_anywhere: Channel) -> None:
    channel = channel_anywhere
    names = ("Over", "Extended", "Standing", "Converted", "Last day")
    over, longer, _, converted, last = (channel.accepted("dora", customer_name=name) for name in names)
    _do(channel, "helen", "extend", longer)
    _do(channel, "dora", "convert", converted)
    for one in (over, longer, converted):
        channel.let_days_pass(one)
    channel.submit("dora", customer_name="Waiting")
    channel.let_days_pass(last, day_in(0))
    for _ in range(2):
        channel("helen").lapse_deal_registrations()
    rows = channel("dora").list_deal_registrations(query={})["data"]
    statuses = {row["customer_name"]: row["status"] for row in rows}
    assert statuses == {
        "Over": "lapsed",
        "Extended": "lapsed",
        "Standing": "accepted",
        "Converted": "converted",
        "Last day": "accepted",
        "Waiting": "submitted",
    }
    lapsed = [event for event in channel.events(over) if event.type == "tenon.sales.deal_registration.lapsed.v1"]
    assert [(event.sequence, event.actor_id) for event in lapsed] == [(3, SYSTEM_ID)]
    assert _refusal(channel, "dora", "convert", over).code == "deal_registration_state_forbids"


def test_a_registration_follows_its_customer_into_a_merge_and_keeps_it_from_being_taken_back(channel: Channel) -> None:
    customer, duplicate = (
        channel("dora").create_customer(request={"name": name, "allow_duplicate": True}) for name in ("Acme", "Acme")
    )
    made = channel.submit("dora", customer_id=duplicate["id"], customer_name=None)
    request = {"duplicate_id": duplicate["id"]}
    channel("dora").merge_customers(customer_id=customer["id"], request=request)
    shown = channel("dora").get_deal_registration(deal_registration_id=made["id"])
    assert shown["customer"]["id"] == customer["id"]


def test_the_list_is_filtered_sorted_counted_and_summed(channel: Channel) -> None:
    mine = channel("dora").create_customer(request={"name": "Mine"})
    first = channel.submit("dora", customer_id=mine["id"], customer_name=None, amount="1.00")
    second = channel.accepted("dora", customer_name="Other", amount="2.50")
    channel.submit("dina", customer_name="Third", amount="4.00")

    def ids(**query: Any) -> list[str]:
        return [row["id"] for row in channel("dora").list_deal_registrations(query=query)["data"]]

    assert ids(filter=[["status", "eq", "accepted"]]) == [second["id"]]
    assert ids(filter=[["protected_until", "gte", iso_day(90)]]) == [second["id"]]
    assert ids(filter=[["customer_id", "eq", mine["id"]]]) == [first["id"]]
    assert ids(sort=["amount"]) == [first["id"], second["id"]]
    page = channel("nora").list_deal_registrations(query={"count": "exact", "totals": ["amount"]})
    assert (page["count"], page["totals"]) == (3, {"amount": "7.50"})


def test_an_id_that_is_taken_elsewhere_is_told_to_be_taken_and_no_more(channel: Channel) -> None:
    used = new_id()
    channel.submit("dina", id=used, customer_name="Other")
    with pytest.raises(Conflict) as refused:
        channel.submit("dora", id=used)
    assert refused.value.code == "already_exists"


def test_the_reach_of_another_right_opens_no_opportunity(channel: Channel) -> None:
    made = channel.submit("dora")
    own = channel.office("nils").create_customer(request={"name": "ACME GmbH"})
    deal = channel.office("nils").open_opportunity(request={"name": "House", "customer_id": own["id"]})
    assert channel.conflicts("nora", made)["opportunities"] == []
    assert channel.conflicts("nora", made, Reach.OWN)["opportunities"] == []
    found = channel.conflicts("nora", made, Reach.UNIT)
    assert [one["id"] for one in found["opportunities"]] == [deal["id"]]
    assert (found["is_protected_for_another"], found["registrations"]) == (False, [])
