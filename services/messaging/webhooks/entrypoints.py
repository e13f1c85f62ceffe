"""Where webhooks meet the message bus."""

from typing import Any

from services.messaging.webhooks import commands, queries
from shared.actor import system_actor
from shared.contracts.fields import NoBody
from shared.contracts.messaging.webhooks import ChangeWebhook, CreateWebhook, NewWebhookView, RotateSecret, WebhookView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.following import ends_of
from shared.outbound import guard_of
from shared.rpc import rpc

ASK_SECONDS = 5.0


class WebhookEntrypoints(Entrypoints):
    @rpc
    def create_webhook(self, request: Payload) -> Payload:
        form = CreateWebhook().load(request)
        places = self._checked(form)
        with self.work() as session:
            webhook, secret = commands.create_webhook(session, self.actor, **form, places=places, key=self.secret())
            return {**reply(WebhookView, webhook), "secret": secret}

    @rpc
    def get_webhook(self, webhook_id: str) -> Payload:
        with self.read() as session:
            return reply(WebhookView, queries.get_webhook(session, self.actor, webhook_id))

    @rpc
    def list_webhooks(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_webhooks(session, self.actor, query)

    @rpc
    def list_webhook_history(self, webhook_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_webhook_history(session, self.actor, webhook_id, after)

    @rpc
    def change_webhook(self, webhook_id: str, request: Payload) -> Payload:
        form = ChangeWebhook().load(request)
        ends = self._checked(form)
        with self.work() as session:
            return reply(WebhookView, commands.change_webhook(session, self.actor, webhook_id, ends, **form))

    @rpc
    def rotate_webhook_secret(self, webhook_id: str, request: Payload) -> Payload:
        form = RotateSecret().load(request)
        with self.work() as session:
            webhook, secret = commands.rotate_webhook_secret(
                session, self.actor, webhook_id, form["overlap_seconds"], self.secret()
            )
            return {**reply(NewWebhookView, webhook), "secret": secret}

    @rpc
    def pause_webhook(self, webhook_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(WebhookView, commands.pause_webhook(session, self.actor, webhook_id))

    @rpc
    def resume_webhook(self, webhook_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(WebhookView, commands.resume_webhook(session, self.actor, webhook_id))

    @rpc
    def remove_webhook(self, webhook_id: str) -> Payload:
        with self.work() as session:
            commands.remove_webhook(session, self.actor, webhook_id)
            return {}

    def _checked(self, form: dict[str, Any]) -> Any:
        """Where the logs of the wanted types end now, if types are given; an address is checked if there is one."""
        if "url" in form:
            commands.ensure_address(form["url"], guard_of(self.settings.webhook_allow, self.settings.webhook_ports))
        return ends_of(self._ask, commands.sources_of(form["types"])) if "types" in form else None

    def _ask(self, service: str, method: str, **arguments: Any) -> Any:
        self.before_work()
        return self.bus.on_behalf_of(system_actor(self.name), ASK_SECONDS).call(service, method, **arguments).result
