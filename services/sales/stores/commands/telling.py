"""What events and the history say about a store."""

from typing import Any

from services.sales.stores.model import Store
from shared.contracts.events import Changes

PLAIN = ("code", "name", "currency", "price_list_id", "theme", "owner_id", "org_unit_id")


def facts(store: Store) -> dict[str, Any]:
    """The fields whose changes are history."""
    plain = {name: getattr(store, name) for name in PLAIN}
    return {**plain, "status": str(store.status), "languages": list(store.languages)}


def told(store: Store, changed: Changes) -> dict[str, Any]:
    """What every event about this store says."""
    return {**facts(store), "store_id": store.id, "record_version": store.next_version, "changes": changed}
