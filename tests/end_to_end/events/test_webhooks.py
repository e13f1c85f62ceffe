"""Webhooks tell a receiver what their owner may read: signed, in order, again until taken, in a ledger one can read."""

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.events.receiver import Received, Receiver, receiving
from tests.end_to_end.events.test_replay import heard_of
from tests.end_to_end.stack import Stack

DEALS = ["sales.opportunity.*"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def hook(client: Client, receiver: Receiver, types: list[str] | None = None) -> Any:
    return client.post("/v1/webhooks", {"url": receiver.url, "types": types or DEALS})


def deal_of(client: Client, changes: int = 0) -> Any:
    deal = client.post("/v1/opportunities", {"name": f"Deal {new_id()}", "amount": "1.00", "currency": "EUR"})
    for amount in range(changes):
        deal = client.patch(f"/v1/opportunities/{deal['id']}", {"amount": f"{amount + 2}.00"})
    return deal


def ledger(client: Client, webhook: Any, **conditions: str) -> list[Any]:
    query = {f"filter[{name}][eq]": value for name, value in conditions.items()}
    return client.all("/v1/webhook-deliveries", params={"filter[webhook_id][eq]": webhook["id"], "limit": 200, **query})


def is_signed(received: Received, secret: str) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{received.headers['webhook-id']}.{received.headers['webhook-timestamp']}.".encode() + received.body
    expected = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return expected in received.headers["webhook-signature"].split(" ")


@pytest.mark.feature("Z-02")
def test_a_receiver_that_was_away_misses_nothing_and_the_ledger_shows_and_repeats_what_was_sent(
    company: Company, receiver: Receiver
) -> None:
    nils = company["nils.north"]
    webhook = hook(nils, receiver)
    cursor = nils.get("/v1/events", params={"limit": 200, "type": DEALS[0]})["cursor"]
    before = deal_of(nils, 1)
    assert eventually(lambda: receiver.of(before["id"]) == [1, 2])

    receiver.stop()
    during = [deal_of(nils, 2) for _ in range(3)]
    assert eventually(lambda: any(line["attempts"] > 1 for line in ledger(nils, webhook)))
    receiver.start()

    for deal in during:
        assert eventually(lambda deal=deal: sorted(set(receiver.of(deal["id"]))) == [1, 2, 3], 20)
        assert receiver.of(deal["id"]) == sorted(receiver.of(deal["id"]))
    told = [
        event["id"]
        for event in nils.get("/v1/events", params={"limit": 200, "type": DEALS[0], "after": cursor})["data"]
    ]
    assert {event["id"] for event in receiver.events} >= set(told)
    lines = eventually(
        lambda: [] if ledger(nils, webhook, state="waiting") else ledger(nils, webhook, state="delivered")
    )
    assert {line["event_id"] for line in lines} >= set(told)
    tried = next(line for line in lines if line["attempts"] > 1)
    assert (tried["status"], tried["next_try_at"], tried["tries"][0]["status"]) == (204, None, None)
    assert tried["tries"][0]["error"]
    assert tried["request"]["headers"]["webhook-id"] == tried["event_id"]
    assert "webhook-signature" not in tried["request"]["headers"]

    nils.post(f"/v1/webhook-deliveries/{tried['id']}/replay")

    assert eventually(lambda: [e["id"] for e in receiver.events].count(tried["event_id"]) >= 2)
    assert eventually(lambda: nils.get(f"/v1/webhook-deliveries/{tried['id']}")["state"] == "delivered")
    assert all(is_signed(one, webhook["secret"]) for one in receiver.requests)
    assert {one.headers["webhook-id"] for one in receiver.requests} == {one.event["id"] for one in receiver.requests}


def test_an_event_that_is_never_taken_is_laid_aside_and_holds_up_its_own_record_only(
    company: Company, receiver: Receiver
) -> None:
    nils = company["nils.north"]
    bad = deal_of(nils)
    assert eventually(lambda: heard_of(nils, bad["id"], type="sales.opportunity.opened")), "it has its place in the log"
    receiver.answer = lambda event: 500 if event["subject"] == bad["id"] and event["sequence"] == 2 else 200
    receiver.flood = 5_000_000
    webhook = hook(nils, receiver)
    for amount in ("7.00", "8.00"):
        nils.patch(f"/v1/opportunities/{bad['id']}", {"amount": amount})
    good = deal_of(nils)

    assert eventually(lambda: receiver.of(good["id"]) == [1])
    assert receiver.of(bad["id"]) == []
    # Others are taken meanwhile: a webhook that takes nothing at all for some seconds would be paused.
    dead = eventually(lambda: deal_of(nils) and ledger(nils, webhook, state="dead"), 20)

    assert [(line["subject"], line["sequence"], line["status"], line["attempts"]) for line in dead] == [
        (bad["id"], 2, 500, 6)
    ]
    assert dead[0]["response"] == "x" * 1000
    assert eventually(lambda: receiver.of(bad["id"]) == [3])
    receiver.answer = lambda event: 200
    nils.post(f"/v1/webhook-deliveries/{dead[0]['id']}/replay")
    assert eventually(lambda: receiver.of(bad["id"]) == [3, 2])


def test_a_webhook_that_takes_nothing_for_long_is_paused_its_owner_told_and_resumed_it_misses_nothing(
    company: Company, receiver: Receiver
) -> None:
    nils = company["nils.north"]
    webhook = hook(nils, receiver)
    receiver.answer = lambda event: 503
    deals = [deal_of(nils, 3)]

    def state() -> Any:
        deals.append(deal_of(nils))
        time.sleep(0.3)
        return nils.get(f"/v1/webhooks/{webhook['id']}")["status"] == "paused"

    assert eventually(state, 30)
    assert nils.get(f"/v1/webhooks/{webhook['id']}")["paused_because"] == "failing"
    told = eventually(lambda: nils.get("/v1/messages", params={"filter[about_id][eq]": webhook["id"]})["data"])
    assert told[0]["kind"] == "webhook_paused"

    receiver.answer = lambda event: 200
    for line in ledger(nils, webhook, state="dead"):
        nils.refused("POST", f"/v1/webhook-deliveries/{line['id']}/replay", {}, status=409)
    nils.post(f"/v1/webhooks/{webhook['id']}/resume")
    for line in ledger(nils, webhook, state="dead"):
        nils.post(f"/v1/webhook-deliveries/{line['id']}/replay")

    wanted = {(deal["id"], n) for deal in deals for n in range(1, deal["version"] + 1)}
    assert eventually(lambda: {(e["subject"], e["sequence"]) for e in receiver.events} >= wanted, 20)


def test_only_what_its_owner_may_read_now_is_sent(company: Company, receiver: Receiver) -> None:
    nina, sara, nora = company["nina.north"], company["sara.south"], company["nora.north"]
    hook(nina, receiver, ["*"])
    deal, own = deal_of(nora), deal_of(nina)
    assert eventually(lambda: receiver.of(own["id"]) == [1])

    company["admin"].post(f"/v1/opportunities/{own['id']}/transfer", {"owner_id": sara.me["id"]})
    sara.patch(f"/v1/opportunities/{own['id']}", {"amount": "9.00"})
    last = deal_of(nina)

    assert eventually(lambda: receiver.of(last["id"]) == [1])
    assert (receiver.of(own["id"]), receiver.of(deal["id"])) == ([1], [])
    private = {event["type"] for event in receiver.events if "opportunity" not in event["type"]}
    assert not {one for one in private if one.startswith(("tenon.gateway.group", "tenon.gateway.import"))}


def test_a_narrow_token_makes_no_wide_webhook(company: Company, receiver: Receiver) -> None:
    nils = company["nils.north"]
    scopes = ["messaging.webhook:create", "sales.lead:read"]
    tomorrow = (now() + timedelta(days=1)).isoformat()
    made = nils.post("/v1/personal-tokens", {"label": "hook", "scopes": scopes, "expires_at": tomorrow})
    headers = {"Authorization": f"Bearer {made['access_token']}"}
    nils.post("/v1/webhooks", {"url": receiver.url, "types": ["sales.*"]}, headers=headers)
    deal, lead = deal_of(nils), nils.post("/v1/leads", {"name": "Ada"})
    assert eventually(lambda: receiver.of(lead["id"]) == [1])
    assert receiver.of(deal["id"]) == []


def test_what_waits_is_withheld_once_the_record_belongs_to_others(company: Company, receiver: Receiver) -> None:
    nina, sara = company["nina.north"], company["sara.south"]
    receiver.answer = lambda event: 500
    webhook = hook(nina, receiver)
    deal = deal_of(nina)
    assert eventually(lambda: receiver.requests)

    company["admin"].post(f"/v1/opportunities/{deal['id']}/transfer", {"owner_id": sara.me["id"]})

    assert eventually(lambda: [line["subject"] for line in ledger(nina, webhook, state="withheld")] == [deal["id"]])
    assert all(one.event["sequence"] == 1 for one in receiver.requests)


def test_the_webhook_of_somebody_whose_access_is_closed_stops_at_once(company: Company, receiver: Receiver) -> None:
    admin, login = company["admin"], f"temp.{new_id()[-8:]}"
    body = {"login": login, "name": "Temp", "unit_id": company.units["HQ"]["id"], "password": PASSWORD}
    temp = admin.post("/v1/people", {**body, "groups": ["executive"], "must_change_password": False})
    theirs = company.stack.client(login, PASSWORD)
    webhook = hook(theirs, receiver)
    deal = deal_of(company["nils.north"])
    assert eventually(lambda: receiver.of(deal["id"]) == [1])

    admin.post(f"/v1/people/{temp['id']}/deactivate")
    company["nils.north"].patch(f"/v1/opportunities/{deal['id']}", {"amount": "5.00"})

    assert eventually(lambda: admin.get(f"/v1/webhooks/{webhook['id']}")["paused_because"] == "owner_inactive")
    assert receiver.of(deal["id"]) == [1]


def test_two_secrets_sign_while_one_replaces_the_other_and_none_is_shown_again(
    company: Company, receiver: Receiver
) -> None:
    nils = company["nils.north"]
    webhook = hook(nils, receiver)
    rotated = nils.post(f"/v1/webhooks/{webhook['id']}/rotate-secret", {"overlap_seconds": 60})
    test = nils.post(f"/v1/webhooks/{webhook['id']}/test")
    assert eventually(lambda: receiver.requests)
    assert is_signed(receiver.requests[0], webhook["secret"])
    assert is_signed(receiver.requests[0], rotated["secret"])
    assert eventually(lambda: nils.get(f"/v1/webhook-deliveries/{test['id']}")["state"] == "delivered")

    final = nils.post(f"/v1/webhooks/{webhook['id']}/rotate-secret", {"overlap_seconds": 0})
    nils.post(f"/v1/webhooks/{webhook['id']}/test")

    assert eventually(lambda: len(receiver.requests) == 2)
    assert [is_signed(receiver.requests[1], one["secret"]) for one in (webhook, rotated, final)] == [False, False, True]
    shown = str([nils.get(f"/v1/webhooks/{webhook['id']}"), nils.get(f"/v1/webhooks/{webhook['id']}/history")])
    assert "whsec_" not in shown


def test_a_paused_webhook_is_silent_and_goes_on_where_it_stopped(company: Company, receiver: Receiver) -> None:
    nils = company["nils.north"]
    webhook = hook(nils, receiver)
    nils.post(f"/v1/webhooks/{webhook['id']}/pause")
    nils.refused("POST", f"/v1/webhooks/{webhook['id']}/pause", {}, status=409, code="webhook_state_forbids")
    deal = deal_of(nils, 1)
    other = deal_of(nils)
    with receiving() as second:
        hook(nils, second)
        marker = deal_of(nils)
        assert eventually(lambda: second.of(marker["id"]) == [1])
    assert receiver.requests == []

    nils.post(f"/v1/webhooks/{webhook['id']}/resume")

    assert eventually(lambda: receiver.of(deal["id"]) == [1, 2] and receiver.of(other["id"]) == [1])
    nils.ask("DELETE", f"/v1/webhooks/{webhook['id']}")
    assert nils.get(f"/v1/webhooks/{webhook['id']}")["status"] == "removed"


def test_a_slow_receiver_delays_no_other_and_a_redirection_is_not_followed(
    company: Company, receiver: Receiver
) -> None:
    nils = company["nils.north"]
    with receiving(delay=4.0) as slow, receiving(answer=lambda event: 302, redirect_to=receiver.url) as turning:
        hook(nils, slow)
        sent_on = hook(nils, turning)
        hook(nils, receiver)
        began = time.monotonic()
        deal = deal_of(nils)

        assert eventually(lambda: receiver.of(deal["id"]) == [1], 4)
        assert time.monotonic() - began < 4
        line = eventually(lambda: [one for one in ledger(nils, sent_on) if one["attempts"]])[0]
        assert (line["status"], line["state"]) == (302, "waiting")
        assert receiver.of(deal["id"]) == [1]


ELSEWHERE = (
    "http://10.0.0.1:8080/",
    "https://10.0.0.1:8080/",
    "https://169.254.169.254:8080/latest/meta-data",
    "https://192.168.1.1:8443/",
    "https://[::1]:8443/",
    "https://[fe80::1]:8443/",
    "https://[::ffff:10.0.0.1]:8443/",
    "https://[64:ff9b::a00:1]:8443/",
    "https://0.0.0.0:8443/",
    "https://0x0a000001:8443/",
    "https://167772161:8443/",
    "https://012.0.0.1:8443/",
    "https://user:pass@example.com:8443/",
    "https://127.0.0.1:80/",
    "https://127.0.0.1:0/",
    "https://127.0.0.1:99999/",
    "ftp://127.0.0.1:8080/",
    "file:///etc/passwd",
    "https://127.0.0.1:8443/#fragment",
    "https://127.0.0.1:8443/a b",
    "https://127.0.0.1:8443\\@example.com/",
    "https://no-such-host.invalid:8443/",
    "https://127.0.0.1:8443/\r\nHost: x",
    "https:///nothing",
    "not a url",
)


@pytest.mark.parametrize("url", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_an_address_that_may_not_be_sent_to_is_refused(company: Company, url: str) -> None:
    nils = company["nils.north"]
    nils.refused("POST", "/v1/webhooks", {"url": url, "types": DEALS}, status=422, code="address_refused")


@pytest.mark.parametrize(
    "body",
    [
        {"types": DEALS},
        {"url": "https://127.0.0.1:8443/", "types": []},
        {"url": "https://127.0.0.1:8443/", "types": ["sales.nothing.*"]},
        {"url": "https://127.0.0.1:8443/", "types": "sales.*"},
        {"url": "https://127.0.0.1:8443/" + "x" * 2000, "types": DEALS},
        {"url": "https://127.0.0.1:8443/", "types": DEALS, "owner_id": new_id()},
        {"url": "https://127.0.0.1:8443/", "types": DEALS, "secret": "whsec_mine"},
    ],
    ids=range(7),
)
def test_a_malformed_webhook_is_refused(company: Company, body: Any) -> None:
    company["nils.north"].refused("POST", "/v1/webhooks", body, status=400)


def test_webhooks_and_their_ledger_are_their_owners(company: Company, receiver: Receiver) -> None:
    nils, nina, admin = company["nils.north"], company["nina.north"], company["admin"]
    webhook = hook(nils, receiver)
    test = nils.post(f"/v1/webhooks/{webhook['id']}/test")
    for path in (f"/v1/webhooks/{webhook['id']}", f"/v1/webhook-deliveries/{test['id']}"):
        nina.refused("GET", path, status=404)
    nina.refused("POST", f"/v1/webhook-deliveries/{test['id']}/replay", {}, status=404)
    nina.refused("POST", f"/v1/webhooks/{webhook['id']}/test", {}, status=404)
    assert ledger(nina, webhook) == []
    admin.refused("PATCH", f"/v1/webhooks/{webhook['id']}", {"types": ["*"]}, status=403, code="not_your_webhook")
    admin.refused("POST", f"/v1/webhooks/{webhook['id']}/rotate-secret", {}, status=403, code="not_your_webhook")


def test_a_process_that_is_killed_midway_loses_nothing_and_keeps_the_order(
    company: Company, stack: Stack, profile: str, receiver: Receiver
) -> None:
    if profile == "embedded":
        pytest.skip("there the services are one process; what it does when killed is proven with its broker")
    nils = company["nils.north"]
    receiver.delay = 0.05
    hook(nils, receiver)
    deals = [deal_of(nils, 4) for _ in range(4)]
    assert eventually(lambda: receiver.events)

    stack.kill("messaging")
    stack.start_service("messaging")
    stack.wait_until_ready()

    for deal in deals:
        assert eventually(lambda deal=deal: sorted(set(receiver.of(deal["id"]))) == [1, 2, 3, 4, 5], 60)
        first = list(dict.fromkeys(receiver.of(deal["id"])))
        assert first == [1, 2, 3, 4, 5]
