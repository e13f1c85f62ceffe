"""What is said of a customer: to the history, to whoever listens, and to whoever searches."""

from typing import Any

from services.sales.customers.model import Customer
from shared.contracts.events import Changes
from shared.contracts.fields import money_text
from shared.contracts.sales import customers as contract
from shared.custom_fields import custom_facts

FACTS = (
    "name", "tax_id", "domain", "phone", "website", "industry", "region", "country", "address", "employees", "currency",
    "founded_year", "level", "type", "status", "parent_id", "external_id", "owner_id", "org_unit_id",
)  # fmt: skip


def facts(customer: Customer) -> dict[str, Any]:
    """The fields whose changes are history."""
    revenue = customer.annual_revenue
    told_plainly = {name: getattr(customer, name) for name in FACTS}
    amounts = {"annual_revenue": None if revenue is None else money_text(revenue)}
    return {**told_plainly, **amounts, **custom_facts(customer)}


def told(customer: Customer, changed: Changes) -> dict[str, Any]:
    """What every event about this customer says."""
    return {
        "customer_id": customer.id,
        "record_version": customer.next_version,
        "name": customer.name,
        "tax_id": customer.tax_id,
        "domain": customer.domain,
        "phone": customer.phone,
        "industry": customer.industry,
        "region": customer.region,
        "country": customer.country,
        "address": customer.address,
        "level": customer.level,
        "customer_type": customer.type,
        "status": customer.status,
        "parent_id": customer.parent_id,
        "external_id": customer.external_id,
        "owner_id": customer.owner_id,
        "org_unit_id": customer.org_unit_id,
        "custom": customer.custom or {},
        "changes": changed,
    }


def changed(customer: Customer, diff: Changes) -> contract.CustomerEvent:
    """The event of a change: that of the status where this is among what changed."""
    said = told(customer, diff)
    if "status" in diff:
        before = diff["status"]["before"]
        return contract.CustomerStatusChanged(**said, from_status=before, to_status=customer.status)
    return contract.CustomerChanged(**said)


def found_by(customer: Customer) -> tuple[str | None, ...]:
    """The texts whose words find this customer."""
    told_by = (
        customer.tax_id,
        customer.domain,
        customer.phone,
        customer.external_id,
        customer.industry,
        customer.address,
    )
    return customer.name, *told_by
