"""The unit of a record as one transaction knows it: who numbers, places and announces the record asks for it again."""

from sqlalchemy.orm import Session

from shared.persistence.platform import OrgUnitReplica

_HELD = "units"
"""Under which name a session holds them: what nobody holds it forgets, and asks for again."""


def unit_known(session: Session, unit_id: str) -> OrgUnitReplica | None:
    """The unit of this id, read once a transaction; None where the organisation's news have not come yet."""
    held: dict[str, OrgUnitReplica] = session.info.setdefault(_HELD, {})
    if unit_id not in held:
        unit = session.get(OrgUnitReplica, unit_id)
        if unit is None:
            return None
        held[unit_id] = unit
    return held[unit_id]
