"""The published data set computed by other means than the product's: its files, read and summed by pandas."""

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd

MENDED = {"product": {"GTXPro": "GTX Pro"}, "sector": {"technolgy": "technology"}}
SUBJECTS = {"seller": "sales_agent", "unit": "regional_office", "product": "product", "sector": "sector"}
"""By the name that reports have for it, the column of the files."""

Figures = tuple[int, str, int, str | None, str | None, str | None]
"""Won, their amount, lost, the rate of winning, and of won deals the mean and the median of the days."""


def read(folder: Path) -> pd.DataFrame:
    """Each deal with its team, the sector of its account, the quarter in which it was closed, and its days."""
    deals = pd.read_csv(folder / "sales_pipeline.csv", parse_dates=["engage_date", "close_date"])
    teams, accounts = (pd.read_csv(folder / name) for name in ("sales_teams.csv", "accounts.csv"))
    deals = deals.merge(teams, on="sales_agent").merge(accounts[["account", "sector"]], on="account", how="left")
    for column, names in MENDED.items():
        deals[column] = deals[column].replace(names)
    quarters = deals["close_date"].dt
    deals["quarter"] = quarters.year.astype("Int64").astype(str) + "-Q" + quarters.quarter.astype("Int64").astype(str)
    deals["days"] = (deals["close_date"] - deals["engage_date"]).dt.days
    return deals


def figures(deals: pd.DataFrame, columns: Sequence[str]) -> dict[tuple[Any, ...], Figures]:
    """What was won and lost by these columns; an account without sector, or none, is None."""
    closed = deals[deals["deal_stage"].isin(["Won", "Lost"])]
    return {
        tuple(None if pd.isna(one) else one for one in key): of_closed(part)
        for key, part in closed.groupby(list(columns), dropna=False)
    }


def of_closed(closed: pd.DataFrame) -> Figures:
    won, lost = (closed[closed["deal_stage"] == stage] for stage in ("Won", "Lost"))
    days = won["days"]
    return (
        len(won),
        f"{int(won['close_value'].sum())}.00",
        len(lost),
        _rounded(Decimal(len(won)) / len(closed), "0.0001") if len(closed) else None,
        _rounded(Decimal(int(days.sum())) / len(won), "0.1") if len(won) else None,
        _rounded(Decimal(str(days.median())), "0.1") if len(won) else None,
    )


def history_forecast(deals: pd.DataFrame, quarter: str) -> tuple[Decimal, Decimal]:
    """What the quarter was to bring, said at its beginning, and what it brought; day by day and deal by deal."""
    first, last = pd.Period(quarter.replace("-", ""), "Q").start_time, pd.Period(quarter.replace("-", ""), "Q").end_time
    days = (last - first).days + 1
    known = deals[deals["engage_date"] < first]
    ended, still_open = known[known["close_date"] < first], known[~(known["close_date"] < first)]
    means = ended[ended["deal_stage"] == "Won"].groupby("product")["close_value"].mean()
    ages = (first - still_open["engage_date"]).dt.days
    daily = _daily(ended, ages)
    chances = {age: _chance(daily, age, days) for age in ages.unique()}
    pipeline = (ages.map(chances) * still_open["product"].map(means)).sum()
    brought = []
    for place in range(1, 5):
        begin, end = (first - pd.Timedelta(days=days * one) for one in (place, place - 1))
        if known["engage_date"].min() <= begin:
            fresh = ended[(ended["engage_date"] >= begin) & ended["close_date"].between(begin, end, "left")]
            brought.append(fresh["close_value"].sum())
    actual = deals[(deals["quarter"] == quarter) & (deals["deal_stage"] == "Won")]["close_value"].sum()
    return Decimal(str(pipeline + sum(brought) / len(brought))), Decimal(int(actual))


def best_case(deals: pd.DataFrame, quarter: str) -> tuple[Decimal, int]:
    """What all deals that were open when the quarter began would have brought, and how many they were. The file has no
    amount of an open deal, nor in which stage a closed one stood before.
    """
    first = pd.Period(quarter.replace("-", ""), "Q").start_time
    known = deals[deals["engage_date"] < first]
    ended, still_open = known[known["close_date"] < first], known[~(known["close_date"] < first)]
    means = ended[ended["deal_stage"] == "Won"].groupby("product")["close_value"].mean()
    return Decimal(str(still_open["product"].map(means).sum())), len(still_open)


def base_rate_on_held_out(deals: pd.DataFrame) -> tuple[int, float]:
    """How many deals were open at the beginning of a quarter of 2017 and ended since, and the log loss of saying each
    time the share that had been won by then.
    """
    ended = deals[deals["deal_stage"].isin(["Won", "Lost"])]
    losses: list[float] = []
    for first in pd.period_range("2017Q1", "2017Q4", freq="Q").start_time:
        known = ended[ended["close_date"] < first]["deal_stage"] == "Won"
        held_out = ended[(ended["engage_date"] < first) & (ended["close_date"] >= first)]["deal_stage"] == "Won"
        rate = (known.sum() + 1) / (len(known) + 2)
        losses += [-math.log(rate if won else 1 - rate) for won in held_out if len(known)]
    return len(losses), sum(losses) / len(losses)


def _daily(ended: pd.DataFrame, still_open: "pd.Series[int]") -> dict[int, tuple[float, float]]:
    """By day of age, of the deals that were open at it the shares that were won on it, and that came to an end."""
    shares = {}
    for day, ends in ended.groupby("days")["deal_stage"]:
        at_risk = (ended["days"] >= day).sum() + (still_open > day).sum()
        shares[day] = (ends == "Won").sum() / at_risk, len(ends) / at_risk
    return shares


def _chance(daily: dict[int, tuple[float, float]], age: int, days: int) -> float:
    """The chance of a deal of this age to be won within so many days."""
    staying, chance = 1.0, 0.0
    for day in range(age, age + days):
        won, ended = daily.get(day, (0.0, 0.0))
        chance += staying * won
        staying *= 1 - ended
    return chance


def _rounded(number: Decimal, places: str) -> str:
    return str(number.quantize(Decimal(places), ROUND_HALF_UP))
