"""What is said of a customer: to the history, to whoever listens, and to whoever searches."""

from typing import Any

from services.sales.customers.model import Customer
from shared.contracts.events import Changes
from shared.contracts.fields import money_text
from shared.contracts.sales import customers as contract
from shared.contracts.sales.places import UNPLACED
from shared.custom_fields import custom_facts

FACTS = (
    "name", "tax_id", "domain", "phone", "website", "industry", "region", "country", "province", "city", "post_code",
    "address", "employees", "currency", "territory_id", "placement", "founded_year", "level", "level_reason", "type",
    "status", "parent_id", "external_id", "owner_id", "org_unit_id",
)  # fmt: skip


def facts(customer: Customer) -> dict[str, Any]:
    """The fields whose changes are history."""
    revenue = customer.annual_revenue
    told_plainly = {name: getattr(customer, name) for name in FACTS} | {"placement": placement_of(customer)}
    amounts = {"annual_revenue": None if revenue is None else money_text(revenue)}
    return {**told_plainly, **amounts, **customer.position_facts(), **custom_facts(customer)}


def placement_of(customer: Customer) -> str:
    """Nobody has placed a customer yet that is about to be inserted."""
    return customer.placement or UNPLACED


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
        "province": customer.province,
        "city": customer.city,
        "post_code": customer.post_code,
        "address": customer.address,
        **customer.position_facts(),
        "territory_id": customer.territory_id,
        "placement": placement_of(customer),
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
    """The event of a change: that of the status, or else of the level, where these are among what changed."""
    said = told(customer, diff)
    if "status" in diff:
        before = diff["status"]["before"]
        return contract.CustomerStatusChanged(**said, from_status=before, to_status=customer.status)
    if "level" in diff:
        before, reason = diff["level"]["before"], customer.level_reason
        return contract.CustomerLevelChanged(**said, from_level=before, to_level=customer.level, reason=reason)
    return contract.CustomerChanged(**said)


def found_by(customer: Customer) -> tuple[str | None, ...]:
    """The texts whose words find this customer."""
    told_by = (
        customer.tax_id,
        customer.domain,
        customer.phone,
        customer.external_id,
        customer.industry,
        customer.province,
        customer.city,
        customer.address,
    )
    return customer.name, *told_by
