"""A message is its recipient's: read, listed, followed and marked by nobody else, administrators included."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.actor import Reach
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.messaging.post_office import PostOffice


@pytest.fixture
def told(post: PostOffice) -> PostOffice:
    """Three deals of Sam's rose, one after the other."""
    for name in ("first", "second", "third"):
        post.take(post.rise("sam", "EAST-1", name=name))
        post.deliver()
    return post


def titles(messages: list[Any]) -> list[str]:
    return [message["title"].split()[0] for message in messages]


def test_the_newest_message_comes_first(told: PostOffice) -> None:
    assert titles(told.messages("sam")) == ["third", "second", "first"]


@pytest.mark.parametrize("reach", list(Reach))
def test_however_far_a_right_reaches_only_own_messages_are_seen(told: PostOffice, reach: Reach) -> None:
    [mine, *_] = told.messages("sam")
    others = {message["id"] for message in told.ask("admin", "list_messages", reach=reach, query={})["data"]}
    assert len(others) == 3
    assert mine["id"] not in others
    with pytest.raises(NotFound):
        told.ask("admin", "get_message", reach=reach, message_id=mine["id"])
    with pytest.raises(NotFound):
        told.ask("admin", "mark_message_read", reach=reach, message_id=mine["id"], request={})
    with pytest.raises(NotFound):
        told.ask("admin", "list_message_history", reach=reach, message_id=mine["id"])


def test_marking_as_read_twice_keeps_the_first_time(told: PostOffice) -> None:
    [newest, *_] = told.messages("sam")
    once = told.ask("sam", "mark_message_read", message_id=newest["id"], request={})
    twice = told.ask("sam", "mark_message_read", message_id=newest["id"], request={})
    assert once["read_at"] is not None
    assert (twice["read_at"], twice["version"]) == (once["read_at"], 2)
    history = told.ask("sam", "list_message_history", message_id=newest["id"])["data"]
    assert [entry["type"] for entry in history] == [
        "tenon.messaging.message.sent.v1",
        "tenon.messaging.message.read.v1",
    ]


def test_unread_messages_are_counted_and_can_be_filtered(told: PostOffice) -> None:
    [newest, *_] = told.messages("sam")
    assert told.ask("sam", "count_unread_messages") == {"count": 3}
    told.ask("sam", "mark_message_read", message_id=newest["id"], request={})
    assert told.ask("sam", "count_unread_messages") == {"count": 2}
    assert titles(told.messages("sam", filter=[["read_at", "null", True]])) == ["second", "first"]
    assert told.ask("nobody", "count_unread_messages") == {"count": 0}


def test_following_by_ids_misses_nothing_and_repeats_nothing(told: PostOffice) -> None:
    def after(last: str | None, limit: int = 100) -> Any:
        return told.ask("sam", "list_messages_after", after=last, limit=limit)

    start = after(None)
    newest = told.messages("sam")[0]["id"]
    assert start == {"data": [], "last": newest}
    assert after(newest)["data"] == []
    told.take(told.rise("sam", "EAST-1", name="fourth"))
    told.deliver()
    assert titles(after(newest)["data"]) == ["fourth"]
    assert titles(after("")["data"]) == ["first", "second", "third", "fourth"]
    page = after("", 2)
    assert titles(page["data"]) == ["first", "second"]
    assert titles(after(page["data"][-1]["id"])["data"]) == ["third", "fourth"]


def test_who_has_no_messages_follows_from_the_beginning(told: PostOffice) -> None:
    assert told.ask("wanda", "list_messages_after", after=None) == {"data": [], "last": ""}
    assert told.ask("wanda", "list_messages_after", after="") == {"data": [], "last": ""}


Asking = Callable[[PostOffice], Any]


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (lambda post: post.ask("sam", "list_messages_after", after="yesterday"), Malformed),
        (lambda post: post.ask("sam", "list_messages", query={"filter": [["body", "eq", "x"]]}), Malformed),
        (lambda post: post.ask("sam", "mark_message_read", message_id=new_id(), request={"read": True}), Malformed),
        (lambda post: post.ask("sam", "mark_message_read", message_id=new_id(), request={}), NotFound),
        (lambda post: post.ask("sam", "get_message", message_id=new_id()), NotFound),
    ],
)
def test_what_makes_no_sense_is_refused(post: PostOffice, ask: Asking, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        ask(post)
