"""Keeping the copies of territories as new as the sales service's own."""

from sqlalchemy.orm import Session

from services.reporting.territories.model import KnownTerritory
from shared.contracts.sales.territories import TerritoryEvent


def follow_territory(session: Session, event: TerritoryEvent) -> None:
    """Take in a territory as told; what is older than what is known changes nothing. One that is removed keeps its
    name, for what was sold there.
    """
    territory = session.get(KnownTerritory, event.territory_id)
    if territory is None:
        territory = KnownTerritory(id=event.territory_id, version=0)
        session.add(territory)
    if event.record_version > territory.version:
        territory.version, territory.name = event.record_version, event.name
    session.flush()
