"""The page about events says what was measured."""

from bench.events import FOLLOWERS, CatchUp, Lag, page


def test_who_follows_deals_is_read_from_who_subscribes() -> None:
    assert "reporting" in FOLLOWERS


def test_a_backlog_is_taken_in_when_the_last_follower_has_it() -> None:
    assert CatchUp(1000, 500, 1.0, {"reporting": 4.0, "messaging": 2.0}).rate == 250.0


def test_the_page_tells_lag_and_backlog_beside_the_broker_alone() -> None:
    caught = CatchUp(1000, 500, 1.0, {"reporting": 4.0})
    lags = [Lag(80.0, None, [0.1, 0.2, 0.4]), Lag(40.0, 40.0, [0.01, 0.02, 0.03])]
    told = page(caught, lags, 2500.0, (1.0, 1.0), "PostgreSQL 0")
    assert "| as fast as they are answered | 80 | 200 | 400 | 400 | 400 |" in told
    assert "| half as fast | 40 | 20 | 30 | 30 | 30 |" in told
    assert "reporting after 4.0 s. That is 250 events a second." in told
    assert "10.0 times as many" in told
