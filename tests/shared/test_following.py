"""Which events there are, which right opens each, and how several logs are followed as one."""

from typing import Any

import pytest

from shared.contracts.rights import SIGNED_IN, all_rights
from shared.following import UnknownEventType, follow, kinds_by_type, kinds_matching, read_places, write_places


def test_every_event_is_opened_by_a_right_that_can_be_granted() -> None:
    held = {SIGNED_IN, *all_rights()}
    assert {kind.type: kind.right() for kind in kinds_by_type().values() if kind.right() not in held} == {}


@pytest.mark.parametrize(
    ("pattern", "type_", "fits"),
    [
        ("*", "sales.lead.created", True),
        ("sales.*", "sales.lead.created", True),
        ("sales.lead.*", "sales.lead.created", True),
        ("*.lead.*", "sales.lead.created", True),
        ("*.*.created", "sales.lead.created", True),
        ("tenon.sales.lead.created.v1", "sales.lead.created", True),
        ("sales.lead.created.*", "sales.lead.created", True),
        ("sales.*", "marketing.campaign.created", False),
        ("*.created", "sales.lead.created", False),
        ("sales.lead.created", "sales.lead.changed", False),
    ],
)
def test_a_pattern_names_words_of_a_type(pattern: str, type_: str, fits: bool) -> None:
    try:
        found = {kind.type for kind in kinds_matching([pattern])}
    except UnknownEventType:
        found = set()
    assert (type_ in found) is fits


class Logs:
    """Services that tell up to `limit` events after a position, `hidden` ones left out."""

    def __init__(self, **times: list[str]) -> None:
        self.times = times
        self.hidden: set[tuple[str, int]] = set()

    def ask(self, service: str, method: str, *, ears: Any, after: int, limit: int) -> dict[str, Any]:
        log = [{"position": n, "time": time} for n, time in enumerate(self.times[service], 1)]
        heard = [one for one in log if one["position"] > after and (service, one["position"]) not in self.hidden]
        page = heard[:limit]
        return {"data": page, "reached": page[-1]["position"] if len(page) == limit else len(log), "end": len(log)}


def test_several_logs_are_told_as_one_in_the_order_of_time_and_none_twice() -> None:
    logs = Logs(sales=["1", "4", "5"], marketing=["2", "3", "6"], messaging=[])
    logs.hidden = {("marketing", 2)}
    places: dict[str, int] = {}
    told: list[tuple[str, str]] = []
    for _ in range(10):
        page = follow(logs.ask, {source: [] for source in logs.times}, places, 2)
        told += [(event["time"], cursor) for event, cursor in page.events]
        places = page.places
        if page.at_end:
            break
    assert [time for time, _ in told] == ["1", "2", "4", "5", "6"]
    assert places == {"sales": 3, "marketing": 3, "messaging": 0}
    assert (
        follow(logs.ask, {source: [] for source in logs.times}, read_places(told[1][1]), 9).events[0][0]["time"] == "4"
    )


def test_a_clock_that_is_behind_does_not_disturb_the_order_of_a_log() -> None:
    logs = Logs(sales=["5", "1", "3"], marketing=["2"])
    page = follow(logs.ask, {"sales": [], "marketing": []}, {}, 2)
    rest = follow(logs.ask, {"sales": [], "marketing": []}, page.places, 5)
    positions = [(event["position"], event["time"]) for event, _ in [*page.events, *rest.events]]
    assert [one for one in positions if one != (1, "2")] == [(1, "5"), (2, "1"), (3, "3")]


def test_a_cursor_says_where_one_stands() -> None:
    assert read_places(write_places({"sales": 3, "gateway": 0})) == {"sales": 3, "gateway": 0}
