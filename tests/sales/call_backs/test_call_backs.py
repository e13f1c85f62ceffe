"""Call-backs through the door of the service: in the queue when their time has come, told once, taken by one."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from services.sales.call_backs import commands, queries, rules
from shared.actor import SYSTEM_ID, Reach, system_actor
from shared.clock import now
from shared.errors import NotFound, Refusal, Stale
from shared.ids import new_id
from tests.sales.desk import GONE, NOBODY, Desk, Office

SYSTEM = system_actor("sales")


def customer(desk: Desk) -> str:
    return str(desk.create_customer(request={"name": f"Mill {new_id()}"})["id"])


def ahead(**until_then: float) -> str:
    return (now() + timedelta(**until_then)).isoformat()


def arranged(desk: Desk, **more: Any) -> Any:
    about = {} if more.keys() & {"contact_id", "lead_id", "opportunity_id"} else {"customer_id": customer(desk)}
    return desk.arrange_call_back(request={"at": ahead(hours=1), **about, **more})


def agent(office: Office, login: str) -> Desk:
    """As a seller is: what a unit shares is within the reach of the right to take, but not of that to read."""
    return office(login).reaching(Reach.OWN, Reach.UNIT).seeing(Reach.OWN)


def queued(office: Office, login: str) -> list[str]:
    return [row["id"] for row in agent(office, login).list_call_queue(query={})["data"]]


def let_pass(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    """As if so much time had passed."""
    later = now() + timedelta(**time)
    for module in (commands, queries):
        monkeypatch.setattr(module, "now", lambda: later)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each gives, or refuses."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return call()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_it_stands_in_the_agents_queue_when_its_time_has_come_and_in_no_other(
    office_anywhere: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_anywhere
    made = arranged(office("nils"), at=ahead(hours=1), time_zone="Asia/Shanghai", subject="Prices")
    assert (made["status"], made["agent_id"], made["queue"]) == ("waiting", office.person("nils"), "person")
    let_pass(monkeypatch, minutes=59)
    assert queued(office, "nils") == []
    office("helen").tell_of_due_call_backs()
    assert office.branches.told(made["id"]) == ["arranged"]
    with pytest.raises(rules.CallBackIsNotDue):
        agent(office, "nils").take_call_back(call_back_id=made["id"], request={})
    let_pass(monkeypatch, minutes=60)
    assert queued(office, "nils") == [made["id"]]
    assert [queued(office, other) for other in ("nina", "sara", "nora", "helen")] == [[], [], [], []]
    taken = agent(office, "nils").take_call_back(call_back_id=made["id"], request={})
    assert (taken["status"], queued(office, "nils")) == ("taken", [])
    with pytest.raises(rules.CallBackIsTaken):
        agent(office, "nils").take_call_back(call_back_id=made["id"], request={})


def test_those_who_share_a_queue_see_it_and_one_of_them_takes_it(
    office_anywhere: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_anywhere
    made = arranged(office("nils"), unit_id=office.unit("NORTH"))
    assert (made["agent_id"], made["owner"]["login"], made["queue"]) == (None, "nils", "unit")
    with pytest.raises(NotFound):  # not due, and nina may not read it
        agent(office, "nina").take_call_back(call_back_id=made["id"], request={})
    let_pass(monkeypatch, hours=2)
    seen = {login: queued(office, login) for login in ("nils", "nina", "nora", "sara")}
    assert seen == {"nils": [made["id"]], "nina": [made["id"]], "nora": [made["id"]], "sara": []}
    with pytest.raises(rules.CallBackIsNotTaken):
        office("nils").complete_call_back(call_back_id=made["id"], request={})
    with pytest.raises(NotFound):
        agent(office, "sara").take_call_back(call_back_id=made["id"], request={})
    desks = [agent(office, login) for login in ("nils", "nina", "nora", "nils", "nina")]
    outcomes = at_once(*(lambda d=desk: d.take_call_back(call_back_id=made["id"], request={}) for desk in desks))
    won = [one for one in outcomes if isinstance(one, dict)]
    assert len(won) == 1
    assert {type(one) for one in outcomes if one not in won} == {rules.CallBackIsTaken}
    assert won[0]["owner"]["id"] == won[0]["agent_id"]
    assert [queued(office, login) for login in ("nils", "nina", "nora")] == [[], [], []]
    assert office.branches.told(made["id"]) == ["arranged", "taken"]


def test_a_colleagues_own_call_back_cannot_be_taken(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    made = arranged(office("nils"))
    let_pass(monkeypatch, hours=2)
    with pytest.raises(NotFound):
        agent(office, "nina").take_call_back(call_back_id=made["id"], request={})
    with pytest.raises(rules.CallBackOfAnotherPerson):
        office("nora").take_call_back(call_back_id=made["id"], request={})
    with pytest.raises(rules.CallBackOfAnotherPerson):
        office("nora").complete_call_back(call_back_id=made["id"], request={})


def test_whoever_arranges_for_another_unit_does_not_take_out_of_its_queue(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = arranged(office("nils"), unit_id=office.unit("SOUTH"))
    let_pass(monkeypatch, hours=2)
    with pytest.raises(rules.CallBackOfAnotherPerson):
        agent(office, "nils").take_call_back(call_back_id=made["id"], request={})
    taken = agent(office, "sara").take_call_back(call_back_id=made["id"], request={})
    assert (taken["owner"]["login"], taken["arranger"]["login"]) == ("sara", "nils")


def test_two_instances_tell_of_each_once(office_anywhere: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office, database = office_anywhere, office_anywhere.branches.database
    made = [arranged(office("nils"))["id"] for _ in range(12)]
    not_yet = arranged(office("nils"), at=ahead(days=1))["id"]
    let_pass(monkeypatch, hours=2)

    def tell() -> int:
        with database.write() as session:
            return commands.tell_of_due(session, SYSTEM)

    assert sum(at_once(tell, tell, tell)) + tell() == 12
    for call_back_id in made:
        events = office.events(call_back_id)
        assert [event.type.split(".")[3] for event in events] == ["arranged", "due"]
        assert events[1].actor_id == SYSTEM_ID
    assert office.branches.told(not_yet) == ["arranged"]


def test_who_dies_while_telling_has_told_nothing_and_another_tells_it_once(
    office_anywhere: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, database = office_anywhere, office_anywhere.branches.database
    made = arranged(office("nils"))["id"]
    let_pass(monkeypatch, hours=2)

    def die_midway() -> None:
        with database.write() as session:
            assert commands.tell_of_due(session, SYSTEM) == 1
            raise SystemExit

    with pytest.raises(SystemExit):
        die_midway()
    assert office.branches.told(made) == ["arranged"]
    for _ in range(2):
        office("helen").tell_of_due_call_backs()
    assert office.branches.told(made) == ["arranged", "due"]


def test_what_is_postponed_leaves_the_queue_and_is_told_of_again(
    office_anywhere: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_anywhere
    made = arranged(office("nils"), unit_id=office.unit("NORTH"))["id"]
    let_pass(monkeypatch, hours=2)
    office("helen").tell_of_due_call_backs()
    nina = agent(office, "nina")
    nina.take_call_back(call_back_id=made, request={})
    later = nina.postpone_call_back(call_back_id=made, request={"at": ahead(hours=5)})
    assert (later["status"], later["agent_id"], later["queue"]) == ("waiting", office.person("nina"), "person")
    assert queued(office, "nina") == []
    let_pass(monkeypatch, hours=6)
    for _ in range(2):
        office("helen").tell_of_due_call_backs()
    assert [queued(office, login) for login in ("nina", "nils", "nora")] == [[made], [], []]
    assert office.branches.told(made) == ["arranged", "due", "taken", "postponed", "due"]


def test_who_gets_it_by_a_handover_is_told_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    made = arranged(office("nils"))["id"]
    let_pass(monkeypatch, hours=2)
    office("helen").tell_of_due_call_backs()
    office("nora").transfer_call_back(call_back_id=made, request={"owner_id": office.person("nina")})
    office("helen").tell_of_due_call_backs()
    assert (queued(office, "nils"), queued(office, "nina")) == ([], [made])
    assert office.branches.told(made) == ["arranged", "due", "transferred", "due"]
    with pytest.raises(rules.CallBackAgentIsTheSame):
        office("nora").transfer_call_back(call_back_id=made, request={"owner_id": office.person("nina")})
    with pytest.raises(NotFound):
        office("nils").get_call_back(call_back_id=made)


@pytest.mark.parametrize("end", ["complete", "cancel"])
def test_what_is_over_is_in_no_queue_and_not_told_of(office: Office, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    made = arranged(office("nils"))["id"]
    said = {"reason": "He called"} if end == "cancel" else {"result": "Ordered"}
    over = getattr(office("nils"), f"{end}_call_back")(call_back_id=made, request=said)
    assert over.items() >= said.items()
    let_pass(monkeypatch, hours=2)
    office("helen").tell_of_due_call_backs()
    assert (queued(office, "nils"), len(office.events(made))) == ([], 2)
    for verb, body in (("take", {}), ("postpone", {"at": ahead(days=1)}), ("cancel", {"reason": "x"}), ("change", {})):
        with pytest.raises(rules.CallBackCannotDoThis):
            getattr(office("nils"), f"{verb}_call_back")(call_back_id=made, request=body)


def test_whom_it_concerns_and_who_calls_must_be_there(office: Office) -> None:
    mine, theirs = customer(office("nils")), customer(office("sara"))
    for about in (theirs, NOBODY):
        with pytest.raises(rules.CallBackAboutIsUnknown):
            arranged(office("nils"), customer_id=about)
    for who, code in ((NOBODY, "new_owner_unknown"), (GONE, "new_owner_inactive")):
        with pytest.raises(Refusal) as refused:
            arranged(office("nils"), customer_id=mine, person_id=who)
        assert refused.value.code == code
    with pytest.raises(rules.CallBackUnitIsUnknown):
        arranged(office("nils"), customer_id=mine, unit_id=NOBODY)
    with pytest.raises(rules.CallBackLiesBehind):
        arranged(office("nils"), customer_id=mine, at=ahead(seconds=-1))
    assert office("helen").list_call_backs(query={})["data"] == []


def test_a_repeated_key_arranges_once_and_a_stale_version_changes_nothing(office_anywhere: Office) -> None:
    nils = office_anywhere("nils")
    body = {"customer_id": customer(nils), "at": ahead(hours=1)}
    keyed = nils.keyed(new_id())
    assert keyed.arrange_call_back(request=body) == keyed.arrange_call_back(request=body)
    [made] = nils.list_call_backs(query={})["data"]
    with pytest.raises(Stale):
        nils.expecting(7).change_call_back(call_back_id=made["id"], request={"note": "x"})
    changed = nils.expecting(1).change_call_back(call_back_id=made["id"], request={"note": "Ask for Li"})
    assert (changed["note"], changed["version"]) == ("Ask for Li", 2)


def test_a_merge_moves_call_backs_to_the_customer_that_is_kept(office: Office) -> None:
    nils = office("nils")
    kept, gone = customer(nils), customer(nils)
    made = arranged(nils, customer_id=gone)
    merge = nils.merge_customers(customer_id=kept, request={"duplicate_id": gone})
    assert merge["moved"] == {"call_backs": 1}
    assert nils.get_call_back(call_back_id=made["id"])["customer_id"] == kept
