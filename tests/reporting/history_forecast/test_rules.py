"""Errors of best case, commit and weighted, by hand."""

from decimal import Decimal

from services.reporting.forecast.rules import COMMIT_PERCENT as OF_TODAY
from services.reporting.history_forecast.rules import COMMIT_PERCENT, Cases, QuarterError, mean_errors


def told(cases: Cases, actual: str) -> list[tuple[str, str | None, str | None]]:
    found = cases.errors(Decimal(actual))
    return [(one.case, None if one.forecast is None else str(one.forecast), one.error) for one in found]


def test_commit_is_what_it_is_in_the_forecast_of_today() -> None:
    assert COMMIT_PERCENT == OF_TODAY


def test_amounts_of_then_count_and_means_where_there_was_none() -> None:
    cases = Cases()
    cases.add(count=2, without=1, amount=Decimal(100), mean=Decimal(60), percent=COMMIT_PERCENT)
    cases.add(count=1, without=0, amount=Decimal(200), mean=None, percent=COMMIT_PERCENT - 1)
    assert (cases.open_count, cases.estimated, cases.unvalued, cases.stage_unknown) == (3, 1, 0, 0)
    assert told(cases, "300") == [
        ("best_case", "360.00", "0.2000"),
        ("commit", "160.00", "-0.4667"),
        ("weighted", "268.00", "-0.1067"),
    ]
    assert told(cases, "0")[0] == ("best_case", "360.00", None)


def test_what_nobody_knows_is_not_said() -> None:
    unknown_stage, unvalued = Cases(), Cases()
    unknown_stage.add(count=1, without=0, amount=Decimal(100), mean=None, percent=None)
    assert told(unknown_stage, "50") == [
        ("best_case", "100.00", "1.0000"),
        ("commit", None, None),
        ("weighted", None, None),
    ]
    unvalued.add(count=1, without=1, amount=Decimal(0), mean=None, percent=50)
    assert [forecast for _, forecast, _ in told(unvalued, "50")] == [None, None, None]


def test_the_mean_of_a_case_runs_over_the_quarters_in_which_it_is_known() -> None:
    known, unknown = Cases(), Cases()
    known.add(count=1, without=0, amount=Decimal(100), mean=None, percent=100)
    unknown.add(count=1, without=0, amount=Decimal(150), mean=None, percent=None)
    of = (Decimal(1), Decimal(1), Decimal(200))
    quarters = [QuarterError("2025-Q1", "USD", *of, known), QuarterError("2025-Q2", "USD", *of, unknown)]
    (mean,) = mean_errors(quarters)
    assert [(one.case, one.quarters, one.mean_error) for one in mean.cases] == [
        ("best_case", 2, "0.3750"),
        ("commit", 1, "0.5000"),
        ("weighted", 1, "0.5000"),
    ]
