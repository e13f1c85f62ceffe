"""When somebody is called back, as plain Python: times as clocks show them, and what a state lets one do."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from services.sales.call_backs import rules
from services.sales.call_backs.rules import CallBackStatus

WAITING, TAKEN, COMPLETED, CANCELLED = CallBackStatus
ALLOWED = {
    ("change", WAITING): WAITING,
    ("change", TAKEN): TAKEN,
    ("take", WAITING): TAKEN,
    ("postpone", WAITING): WAITING,
    ("postpone", TAKEN): WAITING,
    ("transfer", WAITING): WAITING,
    ("transfer", TAKEN): WAITING,
    ("complete", WAITING): COMPLETED,
    ("complete", TAKEN): COMPLETED,
    ("cancel", WAITING): CANCELLED,
    ("cancel", TAKEN): CANCELLED,
}
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Shanghai", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""What zones say of a year far ahead is read anew, which takes a busy machine its time."""


@pytest.mark.parametrize("verb", rules.TRANSITIONS)
@pytest.mark.parametrize("status", list(CallBackStatus))
def test_each_state_knows_its_verbs_and_no_others(verb: str, status: CallBackStatus) -> None:
    if (verb, status) in ALLOWED:
        assert rules.next_status(verb, status) is ALLOWED[verb, status]
    else:
        with pytest.raises(rules.CallBackCannotDoThis):
            rules.next_status(verb, status)


def test_a_time_on_the_wall_is_a_moment_in_its_zone() -> None:
    wall = datetime(2026, 7, 1, 15, 0)
    assert rules.moment_of(wall, "Europe/Berlin") == datetime(2026, 7, 1, 13, 0, tzinfo=UTC)
    assert rules.moment_of(wall, "Asia/Shanghai") == datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
    assert rules.local_time(datetime(2026, 7, 1, 7, 0, tzinfo=UTC), "Asia/Shanghai") == "2026-07-01T15:00:00"


@pytest.mark.parametrize(
    ("wall", "zone"),
    [
        (datetime(2026, 3, 29, 2, 30), "Europe/Berlin"),
        (datetime(2026, 3, 29, 2, 0), "Europe/Berlin"),
        (datetime(2026, 3, 8, 2, 59, 59), "America/New_York"),
        (datetime(2011, 12, 30, 12, 0), "Pacific/Apia"),  # a day that was left out
    ],
)
def test_a_time_that_clocks_skip_is_refused(wall: datetime, zone: str) -> None:
    with pytest.raises(rules.LocalTimeIsSkipped):
        rules.moment_of(wall, zone)


def test_a_time_that_comes_twice_is_refused_and_an_offset_says_which() -> None:
    wall = datetime(2026, 10, 25, 2, 30)
    with pytest.raises(rules.LocalTimeIsAmbiguous) as refused:
        rules.moment_of(wall, "Europe/Berlin")
    first, second = (datetime.fromisoformat(one) for one in refused.value.extra["moments"])
    assert (first.utcoffset(), second.utcoffset()) == (timedelta(hours=2), timedelta(hours=1))
    for one, hour in ((first, 0), (second, 1)):
        moment = rules.moment_of(one, "Europe/Berlin")
        assert moment == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        assert rules.local_time(moment, "Europe/Berlin") == wall.isoformat()


@patiently
@given(
    some.datetimes(datetime(1970, 1, 2), datetime(9998, 12, 30), timezones=some.just(UTC)),
    some.sampled_from(ZONES),
)
def test_what_the_clock_shows_at_a_moment_is_that_moment_again_or_comes_twice(moment: datetime, zone: str) -> None:
    wall = datetime.fromisoformat(rules.local_time(moment, zone))
    try:
        meant = [rules.moment_of(wall, zone)]
    except rules.LocalTimeIsAmbiguous as refused:
        meant = [datetime.fromisoformat(one) for one in refused.extra["moments"]]
    assert moment in meant


@patiently
@given(some.datetimes(datetime(1970, 1, 2), datetime(9998, 12, 30)), some.sampled_from(ZONES))
def test_any_time_on_the_wall_is_one_moment_or_is_refused(wall: datetime, zone: str) -> None:
    try:
        moment = rules.moment_of(wall, zone)
    except (rules.LocalTimeIsSkipped, rules.LocalTimeIsAmbiguous):
        return
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == wall


def test_an_offset_wins_over_the_zone() -> None:
    promised = datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=-4)))
    assert rules.moment_of(promised, "Asia/Shanghai") == datetime(2026, 7, 1, 13, 0, tzinfo=UTC)


def test_nobody_is_called_before_the_time_nor_promised_one_that_is_over() -> None:
    noon = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    rules.ensure_due(noon, noon)
    rules.ensure_ahead(noon, noon - timedelta(microseconds=1))
    with pytest.raises(rules.CallBackIsNotDue):
        rules.ensure_due(noon, noon - timedelta(microseconds=1))
    with pytest.raises(rules.CallBackLiesBehind):
        rules.ensure_ahead(noon, noon)
