"""Places are handed on in turn, never lost, and never more than there are."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.http.places import Burst, Overloaded, Places, Seat
from tests.shared.bus.waiting import eventually

PATIENT, IMPATIENT = 10.0, 0.01


def test_a_place_is_free_again_however_its_block_ends() -> None:
    places = Places("toys", 1, 0, IMPATIENT)

    def break_down() -> None:
        with places.held():
            assert places.taken == 1
            raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            break_down()
    assert places.taken == 0


def test_beyond_the_line_one_is_refused_at_once_and_told_why() -> None:
    places = Places("toys", 1, 0, PATIENT)

    began = time.monotonic()
    with places.held(), pytest.raises(Overloaded) as caught:
        places.enter()

    assert time.monotonic() - began < PATIENT / 2
    assert (caught.value.code, caught.value.extra) == ("overloaded", {"retry_after": 1, "lane": "toys"})


def test_nobody_waits_longer_than_the_patience_and_the_line_is_free_for_the_next() -> None:
    places = Places("toys", 1, 1, IMPATIENT)

    with places.held():
        for _ in range(3):
            with pytest.raises(Overloaded):
                places.enter()
    places.enter()

    assert places.taken == 1


def test_who_waits_longest_is_next() -> None:
    places = Places("toys", 1, 3, PATIENT)
    entered: list[int] = []

    def come(number: int) -> None:
        with places.held():
            entered.append(number)

    with ThreadPoolExecutor() as people, places.held():
        for number in range(3):
            people.submit(come, number)
            eventually(lambda wanted=number + 1: places.in_line == wanted)  # type: ignore[misc]
    assert (entered, places.taken) == ([0, 1, 2], 0)


@settings(max_examples=20, deadline=None)
@given(
    most=st.integers(1, 4),
    waiting=st.integers(0, 3),
    stays=st.lists(st.tuples(st.floats(0, 0.004), st.booleans()), min_size=1, max_size=24),
)
def test_whatever_comes_no_place_is_lost_and_never_more_are_taken(
    most: int, waiting: int, stays: list[tuple[float, bool]]
) -> None:
    places = Places("toys", most, waiting, 0.002)
    counting, inside, highest, outcomes = threading.Lock(), 0, 0, []

    def stay(seconds: float, breaks: bool) -> str:
        nonlocal inside, highest
        try:
            with places.held():
                with counting:
                    inside += 1
                    highest = max(highest, inside)
                time.sleep(seconds)
                with counting:
                    inside -= 1
                if breaks:
                    raise ZeroDivisionError
        except Overloaded:
            return "shed"
        except ZeroDivisionError:
            return "broken"
        return "done"

    with ThreadPoolExecutor(len(stays)) as people:
        outcomes = list(people.map(lambda one: stay(*one), stays))

    assert highest <= most
    assert places.taken == 0
    assert len([one for one in outcomes if one != "shed"]) >= min(most, len(stays))


def test_a_burst_waits_for_as_long_as_it_takes_and_who_comes_after_it_is_refused_soon() -> None:
    places = Places("toys", 1, 0, IMPATIENT, Burst(many=3, patience=PATIENT, stall=0.3, recovery=PATIENT))

    with ThreadPoolExecutor() as people:
        with places.held():
            burst = [people.submit(enter_and_leave, places, 0.2) for _ in range(3)]
            eventually(lambda: places.in_line == 3)
            began = time.monotonic()
            with pytest.raises(Overloaded):
                places.enter()
            assert time.monotonic() - began < PATIENT / 2
        assert [one.result() for one in burst] == [None, None, None], "0.6 s in all, and it moves every 0.2"
    assert (places.taken, places.in_line) == (0, 0)


def test_a_burst_does_not_wait_for_what_has_come_to_a_stop() -> None:
    places = Places("toys", 1, 0, IMPATIENT, Burst(many=3, patience=PATIENT, stall=0.5, recovery=PATIENT))

    with places.held(), ThreadPoolExecutor() as people:
        began = time.monotonic()
        burst = [people.submit(enter_and_leave, places) for _ in range(3)]
        assert [type(one.exception()) for one in burst] == [Overloaded] * 3
        assert 0.5 <= time.monotonic() - began < PATIENT / 2
        began = time.monotonic()
        with pytest.raises(Overloaded):
            places.enter()
        assert time.monotonic() - began < 0.5, "who comes to a line that stands still is told so at once"
    assert (places.taken, places.in_line) == (0, 0)


def test_a_burst_waits_no_longer_than_its_patience_however_well_the_line_moves() -> None:
    places = Places("toys", 1, 0, IMPATIENT, Burst(many=8, patience=0.3, stall=0.2, recovery=PATIENT))

    with places.held(), ThreadPoolExecutor(8) as people:
        burst = [people.submit(enter_and_leave, places, 0.1) for _ in range(8)]
        eventually(lambda: places.in_line == 8)
        places.leave()
        refused = [one for one in burst if one.exception() is not None]
        places.enter()

    assert 3 <= len(refused) < 8


def test_a_lane_is_open_to_as_many_of_a_burst_as_it_has_had_room_for() -> None:
    places = Places("toys", 1, 0, IMPATIENT, Burst(many=4, patience=0.1, stall=PATIENT, recovery=0.8))

    def of_four() -> int:
        with places.held(), ThreadPoolExecutor() as people:
            burst = [people.submit(wait_in_line, places) for _ in range(4)]
            return sum(one.result() for one in burst)

    assert of_four() == 4
    assert of_four() == 0
    time.sleep(0.4)
    assert 2 <= of_four() < 4
    time.sleep(0.9)
    assert of_four() == 4


def wait_in_line(places: Places) -> bool:
    """Whether there was a line to stand in: whoever is refused at once was not let in."""
    began = time.monotonic()
    with pytest.raises(Overloaded):
        places.enter()
    return time.monotonic() - began > IMPATIENT * 2


def enter_and_leave(places: Places, stays: float = 0.0) -> None:
    with places.held():
        time.sleep(stays)


def test_whoever_waits_for_a_lane_leaves_the_seat_to_others_and_comes_back_to_it() -> None:
    requests, lane = Places("requests", 1, 0, IMPATIENT), Places("toys", 1, 1, PATIENT)
    seat = Seat(requests)

    def go_on() -> int:
        with lane.held(seat.aside()):
            return requests.taken

    with ThreadPoolExecutor() as people:
        with lane.held():
            waits = people.submit(go_on)
            eventually(lambda: lane.in_line == 1)
            with requests.held():
                assert requests.taken == 1
        assert waits.result() == 1
    seat.leave()
    seat.leave()
    assert requests.taken == 0


def test_more_than_all_seats_are_taken_for_a_moment_and_none_is_given_away_before_that_is_over() -> None:
    places = Places("requests", 1, 1, PATIENT)
    seat = Seat(places)

    with ThreadPoolExecutor() as people:
        with seat.aside():
            other = Seat(places)
        assert places.taken == 2
        waits = people.submit(enter_and_leave, places)
        eventually(lambda: places.in_line == 1)
        other.leave()
        assert (places.taken, places.in_line) == (1, 1)
        seat.leave()
        assert waits.result() is None
    assert places.taken == 0


def test_a_stream_that_has_left_its_seat_does_not_come_back_to_it() -> None:
    places = Places("requests", 1, 0, IMPATIENT)
    seat = Seat(places)
    seat.leave()

    with seat.aside():
        pass

    assert places.taken == 0


def test_a_seat_is_taken_again_when_the_wait_was_for_nothing() -> None:
    requests, lane = Places("requests", 1, 0, IMPATIENT), Places("toys", 1, 1, IMPATIENT)
    seat = Seat(requests)

    with lane.held(), pytest.raises(Overloaded):
        lane.enter(seat.aside())

    assert requests.taken == 1
    seat.leave()
    assert requests.taken == 0
