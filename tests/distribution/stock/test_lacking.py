"""What an order to be would be short of, by the rules alone."""

from services.distribution.stock.rules import least_short


def test_what_lacks_is_told_of_the_one_place_that_lacks_least() -> None:
    wanted = {"a": 5, "b": 2}
    assert least_short(wanted, [{"a": 5}, {"a": 9, "b": 2}]) == []
    [short] = least_short(wanted, [{"a": 1, "b": 2}, {"a": 5, "b": 1}])
    assert (short.item_id, short.wanted, short.available) == ("b", 2, 1)
    assert [one.item_id for one in least_short(wanted, [])] == ["a", "b"]
