"""The custom fields and choices of the company as this process knows them, read again whenever they have changed.

The gateway keeps them with the organisation. A service's copy comes with the organisation's changes
(`shared.organisation`), so a call that was decided on a newer definition waits for it, in every instance.
"""

import threading
from collections import defaultdict
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from shared.contracts.custom import Choice, CustomField, Definitions, FieldType
from shared.persistence.database import ENGINE, Database
from shared.persistence.platform import DefinedChoice, DefinedField, OrgState

_kept: WeakKeyDictionary[Engine, Definitions] = WeakKeyDictionary()
_lock = threading.Lock()


def definitions_of(session: Session) -> Definitions:
    """The definitions that this process holds for the session's database; costs no query once they are held."""
    engine = session.info[ENGINE]
    held = _kept.get(engine)
    return held if held is not None else _keep(engine, read_definitions(session))


def keep_up(database: Database, version: int) -> None:
    """Read the definitions again unless those held are of this version; `version` is what the database says now."""
    held = _kept.get(database.engine)
    if (held is None and version == 0) or (held is not None and held.version == version):
        return
    with database.read() as session:
        _keep(database.engine, read_definitions(session))


def read_definitions(session: Session) -> Definitions:
    """All of them in one consistent picture; bounded by how many fields and choices may be defined."""
    version = session.scalar(select(OrgState.definitions_version)) or 0
    fields: dict[str, dict[str, CustomField]] = defaultdict(dict)
    for row in session.scalars(select(DefinedField).order_by(DefinedField.position, DefinedField.code)):
        fields[row.entity][row.code] = custom_field(row)
    choices: dict[str, dict[str, Choice]] = defaultdict(dict)
    for one in session.scalars(select(DefinedChoice).order_by(DefinedChoice.position, DefinedChoice.code)):
        choices[one.picklist][one.code] = Choice(one.code, one.label, one.position, one.retired)
    return Definitions(version, dict(fields), dict(choices))


def custom_field(row: Any) -> CustomField:
    """The definition in a row of the gateway's table or of a replica."""
    return CustomField(
        id=row.id,
        entity=row.entity,
        code=row.code,
        type=FieldType(row.type),
        label=row.label,
        required=row.required,
        multiple=row.multiple,
        picklist=row.picklist,
        references=row.references,
        currency=row.currency,
        default=row.default,
        position=row.position,
        retired=row.retired,
    )


def _keep(engine: Engine, read: Definitions) -> Definitions:
    """Never an older picture over a newer one: two calls may have read at once."""
    with _lock:
        held = _kept.get(engine)
        if held is None or held.version < read.version:
            _kept[engine] = read
            return read
        return held
