"""Values of custom fields: what is kept of them, where they are found, and who may use them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.contracts.custom import FieldType, ValueDoesNotFit, kept_value
from shared.contracts.listing import FieldKind
from shared.field_limits import is_open
from shared.listing.custom import names_in
from shared.listing.values import read_value
from shared.persistence.numbers import NUMBERS


@pytest.mark.parametrize(
    ("kind", "value", "number"),
    [
        (FieldKind.MONEY, "-99999999999999.9999", -999999999999999999),
        (FieldKind.MONEY, "0.0001", 1),
        (FieldKind.DATE, "0001-01-01", 1),
        (FieldKind.DATE, "9999-12-31", date.max.toordinal()),
        (FieldKind.TIME, "1969-12-31T23:59:59.999999Z", -1),
        (FieldKind.TIME, "9999-12-31T23:59:59.999999+00:00", 253402300799999999),
        (FieldKind.FLAG, True, 1),
    ],
)
def test_a_number_is_kept_exactly_within_64_bits_and_read_back(kind: FieldKind, value: Any, number: int) -> None:
    read = read_value(kind, value)
    assert NUMBERS[kind].process_bind_param(read, None) == number
    assert NUMBERS[kind].process_result_value(number, None) == read


@pytest.mark.parametrize("value", ["1.5", 1.5, True, None, 10**14, "x"])
def test_what_is_no_integer_is_refused_with_a_sentence(value: Any) -> None:
    with pytest.raises(ValueDoesNotFit) as refused:
        kept_value(FieldType.INTEGER, value)
    assert refused.value.sentences


def test_a_value_has_one_form_however_it_was_written() -> None:
    assert {kept_value(FieldType.DECIMAL, written) for written in ("1.50", "1.5", "01.5000")} == {"1.50"}
    moments = ("2026-03-01T08:00:00+08:00", "2026-03-01T00:00:00Z")
    assert len({kept_value(FieldType.DATETIME, written) for written in moments}) == 1
    assert read_value(FieldKind.MONEY, kept_value(FieldType.MONEY, "1.5")) == Decimal("1.5")


def test_the_fields_that_a_query_names_are_found_wherever_it_names_them() -> None:
    tree = {
        "or": [{"field": "custom.a", "value": 1}, {"not": {"and": [{"field": "custom.b", "op": "in", "value": ["x"]}]}}]
    }
    assert set(names_in({"filter": tree, "sort": ["-custom.c"], "totals": ["custom.d"]})) == {
        "custom.a", "custom.b", "custom.c", "custom.d",
    }  # fmt: skip
    leaves = [["custom.a", "eq", "custom.no"], ["name", "in", ["custom.no"]]]
    assert set(names_in({"filter": leaves})) == {"custom.a", "name"}


def test_custom_fields_are_open_together_or_not_at_all() -> None:
    assert is_open(frozenset({"custom"}), "custom.region")
    assert not is_open(frozenset({"name"}), "custom.region")
