"""Whatever belongs to a person and a unit can be opened to one more, or is named here with its reason."""

import importlib

import pytest

from gateway.http.discovery import all_routes
from shared.persistence.records import OwnedRecord
from shared.visible import noun_of
from tests.architecture.tree import list_aggregates

SHORTEST_REASON = 20
NOT_SHARED = {
    "marketing.capture": "what a form took down stands for one moment only, until it is a lead, which can be shared",
    "marketing.customer": "a copy: it is open to whomever the customer of the sales service is open to",
    "marketing.member": "a customer of a campaign is seen with the campaign, which can be shared",
    "reporting.miningrun": "it was counted under the rights of its owner, who alone may be told what came of it",
    "sales.commissionplan": "what a unit pays its people is between them and whoever answers for them",
    "sales.commissionsplit": "who shares a commission concerns them and whoever answers for them, whom a reach opens",
    "sales.commissionstatement": "what somebody earned is theirs alone, and of whoever answers for them",
    "sales.callback": "whoever is to call has it by a queue or a handover; whom it concerns can be shared",
    "sales.dealregistration": "a deal is kept for one partner; whoever decides about it reaches it by right",
    "sales.leadassignmentrule": "a rule is for all leads of a unit, whom the reach of a right over that unit opens",
    "sales.expense": "what somebody spent concerns them and whoever decides on it and pays it, whom a reach opens",
    "sales.priceexception": "whoever decides about a price reaches it by right; its deal can be shared",
    "sales.quota": "what somebody is to sell concerns them and whoever answers for them, whom a reach opens",
    "sales.cart": "what a customer is about to buy concerns whoever sells it; the order that it becomes can be shared",
    "sales.store": "once published it is open to all visitors; before, it is for whoever answers for it",
    "sales.seller": "what somebody sells and takes on concerns them and whoever answers for them, whom a reach opens",
    "service_desk.agent": "somebody's place at the desk: what it is about is that person, whom a reach opens",
    "service_desk.article": "once published it is knowledge of the whole company; before, it is its author's",
    "service_desk.clockmove": "a moment of a request's clock, told with the request, which can be shared",
    "service_desk.customer": "a copy: it is open to whomever the customer of the sales service is open to",
    "messaging.message": "a message is for its recipient alone",
    "messaging.schedule": "its shares are its participants: who takes part is let in, and is told so",
    "messaging.webhook": "it sends what its owner may read, and bears a secret of its owner's",
    "distribution.creditnote": "accounts are opened by rights with a reach, so that it can be said who saw them",
    "distribution.customer": "a copy: it is open to whomever the customer of the sales service is open to",
    "distribution.inbounddocument": "the goods of a warehouse are its unit's; whoever handles them stands there",
    "distribution.inboundreturn": "the goods of a warehouse are its unit's; whoever handles them stands there",
    "distribution.invoice": "accounts are opened by rights with a reach, so that it can be said who saw them",
    "distribution.order": "a copy of the order of the sales service, which can be shared there",
    "distribution.outbounddocument": "the goods of a warehouse are its unit's; whoever handles them stands there",
    "distribution.payment": "accounts are opened by rights with a reach, so that it can be said who saw them",
    "distribution.shipment": "the goods of a warehouse are its unit's; whoever handles them stands there",
    "distribution.stockbalance": "the goods of a warehouse are its unit's; whoever handles them stands there",
    "distribution.warehouse": "a place of its unit's, and what lies in it with it",
    "reporting.activity": "a copy: it is open to whomever the activity of the sales service is open to",
    "reporting.contact": "a copy: it is open to whomever the contact of the sales service is open to",
    "reporting.customer": "a copy: it is open to whomever the customer of the sales service is open to",
    "reporting.deal": "a copy: it is open to whomever the opportunity of the sales service is open to",
    "reporting.expensefact": "a copy of the expense of the sales service, which is not shared either",
    "reporting.lead": "a copy: it is open to whomever the lead of the sales service is open to",
    "reporting.order": "a copy: it is open to whomever the order of the sales service is open to",
    "reporting.quotafact": "a copy of the quota of the sales service, which is not shared either",
    "reporting.request": "a copy: it is open to whomever the request of the service desk is open to",
    "reporting.segment": "who is in it is told of whatever customers the reader sees; a unit's reach opens its rule",
    "reporting.visit": "a copy: it is open to whomever the visit of the sales service is open to",
}


def owned_nouns() -> dict[str, type[OwnedRecord]]:
    """Every noun with an owner and a unit, by its service and what a share would call it."""
    for aggregate in list_aggregates():
        if aggregate.owner.startswith("services.") and aggregate.has("model"):
            importlib.import_module(f"{aggregate.module}.model")
    found = [model for model in _descendants(OwnedRecord) if "__tablename__" in vars(model)]
    named = {f"{model.__module__.split('.')[1]}.{noun_of(model)}": model for model in found}
    return {name: model for name, model in named.items() if model.__module__.startswith("services.")}


def _descendants(model: type[OwnedRecord]) -> list[type[OwnedRecord]]:
    return [one for child in model.__subclasses__() for one in (child, *_descendants(child))]


def shared_by_route() -> set[str]:
    """The nouns that the public API opens, lists and closes the shares of."""
    rpcs = {(route.service, route.rpc) for group in all_routes() for route in group.declared}
    return {
        name
        for name in owned_nouns()
        for service, noun in [name.split(".")]
        if {(service, f"share_{noun}"), (service, f"list_{noun}_shares"), (service, f"revoke_{noun}_share")} <= rpcs
    }


@pytest.mark.parametrize("name", owned_nouns())
def test_what_belongs_to_somebody_can_be_shared_or_it_is_said_why_not(name: str) -> None:
    assert (name in shared_by_route()) != (name in NOT_SHARED), f"{name} has no share routes and no reason for it"


def test_what_has_share_routes_is_opened_by_its_shares() -> None:
    nouns = owned_nouns()
    assert [name for name in shared_by_route() if not nouns[name].shareable] == []
    assert len(shared_by_route()) >= 11


def test_each_reason_is_of_a_noun_and_says_something() -> None:
    assert NOT_SHARED.keys() <= owned_nouns().keys()
    assert [name for name, reason in NOT_SHARED.items() if len(reason) < SHORTEST_REASON] == []
