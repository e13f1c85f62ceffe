"""Several at the same moment: of those who would be protected with one customer one is."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.errors import Refusal
from tests.sales.deal_registrations.partners import Channel


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Answers, or refusals, in the order of the calls, all of which begin at the same moment."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return call()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def accept(channel: Channel, registration: Any) -> Callable[[], Any]:
    desk = channel("helen")
    return lambda: desk.accept_deal_registration(deal_registration_id=registration["id"], request={})


@pytest.mark.parametrize("attempt", range(3))
def test_of_several_accepted_at_once_one_is_protected(channel_anywhere: Channel, attempt: int) -> None:
    channel, name = channel_anywhere, f"Acme {attempt}"
    forms = zip(("dora", "dina", "anna") * 2, ("Inc.", "GmbH", "Ltd", "AG", "S.A.", "plc"), strict=True)
    made = [channel.submit(login, customer_name=f"{name} {form}") for login, form in forms]
    answers = at_once([accept(channel, one) for one in made])
    units = {answer["org_unit"]["code"] for answer in answers if isinstance(answer, dict)}
    refused = {answer.code for answer in answers if isinstance(answer, Refusal)}
    assert (len(units), refused) == (1, {"deal_is_registered"})
    rows = channel("helen").list_deal_registrations(query={"filter": [["status", "eq", "accepted"]]})["data"]
    assert {row["org_unit"]["code"] for row in rows} == units


def test_several_traits_in_common_bring_nobody_into_a_deadlock(channel_anywhere: Channel) -> None:
    channel = channel_anywhere
    traits: tuple[dict[str, Any], ...] = (
        {"customer_name": "Acme", "tax_id": "DE 1", "phone": "+49 30 123456", "domain": "acme.example.com"},
        {"customer_name": "Further", "tax_id": "DE-1", "phone": "0049 30 123 456"},
        {"customer_name": "ACME", "domain": "www.acme.example.com"},
    )
    made = [channel.submit(login, **told) for login, told in zip(("dora", "dina", "anna"), traits, strict=True)]
    answers = at_once([accept(channel, one) for one in made])
    refused = {answer.code for answer in answers if isinstance(answer, Refusal)}
    assert refused == {"deal_is_registered"}
    assert 1 <= sum(isinstance(answer, dict) for answer in answers) <= 2


def test_who_registers_while_another_is_accepted_is_refused_or_waits_for_a_decision(channel_anywhere: Channel) -> None:
    channel = channel_anywhere
    first = channel.submit("anna")
    accepted, *others = at_once(
        [accept(channel, first), *(lambda login=login: channel.submit(login) for login in ("dora", "dina"))]
    )
    assert accepted["status"] == "accepted"
    told = {one["status"] if isinstance(one, dict) else one.code for one in others}
    assert told <= {"submitted", "deal_is_registered"}
    for one in others:
        if isinstance(one, dict):
            with pytest.raises(Refusal) as refused:
                accept(channel, one)()
            assert refused.value.code == "deal_is_registered"


def test_one_deal_accepted_or_converted_by_several_is_so_once(channel_anywhere: Channel) -> None:
    channel = channel_anywhere
    made = channel.submit("dora")
    answers = at_once([accept(channel, made)] * 4)
    codes = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert codes == ["deal_registration_state_forbids"] * 3
    desk = channel("dirk")
    answers = at_once([lambda: desk.convert_deal_registration(deal_registration_id=made["id"], request={})] * 4)
    codes = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert codes == ["deal_registration_state_forbids"] * 3
    assert channel("dora").list_opportunities(query={"count": "exact"})["count"] == 1
