"""When a position is held, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable
from datetime import date

from shared.errors import Conflict, NotFound, RuleBroken


class PositionCodeIsTaken(Conflict):
    """A code names one position; choose another."""

    code = "position_code_is_taken"


class PositionIsHeldAlready(Conflict):
    """One person holds a position once at a time; relieve them first to change the days."""

    code = "position_is_held_already"


class PositionIsNotHeld(NotFound):
    """The person holds the position neither today nor later."""

    code = "position_is_not_held"


class TermEndsBeforeItBegins(RuleBroken):
    """The last day of a term is not before its first."""

    code = "position_ends_before_it_begins"


def ensure_term(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise TermEndsBeforeItBegins(f"A position held from {since} on cannot end on {until}.")


def ensure_free(code: str, terms: Iterable[tuple[date, date | None]], since: date, until: date | None) -> None:
    """`terms` are those for which the person holds the position already."""
    for begun, ended in terms:
        if (until is None or begun <= until) and (ended is None or since <= ended):
            raise PositionIsHeldAlready(f"The person holds {code} from {begun} on; relieve them first.")


class PositionIsHeld(Conflict):
    """Somebody holds it, has held it or is to; it stays."""

    code = "position_is_held"


def ensure_never_held(position: str, held: bool) -> None:
    if held:
        raise PositionIsHeld(f"{position} is held by somebody, or was; it stays.")
