"""Links of partners as the sales service keeps them: how many, beside which shares, and whom a new stage is told to."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.sales.opportunities.rules import OpportunityCannotDoThis
from services.sales.partners import rules
from shared import sharing
from shared.clock import today
from shared.contracts.sales import partners as contract
from shared.errors import Forbidden, Malformed, NotFound
from shared.ids import new_id
from shared.persistence.platform import OrgUnitReplica, Share
from tests.sales.branches import Branches


@pytest.fixture
def deal(branches: Branches) -> str:
    """One of Nils's, in a company whose southern branch is a dealer."""
    with branches.database.write() as session:
        session.execute(update(OrgUnitReplica).where(OrgUnitReplica.code == "SOUTH").values(kind="dealer"))
    return str(branches.call("nils", "open_opportunity", request={"name": "Mill", "amount": "5"})["id"])


def link(branches: Branches, deal: str, unit_id: str | None = None, who: str = "nils") -> Any:
    request = {"org_unit_id": unit_id or branches.units["SOUTH"], "role": "reseller"}
    return branches.call(who, "link_partner", opportunity_id=deal, request=request)


def unlink(branches: Branches, deal: str, linked: Any, who: str = "nils") -> None:
    branches.call(who, "unlink_partner", opportunity_id=deal, partner_id=linked["id"])


def reasons(branches: Branches, deal: str) -> list[str]:
    with branches.database.read() as session:
        return list(session.scalars(select(Share.reason).where(Share.record_id == deal).order_by(Share.reason)))


def sees(branches: Branches, who: str, deal: str) -> bool:
    try:
        return bool(branches.call(who, "get_opportunity", opportunity_id=deal))
    except NotFound:
        return False


def new_unit(branches: Branches, kind: str = "dealer", closed: bool = False) -> str:
    with branches.database.write() as session:
        unit = OrgUnitReplica(id=new_id(), node=99, path="/1/99/", kind=kind, code="NEW", name="New", closed=closed)
        session.add(unit)
        return unit.id


def test_a_link_and_a_share_by_hand_end_each_alone(branches: Branches, deal: str) -> None:
    linked = link(branches, deal)
    by_hand = {"org_unit_id": branches.units["SOUTH"], "until": today().isoformat()}
    shared = branches.call("nils", "share_opportunity", opportunity_id=deal, request=by_hand)
    assert reasons(branches, deal) == ["hand", "partner"]
    listed = branches.call("nils", "list_opportunities", query={"count": "exact"})
    assert listed["count"] == branches.call("sara", "list_opportunities", query={"count": "exact"})["count"] == 1
    with branches.database.write() as session:
        over = {"until": today() - timedelta(days=1)}
        session.execute(update(Share).where(Share.id == shared["id"]).values(**over))
    assert sees(branches, "sara", deal), "the share is over, the link is not"
    unlink(branches, deal, linked)
    assert (sees(branches, "sara", deal), reasons(branches, deal)) == (False, ["hand"])
    assert branches.told(deal) == ["opened", "partner_linked", "shared", "partner_unlinked"]


def test_the_share_of_a_link_is_neither_listed_nor_revoked(branches: Branches, deal: str) -> None:
    link(branches, deal)
    with branches.database.read() as session:
        share_id = session.scalars(select(Share.id).where(Share.record_id == deal)).one()
    assert branches.call("nils", "list_opportunity_shares", opportunity_id=deal)["data"] == []
    with pytest.raises(NotFound):
        branches.call("nils", "revoke_opportunity_share", opportunity_id=deal, share_id=share_id)
    assert sees(branches, "sara", deal)


def test_a_stage_change_names_a_unit_once(branches: Branches, deal: str) -> None:
    link(branches, deal)
    shared = {"org_unit_id": branches.units["SOUTH"]}
    branches.call("nils", "share_opportunity", opportunity_id=deal, request=shared)
    branches.call("nils", "advance_opportunity", opportunity_id=deal, request={"stage": "engaging"})
    assert branches.events(deal)[-1].data["shared_units"] == [branches.units["SOUTH"]]


@pytest.mark.parametrize(
    ("kind", "closed", "refusal"),
    [
        ("branch", False, rules.UnitIsNoPartner),
        ("branch", True, rules.UnitIsNoPartner),
        ("dealer", True, rules.UnitIsClosed),
        ("agent", True, rules.UnitIsClosed),
        ("agent", False, None),
    ],
)
def test_only_open_units_of_agents_and_dealers_are_linked(
    branches: Branches, deal: str, kind: str, closed: bool, refusal: type[Exception] | None
) -> None:
    unit_id = new_unit(branches, kind, closed)
    if refusal is None:
        assert link(branches, deal, unit_id)["org_unit"] == {"id": unit_id, "code": "NEW", "name": "New"}
        return
    with pytest.raises(refusal):
        link(branches, deal, unit_id)
    assert (reasons(branches, deal), branches.told(deal)) == ([], ["opened"])


def test_what_is_no_link_is_refused_and_changes_nothing(branches: Branches, deal: str) -> None:
    with pytest.raises(rules.UnitIsUnknown):
        link(branches, deal, new_id())
    with pytest.raises(Malformed):
        branches.call("nils", "link_partner", opportunity_id=deal, request={"org_unit_id": branches.units["SOUTH"]})
    linked = link(branches, deal)
    with pytest.raises(rules.PartnerIsLinked) as refused:
        link(branches, deal)
    assert refused.value.extra["partner_id"] == linked["id"]
    other = branches.call("nils", "open_opportunity", request={"name": "Saw"})["id"]
    with pytest.raises(NotFound):
        unlink(branches, other, linked)
    with pytest.raises(NotFound):
        link(branches, deal, who="nina")
    assert branches.told(deal) == ["opened", "partner_linked"]


def test_the_people_of_a_linked_partner_do_not_pass_the_deal_on(branches: Branches, deal: str) -> None:
    linked, another = link(branches, deal), new_unit(branches)
    with pytest.raises(Forbidden):
        link(branches, deal, another, who="sara")
    with pytest.raises(Forbidden):
        unlink(branches, deal, linked, who="sara")


def test_a_deal_that_is_over_is_unlinked_but_not_linked(branches: Branches, deal: str) -> None:
    linked, another = link(branches, deal), new_unit(branches)
    branches.call("nils", "win_opportunity", opportunity_id=deal, request={})
    with pytest.raises(OpportunityCannotDoThis):
        link(branches, deal, another)
    unlink(branches, deal, linked)
    assert (sees(branches, "sara", deal), reasons(branches, deal)) == (False, [])


def test_a_deal_has_only_so_many_partners_and_shares(
    branches: Branches, deal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link(branches, deal)
    another = new_unit(branches)
    monkeypatch.setattr(sharing, "MOST_SHARES", 1)
    with pytest.raises(sharing.SharedTooWidely):
        link(branches, deal, another)
    monkeypatch.setattr(contract, "MOST_PARTNERS", 1)
    with pytest.raises(rules.TooManyPartners):
        link(branches, deal, another)
    assert len(branches.call("nils", "list_partners", opportunity_id=deal)["data"]) == 1
