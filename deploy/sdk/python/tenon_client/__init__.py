"""Use a Tenon installation from outside: its API, its events as replay, stream or queue, and its webhooks."""

from .api import Client, Problem, Unreachable, sign_in
from .webhooks import WebhookRejected, verify_webhook

__all__ = ["Client", "Problem", "Unreachable", "WebhookRejected", "sign_in", "verify_webhook"]
