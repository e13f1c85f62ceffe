"""What becomes of each list of the API when its export is to be loaded again: which are loaded, and which never.

A list is in `ENTITIES` of `shared.contracts.gateway.imports`, or here; a test holds both against the API.
"""

from collections.abc import Mapping
from types import MappingProxyType

_LEDGER = "A ledger: each line is the trace of a document or a verb, and loading it would say what never happened."
_WORK = "Work of the system itself, with an owner, a lease and files; it is begun anew, not loaded."
_SECRET = "It comes with a secret that is shown once and kept as a digest; a file has none to give."
_PART = "A part of another list, shown from where it belongs."

NEVER_LOADED: Mapping[str, str] = MappingProxyType(
    {
        "audit": _LEDGER,
        "audit/anchors": _LEDGER,
        "campaigns/<campaign_id>/captures": "What strangers left in a public form, when they did.",
        "campaigns/<campaign_id>/members": _PART,
        "customers/<customer_id>/agreements": _PART,
        "customers/<customer_id>/contacts": _PART,
        "customers/<customer_id>/opportunities": _PART,
        "customers/<customer_id>/orders": _PART,
        "customers/<customer_id>/prices": "Worked out of price lists and agreements.",
        "customers/<customer_id>/quotations": _PART,
        "customers/<customer_id>/visits": _PART,
        "dispatch-orders": "Made by orders that reserve goods.",
        "exports": _WORK,
        "imports": _WORK,
        "inbound-documents": _LEDGER,
        "invoices": _LEDGER,
        "jobs": _WORK,
        "messages": "Told to somebody at a moment.",
        "oauth-clients": _SECRET,
        "opportunities/<opportunity_id>/quotations": _PART,
        "orders/<order_id>/invoices": _PART,
        "orders/<order_id>/payments": _PART,
        "orders/<order_id>/shipments": _PART,
        "outbound-documents": _LEDGER,
        "payments": _LEDGER,
        "planned-changes": "Steps to come, each with the rights of whoever planned it.",
        "price-exceptions": "Granted by somebody else than who asked; a file has nobody to answer for it.",
        "price-lists": "Prices that hold at once: a whole list is said in one call of its own route.",
        "process-runs": _WORK,
        "reports/sales-funnel/records": "Worked out of the events of deals.",
        "service-accounts": _SECRET,
        "shipments": _LEDGER,
        "stock": _LEDGER,
        "webhook-deliveries": _LEDGER,
        "webhooks": _SECRET,
    }
)
