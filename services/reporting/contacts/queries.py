"""The facts about contacts, for the reports. Every figure starts from what the actor may see."""

from sqlalchemy import String, cast, null

from services.reporting.contacts.model import ContactFact
from services.reporting.parts.queries import Facts
from shared.contracts.reporting.counted import LISTING
from shared.merged_customers import Pointer

__all__ = ["FACTS", "ContactFact"]

FACTS = Facts(ContactFact, ContactFact.org_unit_id, cast(null(), String(255)), ContactFact.owner_id, LISTING)
"""A contact counts for whom it belongs to today."""
POINTER = Pointer(ContactFact)
"""Most are at a customer."""
