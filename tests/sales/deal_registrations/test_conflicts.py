"""Which registrations stand against each other, who is told what of it, and that time ends it."""

from datetime import timedelta
from typing import Any

import pytest

from services.sales.deal_registrations import rules
from shared.actor import Reach
from shared.clock import today
from tests.sales.deal_registrations.partners import Channel

ACME = {
    "customer_name": "Acme, Inc.",
    "tax_id": "DE 123-456",
    "website": "https://www.acme.example.com/about",
    "phone": "+49 (0)30 123456",
}


@pytest.mark.parametrize(
    "told",
    [
        {"customer_name": "ACME GmbH"},
        {"customer_name": "Ａcme S.A."},
        {"customer_name": "Other", "tax_id": "de123456"},
        {"customer_name": "Other", "domain": "ACME.example.com"},
        {"customer_name": "Other", "website": "http://acme.example.com"},
        {"customer_name": "Other", "phone": "0049 (0)30-123 456"},
    ],
)
def test_a_customer_that_another_partner_is_protected_with_is_refused_however_it_is_told(
    channel_anywhere: Channel, told: dict[str, Any]
) -> None:
    channel = channel_anywhere
    channel.accepted("anna", **ACME)
    with pytest.raises(rules.DealIsRegistered) as refused:
        channel.submit("dora", **told)
    assert (str(refused.value), refused.value.extra) == ("This customer is registered already.", {})
    assert channel.submit("dora", customer_name="Unlike")["status"] == "submitted"
    assert channel.submit("anna", **told)["status"] == "submitted"


def test_who_registered_first_does_not_matter_but_who_is_accepted_first(channel: Channel) -> None:
    first, second = channel.submit("dora"), channel.submit("anna", customer_name="ACME Ltd")
    channel("helen").accept_deal_registration(deal_registration_id=second["id"], request={})
    with pytest.raises(rules.DealIsRegistered) as refused:
        channel("helen").accept_deal_registration(deal_registration_id=first["id"], request={})
    [candidate] = refused.value.extra["candidates"]
    until = (today() + timedelta(days=90)).isoformat()
    assert candidate == {
        "id": second["id"],
        "customer_name": "ACME Ltd",
        "partner": "Partner A1",
        "protected_until": until,
    }
    with pytest.raises(rules.DealIsRegistered) as blind:
        channel("nora").accept_deal_registration(deal_registration_id=first["id"], request={})
    assert blind.value.extra["candidates"] == []
    assert channel("dora").get_deal_registration(deal_registration_id=first["id"])["status"] == "submitted"


@pytest.mark.parametrize("ended", ["withdraw", "over"])
def test_what_is_withdrawn_or_over_stands_against_nobody_though_no_timer_ran(channel: Channel, ended: str) -> None:
    made = channel.accepted("anna")
    if ended == "withdraw":
        channel("anna").withdraw_deal_registration(deal_registration_id=made["id"], request={})
    else:
        channel.let_days_pass(made, today())
        with pytest.raises(rules.DealIsRegistered):
            channel.submit("dora")
        channel.let_days_pass(made)
        assert channel("anna").get_deal_registration(deal_registration_id=made["id"])["status"] == "accepted"
    assert channel.accepted("dora")["status"] == "accepted"
    with pytest.raises((rules.ProtectionIsOver, rules.DealCannotDoThis)):
        channel("anna").convert_deal_registration(deal_registration_id=made["id"], request={})


def test_what_came_of_a_registration_stays_protected_until_its_day(channel: Channel) -> None:
    made = channel.accepted("anna")
    channel("anna").convert_deal_registration(deal_registration_id=made["id"], request={})
    with pytest.raises(rules.DealIsRegistered):
        channel.submit("dora")
    channel.let_days_pass(made)
    assert channel.submit("dora")["status"] == "submitted"


def test_a_prospect_does_not_become_a_customer_that_another_partner_is_protected_with(channel: Channel) -> None:
    channel.accepted("anna", customer_name="Brook")
    made = channel.accepted("dora", customer_name="River")
    brook = channel("dora").create_customer(request={"name": "Brook Ltd"})
    with pytest.raises(rules.DealIsRegistered) as refused:
        channel("dora").convert_deal_registration(deal_registration_id=made["id"], request={"customer_id": brook["id"]})
    assert refused.value.extra == {}
    with pytest.raises(rules.DealIsRegistered):
        channel("dora").convert_deal_registration(deal_registration_id=made["id"], request={"customer_name": "BROOK"})
    assert channel("dora").get_deal_registration(deal_registration_id=made["id"])["status"] == "accepted"


def test_a_customer_is_the_same_by_what_it_is_called_today(channel: Channel) -> None:
    mine = channel("anna").create_customer(request={"name": "Old name"})
    channel.accepted("anna", customer_id=mine["id"], customer_name=None)
    channel("anna").change_customer(customer_id=mine["id"], request={"name": "Acme"})
    with pytest.raises(rules.DealIsRegistered):
        channel.submit("dora", customer_name="ACME GmbH")
    with pytest.raises(rules.DealIsRegistered):
        channel.submit("dora", customer_name="Old name")


def test_of_merged_customers_either_name_is_the_customers(channel: Channel) -> None:
    kept, gone = (channel("anna").create_customer(request={"name": name}) for name in ("Acme", "Bolt"))
    channel.accepted("anna", customer_id=kept["id"], customer_name=None)
    channel("anna").merge_customers(customer_id=kept["id"], request={"duplicate_id": gone["id"]})
    with pytest.raises(rules.DealIsRegistered):
        channel.submit("dora", customer_name="BOLT Ltd")


def test_a_partner_learns_nothing_of_an_open_opportunity_and_the_house_sees_it(channel: Channel) -> None:
    customer = channel.office("nils").create_customer(request={"name": "Acme"})
    deal = channel.office("nils").open_opportunity(request={"name": "House", "customer_id": customer["id"]})
    theirs = channel("anna").create_customer(request={"name": "ACME"})
    channel("anna").open_opportunity(request={"name": "Partner's", "customer_id": theirs["id"]})
    won = channel.office("nils").open_opportunity(request={"name": "Won", "customer_id": customer["id"]})
    channel.office("nils").win_opportunity(opportunity_id=won["id"], request={"amount": "1.00"})
    made = channel.submit("dora")
    assert "conflicts" not in made
    waiting = channel.submit("anna")
    found = channel.conflicts("helen", made, Reach.ALL)
    assert {one["name"] for one in found["opportunities"]} == {"House", "Partner's"}
    assert [one["id"] for one in found["registrations"]] == [waiting["id"]]
    assert [one["id"] for one in channel.conflicts("nora", made, Reach.SUBTREE)["opportunities"]] == [deal["id"]]
    channel("helen").accept_deal_registration(deal_registration_id=waiting["id"], request={})
    seen = channel.conflicts("nora", made, Reach.SUBTREE)
    assert (seen["is_protected_for_another"], seen["registrations"]) == (True, [])
    assert channel.conflicts("helen", made)["registrations"][0]["org_unit"]["code"] == "A1"


def test_whoever_opens_a_deal_of_the_house_is_warned_by_the_day_alone_and_partners_are_not(
    channel_anywhere: Channel,
) -> None:
    channel = channel_anywhere
    channel.accepted("anna", **ACME)
    until = (today() + timedelta(days=90)).isoformat()
    for login, warned in (("nils", {"protected_until": until}), ("dora", None), ("anna", None)):
        desk = channel(login)
        customer = desk.create_customer(
            request={"name": f"Of {login}", "tax_id": ACME["tax_id"], "allow_duplicate": True}
        )
        opened = desk.open_opportunity(request={"name": "Stones", "customer_id": customer["id"]})
        assert opened.pop("registration_warning", None) == warned
        assert opened == desk.get_opportunity(opportunity_id=opened["id"])


@pytest.mark.parametrize("part", ["new", "linked", "none"])
def test_a_lead_that_becomes_a_deal_of_a_protected_customer_is_warned_of_as_the_deal_is(
    channel: Channel, part: str
) -> None:
    channel.accepted("anna", **ACME)
    until = (today() + timedelta(days=90)).isoformat()
    for login, warned in (("nils", {"protected_until": until}), ("dora", None)):
        desk = channel(login)
        customer = desk.create_customer(
            request={"name": f"Of {login}", "tax_id": ACME["tax_id"], "allow_duplicate": True}
        )
        deal = desk.open_opportunity(request={"name": "Stones", "customer_id": customer["id"]})
        parts = {"new": {"opportunity": {}}, "linked": {"opportunity_id": deal["id"]}, "none": {}}[part]
        lead = desk.create_lead(request={"name": "Ada"})
        became = desk.convert_lead(lead_id=lead["id"], request={"customer_id": customer["id"], **parts})
        assert became.pop("registration_warning", None) == (warned if part == "new" else None)
        assert became == desk.get_lead(lead_id=lead["id"])
