"""What was won and lost among the deals within the caller's sight."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from services.reporting.deal_cells import queries as cells
from services.reporting.deals import queries as deals
from services.reporting.deals.queries import AsOf, Figures, Group, Part
from services.reporting.won_lost.rules import node_above, win_rate
from shared.actor import Actor

Key = tuple[str | None, str | None]
"""An id and a name."""


@dataclass
class Outcome:
    won: Figures = field(default_factory=Figures)
    lost: Figures = field(default_factory=Figures)
    id: str | None = None
    name: str | None = None

    def add(self, group: Group) -> None:
        (self.won if group.keys[0] == "won" else self.lost).add(group)

    @property
    def win_rate_by_count(self) -> str | None:
        return win_rate(self.won.count, self.lost.count)

    @property
    def win_rate_by_amount(self) -> str | None:
        if len(self.won.by_currency.keys() | self.lost.by_currency.keys()) > 1:
            return None
        return win_rate(self.won.amount, self.lost.amount)


@dataclass(frozen=True)
class WonLost:
    by: str
    rows: list[Outcome]
    totals: Outcome
    as_of: AsOf


def get_won_lost(session: Session, actor: Actor, by: str, **parameters: Any) -> WonLost:
    """One row for each person, team, unit, product, reason or channel; those who closed most come first."""
    fresh = deals.as_of(session)
    keyed = GROUPINGS[by](session, actor, deals.part_of(**parameters))
    rows: dict[str | None, Outcome] = {}
    totals = Outcome()
    for (identity, name), group in keyed:
        row = rows.setdefault(identity if identity is not None else name, Outcome(id=identity, name=name))
        row.name = name
        row.add(group)
        totals.add(group)
    ordered = sorted(rows.values(), key=lambda row: (-(row.won.count + row.lost.count), row.name or "", row.id or ""))
    return WonLost(by, ordered, totals, fresh)


def won_lost_table(session: Session, actor: Actor, by: str, **parameters: Any) -> list[dict[str, Any]]:
    """What each person, team, unit, product, reason or channel won and lost, by currency."""
    whole = get_won_lost(session, actor, by, **parameters).totals
    rows = []
    for currency in sorted(whole.won.by_currency.keys() | whole.lost.by_currency.keys()):
        one = get_won_lost(session, actor, by, **{**parameters, "currency": currency})
        rows += [{"currency": currency, **_told(row)} for row in one.rows]
    return rows


def _told(row: Outcome) -> dict[str, Any]:
    return {
        "key": row.id if row.id is not None else row.name,
        "name": row.name,
        "won": row.won.count,
        "won_amount": row.won.amount,
        "lost": row.lost.count,
        "lost_amount": row.lost.amount,
        "win_rate_by_count": row.win_rate_by_count,
        "win_rate_by_amount": row.win_rate_by_amount,
    }


def _by_person(session: Session, actor: Actor, part: Part) -> list[tuple[Key, Group]]:
    return [((group.keys[1], group.keys[2]), group) for group in cells.sum_closed_by_person(session, actor, part)]


def _by_team(session: Session, actor: Actor, part: Part) -> list[tuple[Key, Group]]:
    """Under the owner's superior of then; who had none leads a team of their own."""
    groups = cells.sum_closed_by_person(session, actor, part)
    above = [node_above(group.keys[3]) for group in groups]
    leaders = deals.people_at(session, sorted({node for node in above if node is not None}))
    teams = zip(above, groups, strict=True)
    return [(leaders.get(node or 0, (group.keys[1], group.keys[2])), group) for node, group in teams]


def _by_unit(session: Session, actor: Actor, part: Part) -> list[tuple[Key, Group]]:
    return [((group.keys[1], group.keys[2]), group) for group in cells.sum_closed_by_unit(session, actor, part)]


def _by_product(session: Session, actor: Actor, part: Part) -> list[tuple[Key, Group]]:
    return [((group.keys[1], group.keys[2]), group) for group in cells.sum_closed_by_product(session, actor, part)]


def _by_reason(session: Session, actor: Actor, part: Part) -> list[tuple[Key, Group]]:
    return [((None, group.keys[1]), group) for group in deals.sum_closed_by_reason(session, actor, part)]


def _by_channel(session: Session, actor: Actor, part: Part) -> list[tuple[Key, Group]]:
    return [((None, group.keys[1]), group) for group in deals.sum_closed_by_channel(session, actor, part)]


Grouping = Callable[[Session, Actor, Part], list[tuple[Key, Group]]]
GROUPINGS: Mapping[str, Grouping] = {
    "person": _by_person,
    "team": _by_team,
    "unit": _by_unit,
    "product": _by_product,
    "reason": _by_reason,
    "channel": _by_channel,
}
