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
        "activities": "What somebody did at a moment, told by whoever did it; what it is about was touched then.",
        "activities/<activity_id>/orders": _PART,
        "activities/<activity_id>/quotations": _PART,
        "audit": _LEDGER,
        "audit/anchors": _LEDGER,
        "built-reports": "Arranged by somebody over the columns that there are; another one is built in a minute.",
        "call-backs": "Promised to somebody for a time that is still to come, by whoever spoke to them.",
        "call-queue": _PART,
        "campaigns/<campaign_id>/captures": "What strangers left in a public form, when they did.",
        "campaigns/<campaign_id>/members": _PART,
        "carts": "What somebody wants at a moment, at the prices of that moment.",
        "commission-plans": "Terms that are for each other: a plan is defined in one call, by whoever answers for it.",
        "commission-splits": "Set by whoever answers for those who share, never by a file of somebody else's.",
        "commission-statements": _LEDGER,
        "commission-statements/<statement_id>/lines": _LEDGER,
        "configurations": "Kept by themselves, when chosen parts are put into a cart.",
        "configurators": "Slots and rules that are for each other: a whole one is said in one call of its own route.",
        "customer-levels": "What a handful of levels mean, each said once in a call of its own route.",
        "customers/<customer_id>/activities": _PART,
        "customers/<customer_id>/agreements": _PART,
        "customers/<customer_id>/contacts": _PART,
        "customers/<customer_id>/opportunities": _PART,
        "customers/<customer_id>/orders": _PART,
        "customers/<customer_id>/prices": "Worked out of price lists and agreements.",
        "customers/<customer_id>/quotations": _PART,
        "customers/<customer_id>/visits": _PART,
        "dashboards": "Arranged by somebody of reports of this installation, which a file would not bring along.",
        "deal-registrations": "Each is held against all others at the moment in which its partner submits it.",
        "document-templates": "Each is a Word file, which a row of a file cannot hold.",
        "dispatch-orders": "Made by orders that reserve goods.",
        "expenses": "Submitted with receipts by whoever spent it, which a row of a file does not bring.",
        "exports": _WORK,
        "imports": _WORK,
        "inbound-documents": _LEDGER,
        "inbound-returns": "Made by the returns of orders that sales records.",
        "invoices": _LEDGER,
        "jobs": _WORK,
        "lead-assignment-rules": "Rules that are for one another, in an order; whoever answers for the unit says each.",
        "messages": "Told to somebody at a moment.",
        "mining-runs": _WORK,
        "oauth-clients": _SECRET,
        "opportunities/<opportunity_id>/expenses": _PART,
        "opportunities/<opportunity_id>/quotations": _PART,
        "orders/<order_id>/inbound-returns": _PART,
        "orders/<order_id>/invoices": _PART,
        "orders/<order_id>/payments": _PART,
        "orders/<order_id>/shipments": _PART,
        "outbound-documents": _LEDGER,
        "payments": _LEDGER,
        "planned-changes": "Steps to come, each with the rights of whoever planned it.",
        "playbooks": "Plays that are for each other: a whole playbook is said in one call of its own route.",
        "price-exceptions": "Granted by somebody else than who asked; a file has nobody to answer for it.",
        "process-runs": _WORK,
        "product-pairs": "Declared one by one, each for a reason that customers are told.",
        "quotas": "Set by whoever answers for the seller or the unit, never by a file of somebody else's.",
        "report-schedules": "Each is sent to people of this installation by whoever set it up.",
        "report-schedules/<report_schedule_id>/runs": _LEDGER,
        "report-templates": "Each is a Word file, which a row of a file cannot hold.",
        "reports/sales-funnel/records": "Worked out of the events of deals.",
        "segments": "A rule over customers, said in one call; who is in it is worked out.",
        "segments/<segment_id>/members": "Worked out of the rule and the events of customers.",
        "segments/<segment_id>/stays": _LEDGER,
        "sellers": "Said of a person by whoever answers for them, one by one; a file has nobody to answer for it.",
        "service-accounts": _SECRET,
        "shipments": _LEDGER,
        "stock": _LEDGER,
        "stores": "Its languages, theme and assortment are for each other; calls of its own routes set it up.",
        "stores/<store_id>/assortment": _PART,
        "stores/<store_id>/catalogue": "Worked out of the assortment, the products and their prices.",
        "territories": "Its rules and its sellers are said in calls of their own routes, each for itself.",
        "webhook-deliveries": _LEDGER,
        "webhooks": _SECRET,
    }
)
