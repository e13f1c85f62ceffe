"""The work of webhooks: one thread a webhook that has something to do, each for its owner, under the rights of now."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
import structlog

from services.messaging.deliveries import commands, queries
from services.messaging.deliveries.model import WebhookDelivery
from services.messaging.webhooks import commands as webhooks
from services.messaging.webhooks import queries as webhook_queries
from services.messaging.webhooks.queries import AtWork
from shared.actor import system_actor
from shared.bus.extensions import ServiceBus
from shared.clock import now
from shared.contracts.messaging.webhooks import TEST_TYPE
from shared.errors import Refusal
from shared.following import UnknownEventType, follow, kinds_matching
from shared.ids import new_id
from shared.outbound import AddressRefused, Answer, aim, guard_of, post
from shared.persistence.database import Database
from shared.settings import Settings

MOST_AT_ONCE = 32
ASK_SECONDS = 10.0
TURN_SECONDS = 15.0
PAGE = 100
MOST_WAITING = 1000
"""Beyond this a webhook reads no further: the logs are the queue, the ledger is not."""

_slots = threading.BoundedSemaphore(MOST_AT_ONCE)
_busy: set[str] = set()
_log = structlog.get_logger(__name__)


def look(database: Database, bus: ServiceBus, settings: Settings) -> None:
    """Start a turn for each webhook whose logs went on, or of which something waits; one read while there is none."""
    free = [one for one in webhook_queries.list_free(database, now()) if one.id not in _busy]
    if not free:
        return
    with database.read() as session:
        due = queries.webhooks_with_due(session, [one.id for one in free], now())
    ends = _ends(bus, {source for one in free for source in one.places})
    for webhook in free:
        news = {source: ends[source] for source, at in webhook.places.items() if ends.get(source, 0) > at}
        if (news or webhook.id in due) and _slots.acquire(blocking=False):
            _busy.add(webhook.id)
            turn = Turn(database, bus, settings, webhook, news, new_id())
            threading.Thread(target=turn.run, name=f"webhook-{webhook.id}", daemon=True).start()


def _ends(bus: ServiceBus, sources: Iterable[str]) -> dict[str, int]:
    """Where the logs end; those of services that are away go on later."""
    ends: dict[str, int] = {}
    for source in sorted(sources):
        try:
            ends[source] = _asking(bus, source, "tell_end_of_log")["end"]
        except Refusal as refusal:
            _log.info("log not read", source=source, reason=refusal.detail)
    return ends


def _asking(bus: ServiceBus, service: str, method: str, **arguments: Any) -> Any:
    return bus.on_behalf_of(system_actor("messaging"), ASK_SECONDS).call(service, method, **arguments).result


@dataclass
class Turn:
    """One process at one webhook, for some seconds. Whatever is cut short is done by the next turn."""

    database: Database
    bus: ServiceBus
    settings: Settings
    webhook: AtWork
    news: dict[str, int]
    holder: str

    def run(self) -> None:
        try:
            with self.database.write() as session:
                mine = webhooks.claim(session, self.webhook.id, self.holder)
            if mine:
                self._read_on()
                self._send_all()
        except Refusal as refusal:
            _log.info("webhook waits", webhook=self.webhook.id, reason=refusal.detail)
        except Exception:
            _log.exception("webhook failed", webhook=self.webhook.id)
        finally:
            self._leave()

    def _leave(self) -> None:
        _busy.discard(self.webhook.id)
        _slots.release()
        with self.database.write() as session:
            webhooks.release(session, self.webhook.id, self.holder)

    def _read_on(self) -> None:
        """Put what the owner may hear into the ledger; what the owner may not hear is passed over for good."""
        places, at_end = self.webhook.places, not self.news
        while not at_end:
            with self.database.read() as session:
                if queries.count_waiting(session, self.webhook.id) >= MOST_WAITING:
                    return
            ears = self._ears(self._kinds())
            if ears is None:
                return
            told = follow(self._ask, {source: ears[source] for source in self.news if source in ears}, places, PAGE)
            unheard = {source: end for source, end in self.news.items() if source not in ears}
            reached, events = told.places | unheard, [event for event, _ in told.events]
            with self.database.write() as session:
                if not commands.enter_events(session, self.webhook.id, self.holder, places, events, reached):
                    return
            places, at_end = reached, told.at_end

    def _kinds(self) -> list[str]:
        try:
            return [kind.wire_type() for kind in kinds_matching(self.webhook.types)]
        except UnknownEventType:
            return []  # of a version of the product that knew more events

    def _ears(self, types: list[str]) -> dict[str, Any] | None:
        """What the owner may hear at this moment; None, and the webhook is stopped, if the owner is no longer there."""
        whose = {"person_id": self.webhook.owner_id, "scopes": self.webhook.scopes}
        told = self._ask("gateway", "list_ears", **whose, types=types)
        if not told["active"]:
            with self.database.write() as session:
                webhooks.stop_by_itself(session, self.webhook.id, webhooks.BY_ABSENCE)
            return None
        ears: dict[str, Any] = told["ears"]
        return ears

    def _send_all(self) -> None:
        until = time.monotonic() + TURN_SECONDS
        while time.monotonic() < until:
            with self.database.read() as session:
                due = list(queries.list_due(session, self.webhook.id, now()))
                session.expunge_all()
            if not due:
                return
            for delivery in due:
                if time.monotonic() > until or not self._send(delivery):
                    return

    def _send(self, delivery: WebhookDelivery) -> bool:
        """Whether to go on. The event is read anew, and with it decided whether the owner may still be told."""
        event = self._test_event(delivery)
        if event is None:
            ears = self._ears([delivery.type])
            if ears is None:
                return False
            event = self._event(delivery, ears)
        with self.database.write() as session:
            webhook = webhook_queries.lock_webhook(session, self.webhook.id)
            mine = webhooks.claim(session, self.webhook.id, self.holder)
            if webhook is None or not mine or not webhook.is_active:
                return False
            if event is None:
                commands.withhold(session, delivery.id)
                return True
            url, secrets = webhook.url, webhooks.open_secrets(webhook, now(), self.settings.secret)
        request, answer = self._try(url, secrets, delivery, event)
        with self.database.write() as session:
            delays, patience = self.settings.webhook_delays, self.settings.webhook_patience_seconds
            commands.settle(session, delivery.id, request, answer, delays, patience)
        return True

    def _try(
        self, url: str, secrets: list[str], delivery: WebhookDelivery, event: dict[str, Any]
    ) -> tuple[dict[str, Any], Answer]:
        body, timestamp = orjson.dumps(event), int(time.time())
        headers = {
            "Content-Type": "application/cloudevents+json",
            "User-Agent": "Tenon-Webhooks/1",
            "webhook-id": delivery.event_id,
            "webhook-timestamp": str(timestamp),
        }
        request = {"url": url, "headers": headers, "bytes": len(body)}
        signed = headers | {"webhook-signature": webhooks.sign(secrets, delivery.event_id, timestamp, body)}
        try:
            target = aim(url, guard_of(self.settings.webhook_allow, self.settings.webhook_ports))
        except AddressRefused as refusal:
            return request, Answer(None, refusal.code, "", 0)
        return request, post(target, body, signed)

    def _event(self, delivery: WebhookDelivery, ears: dict[str, Any]) -> dict[str, Any] | None:
        if delivery.source not in ears:
            return None
        found = self._ask(delivery.source, "find_events", ears=ears[delivery.source], ids=[delivery.event_id])["data"]
        return found[0] if found else None

    def _test_event(self, delivery: WebhookDelivery) -> dict[str, Any] | None:
        if delivery.type != TEST_TYPE:
            return None
        return {
            "specversion": "1.0",
            "id": delivery.event_id,
            "source": "/tenon/messaging",
            "type": TEST_TYPE,
            "subject": delivery.webhook_id,
            "time": delivery.created_at.isoformat(),
            "datacontenttype": "application/json",
            "data": {"webhook_id": delivery.webhook_id},
        }

    def _ask(self, service: str, method: str, **arguments: Any) -> Any:
        return _asking(self.bus, service, method, **arguments)
