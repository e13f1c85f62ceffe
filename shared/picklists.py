"""Fields of the product that follow a managed list of the company."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from shared.definitions import definitions_of
from shared.errors import Fault, RuleBroken


class ValueIsNotListed(RuleBroken):
    """The field follows a managed list, and the value is not on it, or retired; `errors` names each field."""

    code = "picklist_value_refused"


def ensure_listed(session: Session, lists: Mapping[str, str], given: Mapping[str, Any], record: object = None) -> None:
    """Each of the given fields that follows a list (`lists`: field to list) has a value of it that is in use.

    What the record says already may stay, retired or not. A list of which no value is in use takes any but its retired
    ones.
    """
    choices = definitions_of(session).choices
    faults = []
    for field, picklist in lists.items():
        value, values = given.get(field), choices.get(picklist, {})
        if value is None or value == getattr(record, field, None):
            continue
        in_use = {code for code, choice in values.items() if not choice.retired}
        if value not in in_use and (in_use or value in values):
            faults.append(Fault(f"/{field}", f"{value!r} is not on the list {picklist}, or retired."))
    if faults:
        raise ValueIsNotListed("Managed lists say what these fields take.", faults=faults)
