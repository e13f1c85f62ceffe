"""The sales funnel of the deals within the caller's sight."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.reporting.deal_cells.queries import sum_current_and_closed
from services.reporting.deals.queries import (
    Amounts,
    AsOf,
    Figures,
    Group,
    as_of,
    figures_of,
    part_of,
)
from services.reporting.sales_funnel import rules
from services.reporting.stages.queries import Rung, rungs
from shared.actor import Actor

OUTCOMES = (("won", "Won"), ("lost", "Lost"))


@dataclass(frozen=True)
class FunnelRow:
    stage: str
    label: str
    status: str
    figures: Figures
    reached: int
    conversion: str | None

    @property
    def count(self) -> int:
        return self.figures.count

    @property
    def currency(self) -> str | None:
        return self.figures.currency

    @property
    def amount(self) -> Decimal | None:
        return self.figures.amount

    @property
    def weighted_amount(self) -> Decimal | None:
        return self.figures.weighted_amount

    @property
    def amounts_by_currency(self) -> list[Amounts]:
        return self.figures.amounts_by_currency


@dataclass(frozen=True)
class SalesFunnel:
    rows: list[FunnelRow]
    totals: Figures
    as_of: AsOf


def get_sales_funnel(session: Session, actor: Actor, **parameters: Any) -> SalesFunnel:
    """The open stages in order, then won and lost; a stage without deals has a row of zeros."""
    fresh = as_of(session)
    groups = sum_current_and_closed(session, actor, part_of(**parameters))
    return SalesFunnel(_rows(_ladder(session, groups), groups), figures_of(groups), fresh)


def funnel_table(session: Session, actor: Actor, **parameters: Any) -> list[dict[str, Any]]:
    """The funnel of each currency, row by row."""
    whole = get_sales_funnel(session, actor, **parameters)
    names = ("stage", "label", "count", "amount", "weighted_amount", "reached", "conversion")
    rows = []
    for sums in whole.totals.amounts_by_currency:
        one = get_sales_funnel(session, actor, **{**parameters, "currency": sums.currency})
        rows += [{"currency": sums.currency, **{name: getattr(row, name) for name in names}} for row in one.rows]
    return rows


def _ladder(session: Session, groups: list[Group]) -> list[Rung]:
    """The known stages, and any that deals stand in before the stage itself was told of."""
    known = rungs(session)
    codes = {rung.code for rung in known}
    untold = sorted({group.keys[1] for group in groups if group.keys[0] == "open"} - codes)
    return [*known, *(Rung(code, code.replace("_", " ").capitalize(), 0, 0) for code in untold)]


def _rows(ladder: list[Rung], groups: list[Group]) -> list[FunnelRow]:
    codes = [rung.code for rung in ladder]
    reached = rules.reached_by(codes, [_came_to(group) for group in groups])
    conversions = rules.conversions(reached, _figures(groups, _has_status("won")).count)
    rows = [
        FunnelRow(rung.code, rung.name, "open", _figures(groups, _is_open_in(rung.code)), came, conversion)
        for rung, came, conversion in zip(ladder, reached, conversions, strict=True)
    ]
    for status, label in OUTCOMES:
        figures = _figures(groups, _has_status(status))
        rows.append(FunnelRow(status, label, status, figures, figures.count, None))
    return rows


def _came_to(group: Group) -> tuple[str | None, bool, int]:
    status, stage, furthest = group.keys
    return (furthest or (stage if status == "open" else None), status == "won", group.count)


def _figures(groups: list[Group], wanted: Callable[[Group], bool]) -> Figures:
    return figures_of(group for group in groups if wanted(group))


def _is_open_in(code: str) -> Callable[[Group], bool]:
    return lambda group: group.keys[:2] == ("open", code)


def _has_status(status: str) -> Callable[[Group], bool]:
    return lambda group: group.keys[0] == status
