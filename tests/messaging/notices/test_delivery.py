"""One message to each person who may read the deal and none to anyone else, whatever fails on the way."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services.messaging.messages.model import Message
from services.messaging.notices import commands, rules
from services.messaging.notices.model import PendingNotice
from shared.clock import now
from shared.contracts.service_desk.requests import RequestEscalated
from shared.ids import new_id
from shared.persistence.platform import StoredEvent
from tests.messaging.post_office import PostOffice

READERS = {"admin": 1, "bella": 1, "lena": 1, "sam": 1, "dora": 1}
"""Everybody who may read a deal of Sam's in EAST-1."""


def pending(post: PostOffice) -> int:
    with post.database.read() as session:
        return session.scalars(select(func.count()).select_from(PendingNotice)).one()


def test_exactly_those_who_may_read_the_deal_are_told_once_that_it_rose(post_anywhere: PostOffice) -> None:
    post_anywhere.take(post_anywhere.rise("sam", "EAST-1"))
    assert post_anywhere.readers() == {}
    post_anywhere.deliver()
    assert post_anywhere.readers() == READERS
    assert pending(post_anywhere) == 0
    post_anywhere.deliver()
    assert post_anywhere.readers() == READERS


def test_a_message_says_what_happened_to_which_deal(post: PostOffice) -> None:
    event = post.rise("sam", "EAST-1")
    post.take(event)
    post.deliver()
    [message] = post.messages("sam")
    assert message["title"] == "Lamps for the library rose from prospecting to engaging"
    assert message["body"] == "OP-EAST-2026-000001 · City library · 1054.00 USD"
    assert message["about"] == {"type": "opportunity", "id": event.opportunity_id}
    assert (message["kind"], message["read_at"], message["version"]) == ("opportunity_rose", None, 1)


def test_a_deal_that_falls_back_tells_nobody(post: PostOffice) -> None:
    post.take(post.rise("sam", "EAST-1", risen=False))
    post.deliver()
    assert post.readers() == {}


@pytest.mark.parametrize(
    ("shared", "more"),
    [({"shared_people": "wanda"}, {"wanda"}), ({"shared_units": "WEST"}, {"will", "wanda"})],
)
def test_those_whom_the_deal_is_shared_with_are_told_too(
    post: PostOffice, shared: dict[str, str], more: set[str]
) -> None:
    known = {**post.house.people, **post.house.units}
    post.take(post.rise("sam", "EAST-1", **{kind: [known[name]] for kind, name in shared.items()}))
    post.deliver()
    assert post.readers() == {**READERS, **dict.fromkeys(more, 1)}


def test_who_joined_after_the_event_and_before_its_turn_is_told_as_well(post: PostOffice) -> None:
    post.take(post.rise("sam", "EAST-1"))
    post.house.add_person("bert", "EAST", ("branch",))
    post.deliver()
    assert post.readers() == {**READERS, "bert": 1}


def test_the_same_event_three_times_is_one_message_each(post: PostOffice) -> None:
    envelopes = post.take(post.rise("sam", "EAST-1"))
    post.inbox.take(envelopes)
    post.deliver()
    post.inbox.take(envelopes)
    post.deliver()
    assert post.readers() == READERS


def test_a_notice_delivered_again_after_a_crash_repeats_nothing(post: PostOffice) -> None:
    [envelope] = post.take(post.rise("sam", "EAST-1"))
    post.deliver()
    with post.database.write() as session:
        session.add(
            PendingNotice(
                event_id=envelope.id,
                kind="opportunity_rose",
                title="Again",
                body="",
                about_type="opportunity",
                about_id=envelope.subject,
                people=[post.house.people["sam"], post.house.people["wanda"]],
            )
        )
    post.deliver()
    assert post.readers() == {**READERS, "wanda": 1}


def test_instances_that_deliver_at_once_tell_everybody_once(post_anywhere: PostOffice) -> None:
    for _ in range(8):
        post_anywhere.take(post_anywhere.rise("sam", "EAST-1"))
    barrier = threading.Barrier(4)

    def run() -> None:
        barrier.wait()
        post_anywhere.deliver()

    instances = [threading.Thread(target=run) for _ in range(4)]
    for instance in instances:
        instance.start()
    for instance in instances:
        instance.join()
    post_anywhere.deliver()
    assert post_anywhere.readers() == dict.fromkeys(READERS, 8)
    assert pending(post_anywhere) == 0


def test_while_the_gateway_is_away_nothing_is_lost_and_other_messages_go_out(
    post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.take(post.rise("sue", "EAST-1"))
    post.deliver()  # everybody is known from now on
    post.bus.away = True
    post.take(post.rise("sam", "EAST-1"), post.transfer("sam", "EAST-1", "sue"))
    post.deliver()
    assert [message["kind"] for message in post.messages("sam")] == ["opportunity_handed_over"]
    assert pending(post) == 1
    post.bus.away = False
    monkeypatch.setattr(commands, "now", lambda: now() + timedelta(seconds=2))
    post.deliver()
    assert {message["kind"] for message in post.messages("sam")} == {"opportunity_handed_over", "opportunity_rose"}


def test_a_notice_that_always_fails_waits_longer_each_time_and_holds_up_no_other(post: PostOffice) -> None:
    post.bus.fault = post.house.people["sue"]
    post.take(post.rise("sue", "EAST-1"), post.rise("sam", "EAST-1"))
    post.deliver()
    assert post.readers() == READERS
    with post.database.read() as session:
        [stuck] = session.scalars(select(PendingNotice))
        assert stuck.attempts == 1
        assert stuck.next_try_at > now() + timedelta(seconds=1)
    asked = post.bus.asked
    post.deliver()
    assert post.bus.asked == asked


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 1), (1, 2), (5, 32), (6, 60), (500, 60)])
def test_patience_grows_and_has_an_end(attempts: int, seconds: int) -> None:
    assert rules.pause(attempts) == seconds


def test_old_and_new_owner_of_a_deal_are_told_each_in_their_own_words(post: PostOffice) -> None:
    post.take(post.transfer("sam", "EAST-1", "sue"))
    post.deliver()
    assert post.readers() == {"sam": 1, "sue": 1}
    assert post.messages("sam")[0]["title"] == "Lamps for the library was handed over"
    assert post.messages("sue")[0]["title"] == "Lamps for the library is yours now"


@pytest.mark.parametrize(("superior", "readers"), [("lena", {"lena": 1}), (None, {})])
def test_the_superior_who_answers_for_an_overdue_request_is_told(
    post: PostOffice, superior: str | None, readers: dict[str, int]
) -> None:
    nothing = ("customer_id", "customer_name", "skill", "assignee_id", "opportunity_id", "order_id")
    told: dict[str, Any] = {
        "request_id": new_id(),
        "number": "SR-1",
        "kind": "complaint",
        "subject": "It leaks",
        "level": 1,
    }
    more: dict[str, Any] = {
        "channel": "phone",
        "severity": "high",
        "status": "open",
        "due_at": now().isoformat(),
        "changes": {},
    }
    place = {"owner_id": post.house.people["sam"], "org_unit_id": post.house.units["EAST-1"]}
    to = {"escalated_to_id": post.house.people[superior] if superior else None}
    post.take(RequestEscalated(**{**dict.fromkeys(nothing), **told, **more, **place, **to}))
    post.deliver()
    assert post.readers() == readers


def test_each_message_is_announced_to_its_recipient_alone(post: PostOffice) -> None:
    post.take(post.rise("sam", "EAST-1"))
    post.deliver()
    with post.database.read() as session:
        sent = [
            (event.subject, event.sequence, event.data["recipient_id"])
            for event in session.scalars(select(StoredEvent))
        ]
        kept = [(message.id, 1, message.owner_id) for message in session.scalars(select(Message))]
    assert sorted(sent) == sorted(kept)
    assert len(kept) == len(READERS)


def test_a_notice_is_only_made_of_an_event(post: PostOffice) -> None:
    with pytest.raises(commands.NotHandlingAnEvent), post.database.write() as session:
        commands.note_rise(session, post.rise("sam", "EAST-1"))


def test_a_name_of_any_length_fits_into_a_title() -> None:
    assert len(rules.title("x" * 1000)) == rules.LONGEST_TITLE
