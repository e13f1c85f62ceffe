"""A call is carried out once for each key, tried again when only the moment was wrong, and refused without a trace."""

import sqlite3
import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from marshmallow import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from shared.actor import system_actor
from shared.announce import announce
from shared.call import Call
from shared.door import AlreadyExists, KeyReused, answer_call, ensure_unanswered, joined
from shared.errors import Conflict, Malformed, Unavailable
from shared.ids import new_id
from shared.persistence.database import Database, OutcomeUnknown
from shared.persistence.platform import PlatformBase, StoredEvent
from shared.signing import UnsignedCall, sign_actor
from tests.recycling import lay_tables
from tests.shared.test_visible import Base, Thing

SECRET = "secret of the test"


class Host:
    """What Nameko would have made for one call."""

    name = "test"

    def __init__(self, database, call):
        self.database, self.call, self.caught_up = database, call, None
        self.session = self.keyed = None

    def secret(self):
        return SECRET

    def catch_up(self, version):
        self.caught_up = version

    def make_thing(self, name="thing", thing_id=None):
        with joined(self) as session:
            thing = Thing(
                id=thing_id or new_id(), name=name, owner_id=new_id(), org_unit_id=new_id(), created_by=new_id()
            )
            session.add(thing)
            session.flush()
            return {"id": thing.id, "name": name}


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    yield database
    database.close()


def call(**more):
    return Call(actor_token=sign_actor(system_actor("test"), SECRET), **more)


def things(database):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Thing))


def test_a_repeated_key_gets_the_first_answer_and_nothing_happens_twice(database):
    first = Host(database, call(idempotency_key="k", fingerprint="f"))
    again = Host(database, call(idempotency_key="k", fingerprint="f"))

    made = answer_call(first, first.make_thing)
    assert answer_call(again, again.make_thing) == made
    assert again.call.answer_headers == {"replayed": "true"}
    assert first.call.answer_headers == {}
    assert things(database) == 1


def test_a_key_with_another_request_behind_it_is_refused(database):
    first = Host(database, call(idempotency_key="k", fingerprint="f"))
    other = Host(database, call(idempotency_key="k", fingerprint="g"))
    answer_call(first, first.make_thing)

    with pytest.raises(KeyReused):
        answer_call(other, other.make_thing)
    assert things(database) == 1


def test_the_same_key_ten_times_at_once_is_carried_out_once(database):
    answers, barrier = [], threading.Barrier(10)

    def ask():
        host = Host(database, call(idempotency_key="k", fingerprint="f"))
        barrier.wait()
        answers.append(answer_call(host, host.make_thing)["id"])

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 10
    assert len(set(answers)) == 1
    assert things(database) == 1


def test_a_refused_call_leaves_neither_effect_nor_key(database):
    host = Host(database, call(idempotency_key="k", fingerprint="f"))

    def refused():
        host.make_thing()
        raise Conflict("not now")

    with pytest.raises(Conflict):
        answer_call(host, refused)
    assert things(database) == 0
    again = Host(database, call(idempotency_key="k", fingerprint="f"))
    answer_call(again, again.make_thing)
    assert things(database) == 1


def test_whoever_asks_others_first_keeps_no_writer_waiting(database):
    host, other = (Host(database, call(idempotency_key=key, fingerprint="f")) for key in "kl")

    def asking():
        ensure_unanswered(host)
        answer_call(other, other.make_thing)
        return host.make_thing()

    assert answer_call(host, asking)["name"] == "thing"
    assert things(database) == 2


def test_whoever_was_answered_asks_nobody_again(database):
    first, again = (Host(database, call(idempotency_key="k", fingerprint="f")) for _ in range(2))
    made, asked = answer_call(first, first.make_thing), []

    def asking():
        ensure_unanswered(again)
        asked.append(again)
        return again.make_thing()

    assert answer_call(again, asking) == made
    assert (asked, again.call.answer_headers) == ([], {"replayed": "true"})


def test_a_key_answered_while_others_were_asked_gives_that_answer(database):
    slow, fast = (Host(database, call(idempotency_key="k", fingerprint="f")) for _ in range(2))

    def asking():
        ensure_unanswered(slow)
        fast.made = answer_call(fast, fast.make_thing)
        return slow.make_thing()

    assert answer_call(slow, asking) == fast.made
    assert things(database) == 1


def test_a_call_that_writes_nothing_keeps_its_answer(database):
    first, again = (Host(database, call(idempotency_key="k", fingerprint="f")) for _ in range(2))
    assert answer_call(first, lambda: {"seen": 1}) == {"seen": 1}
    assert answer_call(again, lambda: {"seen": 2}) == {"seen": 1}


def test_what_failed_for_the_moment_is_tried_again(database):
    host, tries = Host(database, call()), []

    def flaky():
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("select", {}, sqlite3.OperationalError("database is locked"))
        return host.make_thing()

    assert answer_call(host, flaky)["name"] == "thing"
    assert (len(tries), things(database)) == (3, 1)


def test_what_keeps_failing_is_unavailable_and_says_when_to_come_back(database):
    host = Host(database, call())

    def away():
        raise OperationalError("select", {}, Exception("server closed the connection"))

    with pytest.raises(Unavailable) as refusal:
        answer_call(host, away)
    assert refusal.value.extra["retry_after"] > 0


def test_what_no_later_try_could_mend_is_a_failure_and_not_unavailable(database):
    host, tries = Host(database, call()), []

    def broken():
        tries.append(1)
        raise OperationalError("select", {}, sqlite3.OperationalError("no such table: things"))

    with pytest.raises(OperationalError):
        answer_call(host, broken)
    assert len(tries) == 1


@pytest.mark.parametrize("key", ["k", None])
def test_an_unknown_outcome_is_settled_by_the_key_and_by_nothing_else(database, key):
    host, tries = Host(database, call(idempotency_key=key, fingerprint="f")), []

    def lost_at_commit():
        tries.append(1)
        if len(tries) == 1:
            raise OutcomeUnknown("gone while committing")
        return host.make_thing()

    if key:
        assert answer_call(host, lost_at_commit)["name"] == "thing"
    else:
        with pytest.raises(OutcomeUnknown):
            answer_call(host, lost_at_commit)
    assert len(tries) == (2 if key else 1)


def test_an_id_used_before_is_a_conflict(database):
    host = Host(database, call())
    made = answer_call(host, host.make_thing)

    with pytest.raises(AlreadyExists):
        answer_call(host, lambda: host.make_thing(thing_id=made["id"]))


def test_every_shape_error_is_told_with_its_place(database):
    host = Host(database, call())

    def misshapen():
        raise ValidationError({"name": ["Missing."], "lines": {0: {"quantity/unit": ["Not a number."]}}})

    with pytest.raises(Malformed) as refusal:
        answer_call(host, misshapen)
    assert [(fault.pointer, fault.detail) for fault in refusal.value.faults] == [
        ("/name", "Missing."),
        ("/lines/0/quantity~1unit", "Not a number."),
    ]


@pytest.mark.parametrize(
    "token",
    [None, "", "x.y.z", pytest.param(sign_actor(system_actor("test"), "another secret"), id="another secret")],
)
def test_a_call_without_a_signed_actor_is_refused(database, token):
    host = Host(database, replace(call(), actor_token=token))
    with pytest.raises(UnsignedCall):
        answer_call(host, host.make_thing)
    assert things(database) == 0


def test_the_organisation_is_brought_to_the_callers_version_first(database):
    actor = replace(system_actor("test"), org_version=41)
    host = Host(database, Call(actor_token=sign_actor(actor, SECRET)))
    answer_call(host, host.make_thing)
    assert host.caught_up == 41


class Fact:
    @staticmethod
    def wire_type():
        return "tenon.test.thing.made.v1"

    @staticmethod
    def data():
        return {"changes": {}}


def test_events_are_saved_with_the_change_or_not_at_all_and_number_without_gaps(database):
    actor, thing = system_actor("test"), Thing(owner_id=new_id(), org_unit_id=new_id(), created_by=new_id())
    with database.write() as session:
        announce(session, actor, thing, Fact)
        announce(session, actor, thing, Fact)
    with suppress(Conflict), database.write() as session:
        announce(session, actor, session.merge(thing), Fact)
        raise Conflict
    with database.write() as session:
        announce(session, actor, session.get(Thing, thing.id), Fact)

    with database.read() as session:
        sequences = session.scalars(select(StoredEvent.sequence).order_by(StoredEvent.id)).all()
        assert sequences == [1, 2, 3]
        assert session.get(Thing, thing.id).version == 3
