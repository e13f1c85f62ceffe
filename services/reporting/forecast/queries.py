"""The forecast from the deals within the caller's sight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.reporting.deal_cells.queries import sum_expected
from services.reporting.deals.queries import Amounts, AsOf, Figures, Group, as_of, figures_of, part_of
from services.reporting.forecast.rules import EXPLANATION, Outlook, this_month
from services.reporting.stages.queries import Rung, rungs
from shared.actor import Actor
from shared.clock import today


@dataclass(frozen=True)
class ForecastRow:
    stage: str
    label: str
    success_rate: int | None
    figures: Figures

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
class Forecast:
    """The sums are null where the deals are in several currencies."""

    since: date | None
    until: date | None
    currency: str | None
    best_case: Decimal | None
    commit: Decimal | None
    weighted: Decimal | None
    won: Decimal | None
    open_count: int
    won_count: int
    amounts_by_currency: list[Outlook]
    rows: list[ForecastRow]
    as_of: AsOf
    explanation: Sequence[str] = EXPLANATION


def get_forecast(session: Session, actor: Actor, **parameters: Any) -> Forecast:
    """What the period will bring; this month when no period is named."""
    fresh = as_of(session)
    part = part_of(**parameters)
    if part.since is None and part.until is None:
        month = part_of(this_month(today().isoformat()))
        part = replace(part, since=month.since, until=month.until)
    groups = sum_expected(session, actor, part)
    outlooks = _outlooks(groups)
    only = (outlooks or [Outlook()])[0] if len(outlooks) < 2 else None
    return Forecast(
        since=part.since,
        until=part.until,
        currency=only.currency if only else None,
        best_case=only.best_case if only else None,
        commit=only.commit if only else None,
        weighted=only.weighted if only else None,
        won=only.won if only else None,
        open_count=sum(group.count for group in groups if group.keys[0] == "open"),
        won_count=sum(group.count for group in groups if group.keys[0] == "won"),
        amounts_by_currency=outlooks,
        rows=_rows(rungs(session), groups),
        as_of=fresh,
    )


def forecast_table(session: Session, actor: Actor, **parameters: Any) -> list[dict[str, Any]]:
    """What is open in each stage, by currency."""
    whole = get_forecast(session, actor, **parameters)
    names = ("stage", "label", "count", "amount", "weighted_amount")
    rows = []
    for outlook in whole.amounts_by_currency:
        one = get_forecast(session, actor, **{**parameters, "currency": outlook.currency})
        rows += [{"currency": outlook.currency, **{name: getattr(row, name) for name in names}} for row in one.rows]
    return rows


def _outlooks(groups: list[Group]) -> list[Outlook]:
    outlooks: dict[str, Outlook] = {}
    for group in groups:
        outlook = outlooks.setdefault(group.currency, Outlook(group.currency))
        if group.keys[0] == "won":
            outlook.count_won(group.amount)
        else:
            outlook.count_open(group.amount, group.weighted_amount, group.keys[2])
    return [outlooks[currency] for currency in sorted(outlooks)]


def _rows(ladder: list[Rung], groups: list[Group]) -> list[ForecastRow]:
    known = {rung.code: rung for rung in ladder}
    stages = {group.keys[1] for group in groups if group.keys[0] == "open"}
    rows = [_row(known.get(stage), stage, groups) for stage in sorted(stages)]
    return sorted(rows, key=lambda row: -(row.success_rate or 0))


def _row(rung: Rung | None, stage: str, groups: list[Group]) -> ForecastRow:
    figures = figures_of(group for group in groups if group.keys[:2] == ("open", stage))
    return ForecastRow(stage, rung.name if rung else stage, rung.success_rate if rung else None, figures)
