"""Who is given anything new, and which status leads to which."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.sellers import rules
from services.sales.sellers.rules import SellerStatus

ALLOWED = {
    ("leave", "active"): "on_leave",
    ("end_leave", "on_leave"): "active",
    ("deactivate", "active"): "inactive",
    ("deactivate", "on_leave"): "inactive",
    ("activate", "inactive"): "active",
}
DAY = date(2026, 5, 4)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("verb", sorted(rules.TRANSITIONS))
@pytest.mark.parametrize("status", SellerStatus)
def test_each_step_leads_where_it_should_or_is_refused(verb: str, status: SellerStatus) -> None:
    expected = ALLOWED.get((verb, str(status)))
    if expected is None:
        with pytest.raises(rules.SellerCannotDoThis):
            rules.next_status(verb, status)
    else:
        assert str(rules.next_status(verb, status)) == expected


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "away"),
    [
        (None, None, False),
        (DAY, None, True),
        (DAY, DAY, True),
        (DAY - timedelta(3), DAY - timedelta(1), False),
        (DAY + timedelta(1), None, False),
        (DAY - timedelta(3), DAY + timedelta(3), True),
    ],
)
def test_the_days_of_a_leave_say_whether_somebody_is_away(
    starts_on: date | None, ends_on: date | None, away: bool
) -> None:
    assert rules.is_away(starts_on, ends_on, DAY) is away
    for status in (SellerStatus.ACTIVE, SellerStatus.ON_LEAVE):
        assert rules.is_available(status, starts_on, ends_on, DAY) is not away
    assert not rules.is_available(SellerStatus.INACTIVE, starts_on, ends_on, DAY)


@given(starts_on=DAYS, ends_on=DAYS, today=DAYS)
def test_a_leave_that_may_be_entered_has_a_day_that_is_not_over(starts_on: date, ends_on: date, today: date) -> None:
    try:
        rules.ensure_leave(starts_on, ends_on, today)
    except rules.LeaveEndsTooEarly:
        assert ends_on < starts_on or ends_on < today
    else:
        assert rules.is_away(starts_on, ends_on, max(starts_on, today))
        assert not rules.is_away(starts_on, ends_on, ends_on + timedelta(1))


def test_a_leave_without_an_end_may_always_be_entered() -> None:
    rules.ensure_leave(DAY - timedelta(9), None, DAY)


def test_nothing_new_is_given_to_who_is_inactive_alone() -> None:
    rules.ensure_not_inactive(SellerStatus.ON_LEAVE, "Nils")
    with pytest.raises(rules.SellerIsInactive):
        rules.ensure_not_inactive(SellerStatus.INACTIVE, "Nils")
