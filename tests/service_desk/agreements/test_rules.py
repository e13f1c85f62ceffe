"""Whom time reminds of the end of an agreement: once for each threshold, however the days are counted."""

from datetime import date, timedelta

import pytest

from services.service_desk.agreements import rules

END = date(2026, 12, 31)
THRESHOLDS = (90, 30, 7)


def reminders(first: date, last: date, thresholds: tuple[int, ...] = THRESHOLDS, every: int = 1) -> list[int]:
    """The thresholds that are told of when somebody looks every so many days."""
    told: list[int] = []
    due, day = rules.next_reminder(END, thresholds, first), first
    while day <= last:
        if due is not None and due <= day:
            reached = rules.threshold_reached(END, thresholds, day)
            assert reached is not None
            told.append(reached)
            due = rules.reminder_after(END, thresholds, reached)
        day += timedelta(days=every)
    return told


@pytest.mark.parametrize(
    ("days_before", "every", "told"),
    [
        (400, 1, [90, 30, 7]),
        (90, 1, [90, 30, 7]),
        (89, 1, [90, 30, 7]),
        (20, 1, [30, 7]),
        (5, 1, [7]),
        (0, 1, [7]),
        (400, 50, [90, 7]),
        (400, 65, [90, 30]),
        (60, 58, [90, 7]),
    ],
)
def test_each_threshold_is_told_once_and_those_crossed_together_count_as_the_nearest(
    days_before: int, every: int, told: list[int]
) -> None:
    assert reminders(END - timedelta(days=days_before), END, every=every) == told


def test_without_thresholds_nobody_is_told_and_far_ones_do_not_fall_out_of_the_calendar() -> None:
    assert reminders(END - timedelta(days=400), END, ()) == []
    assert rules.next_reminder(date(3, 1, 1), (3660,), date(1, 1, 1)) == date(1, 1, 1)


def test_each_state_knows_its_steps() -> None:
    states = rules.AgreementStatus
    allowed = {
        ("change", "draft"): "draft",
        ("activate", "draft"): "active",
        ("renew", "active"): "active",
        ("renew", "expired"): "active",
        ("end", "active"): "ended",
    }
    for verb in rules.TRANSITIONS:
        for state in states:
            if (verb, state.value) in allowed:
                assert rules.next_status(verb, state) == allowed[verb, state.value]
            else:
                with pytest.raises(rules.AgreementCannotDoThis):
                    rules.next_status(verb, state)
