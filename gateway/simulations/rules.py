"""What a change would make of somebody, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from shared.actor import ANONYMOUS_ID, Actor, Reach
from shared.errors import RuleBroken


class NounIsUnknown(RuleBroken):
    """No service keeps records of this noun, so none can count them."""

    code = "noun_is_unknown"


@dataclass(frozen=True)
class Comparison:
    """Two sights to compare. What only `after` sees opens, what only `before` sees closes, where that is asked."""

    before: Actor
    after: Actor
    opens: bool = True
    closes: bool = True


@dataclass(frozen=True)
class Effect:
    """What the change means for one person: rights, and for each noun what is to be compared."""

    person_id: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    nouns: Mapping[str, Comparison]


def nobody(right: str) -> Actor:
    """Who sees no record: neither by a reach nor by a share, which is with somebody."""
    return Actor(ANONYMOUS_ID, "", "", ANONYMOUS_ID, "", "", right, frozenset())


def ensure_known_nouns(asked: Iterable[str] | None, known: Iterable[str]) -> None:
    unknown = sorted(set(asked or ()) - set(known))
    if unknown:
        raise NounIsUnknown(f"There are no records of {', '.join(unknown)}.", known=sorted(known))


def compared(before: Actor, after: Actor) -> Comparison | None:
    """None where nothing that decides about sight differs."""
    return Comparison(before, after) if before != after else None


def gaining(superior: Actor, moved_path: str) -> Comparison | None:
    """A new superior sees besides what the moved person and those below own."""
    return _through(superior, moved_path, opens=True)


def losing(superior: Actor, moved_path: str) -> Comparison | None:
    """A former superior keeps of that only what other reaches show."""
    return _through(superior, moved_path, opens=False)


def _through(superior: Actor, moved_path: str, *, opens: bool) -> Comparison | None:
    if Reach.SUBORDINATES not in superior.reaches or Reach.ALL in superior.reaches:
        return None
    theirs = replace(superior, person_path=moved_path, reaches=frozenset({Reach.SUBORDINATES}))
    if opens:
        return Comparison(superior, theirs, closes=False)
    return Comparison(theirs, replace(superior, reaches=superior.reaches - {Reach.SUBORDINATES}), opens=False)


def on_one_chain_only(old_path: str, new_path: str) -> tuple[list[int], list[int]]:
    """The node numbers that only the old, and only the new chain of superiors has."""
    old, new = _nodes(old_path), _nodes(new_path)
    return [node for node in old if node not in new], [node for node in new if node not in old]


def _nodes(path: str) -> list[int]:
    return [int(node) for node in path.split("/") if node]
