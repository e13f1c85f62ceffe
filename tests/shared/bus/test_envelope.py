"""Events as CloudEvents."""

from dataclasses import replace

import orjson
import pytest

from shared.bus.envelope import Envelope, UnreadableEnvelope

EVENT = Envelope(
    id="0197-1",
    source="sales",
    type="tenon.sales.lead.qualified.v1",
    subject="0197-2",
    sequence=3,
    position=41,
    time="2026-03-01T10:00:00+00:00",
    org_unit="0197-3",
    actor="0197-4",
    actor_name="Ada",
    correlation_id="c",
    causation_id=None,
    data={"lead_id": "0197-2"},
)


def test_the_envelope_is_a_cloud_event() -> None:
    assert orjson.loads(EVENT.encode()) == {
        "specversion": "1.0",
        "id": "0197-1",
        "source": "/tenon/sales",
        "type": "tenon.sales.lead.qualified.v1",
        "subject": "0197-2",
        "time": "2026-03-01T10:00:00+00:00",
        "datacontenttype": "application/json",
        "sequence": 3,
        "position": 41,
        "actor": "0197-4",
        "actorname": "Ada",
        "orgunit": "0197-3",
        "correlationid": "c",
        "data": {"lead_id": "0197-2"},
    }
    assert EVENT.routing_key == "lead.qualified.v1"


@pytest.mark.parametrize("event", [EVENT, replace(EVENT, org_unit=None, correlation_id=None, causation_id="x")])
def test_what_was_written_is_read(event: Envelope) -> None:
    assert Envelope.decode(event.encode()) == event


@pytest.mark.parametrize(
    "change",
    [{"id": None}, {"sequence": "first"}, {"position": None}, {"time": "yesterday"}, {"data": 7}, {"source": 1}],
)
def test_what_is_no_event_of_ours_is_refused(change: dict[str, object]) -> None:
    event = {name: value for name, value in {**EVENT.cloud_event(), **change}.items() if value is not None}

    with pytest.raises(UnreadableEnvelope):
        Envelope.decode(orjson.dumps(event))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff"])
def test_bytes_that_are_no_object_are_refused(body: bytes) -> None:
    with pytest.raises(UnreadableEnvelope):
        Envelope.decode(body)
