"""Values as the published language reads them: what is none is refused, whatever it looks like."""

from datetime import UTC, datetime
from typing import Any

import pytest
from marshmallow import ValidationError

from shared.contracts.fields import MomentField, MoneyField, ReasonBody


@pytest.mark.parametrize(
    "value",
    [
        *("1e999999999", "-1e999999999", "1e-999999999", "NaN", "sNaN", "Infinity", "1.00001", "100000000000000"),
        *("", "1,5", "9" * 5000, True, 1.5, None, [], 10**15),
    ],
)
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        MoneyField().deserialize(value)


@pytest.mark.parametrize(("value", "amount"), [("1054.00", "1054.00"), (7, "7"), ("-0", "0"), ("1e3", "1000")])
def test_an_amount_is_exact(value: Any, amount: str) -> None:
    assert str(MoneyField().deserialize(value)) == amount


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00", "2026-01-01T00:00:00", "soon", 5, None]
)
def test_what_is_no_moment_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        MomentField().deserialize(value)


def test_a_moment_is_read_in_utc() -> None:
    assert MomentField().deserialize("2026-01-01T08:00:00+08:00") == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("reason", ["", " \n\t", "x" * 501, None, 5])
def test_no_reason_is_refused(reason: Any) -> None:
    with pytest.raises(ValidationError):
        ReasonBody().load({"reason": reason})
    assert ReasonBody().load({"reason": "x" * 500}) == {"reason": "x" * 500}
