"""When two names are one competitor, and how many there may be, in plain Python: no database, no wire, no clock."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from shared.errors import Conflict, RuleBroken

LONGEST_KEY = 200


class CompetitorIsNamed(Conflict):
    """A competitor stands in a deal once, however its name is written. `competitor_id` says which one that is."""

    code = "competitor_named_already"


class TooManyCompetitors(Conflict):
    """Nobody can keep an eye on so many in one deal."""

    code = "too_many_competitors"


class WinnerIsUnknown(RuleBroken):
    """A deal is lost to one of the competitors that were named in it."""

    code = "winner_unknown"


def key_of(name: str) -> str:
    """By which a name is told from others: without case and spare blanks. Folding may lengthen it."""
    return " ".join(name.casefold().split())[:LONGEST_KEY]


@dataclass(frozen=True)
class CompetitorMet:
    """Somebody else who wanted deals with a customer, and how many of them they won."""

    name: str
    won: int


def competitors_of(named: Iterable[str], winners: Iterable[tuple[str, int]]) -> list[CompetitorMet]:
    """Whoever was named, or won deals without having been named; two ways to write a name are one competitor."""
    names: dict[str, str] = {key_of(name): name for name in named}
    won: Counter[str] = Counter()
    for winner, deals in winners:
        names.setdefault(key_of(winner), winner)
        won[key_of(winner)] += deals
    return sorted((CompetitorMet(name, won[key]) for key, name in names.items()), key=lambda one: (-one.won, one.name))


def ensure_not_named(competitor_id: str | None, name: str) -> None:
    """`competitor_id` is the competitor of this name in the deal, if there is one."""
    if competitor_id is not None:
        raise CompetitorIsNamed(f"{name} is named in this deal already.", competitor_id=competitor_id)


def ensure_room(competitors: int, most: int) -> None:
    if competitors >= most:
        raise TooManyCompetitors(f"{competitors} competitors are named in this deal already.")
