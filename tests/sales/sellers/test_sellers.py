"""Sellers at the service's door: defined by superiors, seen in scope, away by days, given nothing while inactive."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from services.sales.sellers import commands
from services.sales.sellers.rules import LeaveEndsTooEarly, PersonIsSeller, SellerCannotDoThis, SellerIsInactive
from shared.actor import Reach, system_actor
from shared.clock import today
from shared.definitions import keep_up
from shared.door import AlreadyExists
from shared.errors import Forbidden, Malformed, NotFound, Stale
from shared.ids import new_id
from shared.owners import NewOwnerInactive
from shared.persistence.platform import DefinedChoice, OrgState
from shared.picklists import ValueIsNotListed
from tests.sales.desk import GONE, NOBODY, Office


def define(office: Office, login: str = "nils", who: str = "nora", **more: Any) -> Any:
    return office(who).define_seller(request={"person_id": office.person(login), **more})


def status(office: Office, seller: Any) -> tuple[str, bool]:
    found = office("helen").get_seller(seller_id=seller["id"])
    return found["status"], found["is_available"]


def day(offset: int) -> str:
    return (today() + timedelta(days=offset)).isoformat()


def test_a_superior_says_what_a_seller_can_and_takes_on(office_anywhere: Office) -> None:
    made = define(office_anywhere, skills=["mills", "pumps", "mills"], capacity=5, territory="N-1")
    assert (made["owner"]["login"], made["org_unit"]["code"]) == ("nils", "NORTH")
    assert (made["skills"], made["capacity"], made["territory"]) == (["mills", "pumps"], 5, "N-1")
    assert (made["status"], made["status_since"], made["is_available"]) == ("active", day(0), True)
    changed = office_anywhere("nora").change_seller(
        seller_id=made["id"], request={"skills": ["pumps"], "capacity": None, "territory": None}
    )
    assert (changed["skills"], changed["capacity"], changed["territory"]) == (["pumps"], None, None)
    assert office_anywhere("nils").get_seller(seller_id=made["id"]) == {**changed, "territories": []}
    [_, event] = office_anywhere.events(made["id"])
    assert event.type == "tenon.sales.seller.changed.v1"
    assert event.data["changes"]["capacity"] == {"before": 5, "after": None}
    assert event.data["changes"].keys() == {"skills", "capacity", "territory"}


def test_only_people_within_reach_become_sellers_and_only_once(office: Office) -> None:
    define(office)
    with pytest.raises(PersonIsSeller):
        define(office, who="helen")
    for who, login in (("nora", "sara"), ("nils", "nina"), ("sara", "nils")):
        with pytest.raises(NotFound):
            define(office, login, who=who)
    with pytest.raises(NotFound):
        office("nora").define_seller(request={"person_id": NOBODY})
    with pytest.raises(NewOwnerInactive):
        office("helen").define_seller(request={"person_id": GONE})


def test_of_two_who_define_the_same_person_at_once_one_does(office_anywhere: Office) -> None:
    def attempt(who: str) -> str:
        try:
            return str(define(office_anywhere, who=who)["id"])
        except (PersonIsSeller, AlreadyExists) as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(attempt, ["nora", "helen"] * 2))
    assert len([one for one in answers if one not in ("seller_is_defined", "already_exists")]) == 1
    assert office_anywhere("helen").list_sellers(query={"count": "exact"})["count"] == 1


def test_a_seller_is_seen_and_changed_in_scope_alone(office: Office) -> None:
    seller = define(office)
    for stranger in ("nina", "sara"):
        with pytest.raises(NotFound):
            office(stranger).get_seller(seller_id=seller["id"])
        assert office(stranger).list_sellers(query={})["data"] == []
    with pytest.raises(Forbidden):
        office("nina").seeing(Reach.UNIT).change_seller(seller_id=seller["id"], request={"capacity": 1})
    office("nora").change_seller(seller_id=seller["id"], request={"capacity": 1})
    with pytest.raises(Stale):
        office("nora").expecting(1).change_seller(seller_id=seller["id"], request={"capacity": 2})
    assert office("nora").list_seller_history(seller_id=seller["id"])["data"][-1]["sequence"] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": -1},
        {"capacity": "5"},
        {"capacity": 1.5},
        {"capacity": 100_001},
        {"skills": "mills"},
        {"skills": [""]},
        {"skills": [" mills"]},
        {"skills": ["x"] * 51},
        {"territory": ""},
        {"territory": "x" * 101},
        {"status": "inactive"},
        {"owner_id": NOBODY},
    ],
)
def test_what_has_the_wrong_shape_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        define(office, **wrong)


def test_skills_follow_the_managed_list_as_soon_as_it_has_values(office: Office) -> None:
    seller = define(office, skills=["free"])
    with office.branches.database.write() as session:
        session.add(DefinedChoice(id=new_id(), picklist="seller_skill", code="mills", label={"en": "Mills"}))
        session.add(OrgState(id=1, version=7, definitions_version=7))
    keep_up(office.branches.database, 7)
    changed = office("nora").change_seller(seller_id=seller["id"], request={"skills": ["free", "mills"]})
    assert changed["skills"] == ["free", "mills"]
    with pytest.raises(ValueIsNotListed):
        office("nora").change_seller(seller_id=seller["id"], request={"skills": ["mills", "other"]})
    with pytest.raises(ValueIsNotListed):
        define(office, "nina", skills=["free"])


def test_nothing_new_is_handed_to_an_inactive_seller(office_anywhere: Office) -> None:
    office, seller = office_anywhere, define(office_anywhere)
    lead = office("nina").create_lead(request={"name": "Ada"})
    customer = office("nina").create_customer(request={"name": "Engines"})
    deal = office("nina").open_opportunity(request={"name": "Deal"})
    contact = office("nina").create_contact(request={"name": "Ada", "kind": "customer", "customer_id": customer["id"]})
    assert status(office, office("nora").deactivate_seller(seller_id=seller["id"], request={})) == ("inactive", False)
    to_nils = {"owner_id": office.person("nils")}
    for hand_over in (
        lambda: office("nora").transfer_lead(lead_id=lead["id"], request=to_nils),
        lambda: office("nora").transfer_customer(customer_id=customer["id"], request=to_nils),
        lambda: office("nora").transfer_contact(contact_id=contact["id"], request=to_nils),
        lambda: office("nora").transfer_opportunity(opportunity_id=deal["id"], request=to_nils),
        lambda: office("nora").assign_opportunities(
            request={
                "opportunity_ids": [deal["id"]],
                "person_ids": [office.person("nils"), office.person("nina")],
                "rule": "round_robin",
            }
        ),
    ):
        with pytest.raises(SellerIsInactive):
            hand_over()
    assert office("nina").get_lead(lead_id=lead["id"])["version"] == 1
    office("nora").activate_seller(seller_id=seller["id"], request={})
    office("nora").transfer_lead(lead_id=lead["id"], request=to_nils)
    assert office("nils").get_lead(lead_id=lead["id"])["owner"]["login"] == "nils"


def test_a_file_gives_an_inactive_seller_nothing_new_and_leaves_them_what_they_have(office: Office) -> None:
    rows = [{"external_id": "L-1", "name": "Ada", "owner_login": "nils"}]
    [made] = office("helen").import_leads(rows=rows, mode="upsert")["results"]
    assert made["outcome"] == "created"
    office("nora").deactivate_seller(seller_id=define(office)["id"], request={})
    more = [{**rows[0], "company": "Engines"}, {"external_id": "L-2", "name": "Bob", "owner_login": "nils"}]
    kept, refused = office("helen").import_leads(rows=more, mode="upsert")["results"]
    assert (kept["outcome"], refused["outcome"], refused["code"]) == ("updated", "rejected", "seller_is_inactive")


def test_a_leave_counts_by_its_days_and_the_status_follows(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    nora, seller = office("nora"), define(office)
    planned = nora.set_seller_leave(seller_id=seller["id"], request={"starts_on": day(2), "ends_on": day(3)})
    assert (planned["status"], planned["is_available"], planned["leave_starts_on"]) == ("active", True, day(2))
    assert keep_leaves(office, monkeypatch, 1) == 0
    assert keep_leaves(office, monkeypatch, 2) == 1
    assert status(office, seller)[0] == "on_leave"
    assert keep_leaves(office, monkeypatch, 3) == 0
    assert keep_leaves(office, monkeypatch, 4) == 1
    assert status(office, seller) == ("active", True)
    told = office.branches.told(seller["id"])
    assert told == ["defined", "leave_set", "leave_began", "leave_ended"]


def keep_leaves(office: Office, monkeypatch: pytest.MonkeyPatch, offset: int) -> int:
    """What the timer does, so many days from now."""
    then = today() + timedelta(days=offset)
    with monkeypatch.context() as patched, office.branches.database.write() as session:
        patched.setattr(commands, "today", lambda: then)
        return commands.keep_leaves(session, system_actor("sales"))


def test_a_leave_from_today_ends_when_somebody_is_back_or_never(office: Office) -> None:
    nora, seller = office("nora"), define(office)
    gone = nora.set_seller_leave(seller_id=seller["id"], request={})
    assert (gone["status"], gone["is_available"], gone["leave_ends_on"]) == ("on_leave", False, None)
    with pytest.raises(SellerCannotDoThis):
        nora.set_seller_leave(seller_id=seller["id"], request={})
    back = nora.end_seller_leave(seller_id=seller["id"], request={})
    assert (back["status"], back["is_available"], back["leave_starts_on"]) == ("active", True, None)
    with pytest.raises(SellerCannotDoThis):
        nora.end_seller_leave(seller_id=seller["id"], request={})
    nora.set_seller_leave(seller_id=seller["id"], request={"starts_on": day(5)})
    called_off = nora.end_seller_leave(seller_id=seller["id"], request={})
    assert (called_off["status"], called_off["leave_starts_on"]) == ("active", None)
    for wrong in ({"starts_on": day(2), "ends_on": day(1)}, {"starts_on": day(-9), "ends_on": day(-1)}):
        with pytest.raises(LeaveEndsTooEarly):
            nora.set_seller_leave(seller_id=seller["id"], request=wrong)
    nora.set_seller_leave(seller_id=seller["id"], request={"starts_on": day(5)})
    inactive = nora.deactivate_seller(seller_id=seller["id"], request={})
    assert (inactive["status"], inactive["leave_starts_on"]) == ("inactive", None)
    for verb in (nora.set_seller_leave, nora.end_seller_leave, nora.deactivate_seller):
        with pytest.raises(SellerCannotDoThis):
            verb(seller_id=seller["id"], request={})


def test_the_same_key_defines_once(office: Office) -> None:
    asked = {"person_id": office.person("nils")}
    first, again = (office("nora").keyed("k-1").define_seller(request=asked) for _ in range(2))
    assert first == again
