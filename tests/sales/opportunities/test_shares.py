"""Sharing an opportunity: exactly whom is let in, how far, and until when."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from shared import sharing
from shared.clock import today
from shared.errors import Forbidden, Malformed, NotFound, Refusal
from shared.ids import new_id
from shared.persistence.platform import Share
from tests.sales.branches import Branches

EVERYBODY_ELSE = ("nina", "sara")


@pytest.fixture
def deal(branches: Branches) -> dict[str, Any]:
    opened: dict[str, Any] = branches.call("nils", "open_opportunity", request={"name": "Rebuild", "amount": "5"})
    return opened


def share(branches: Branches, deal: dict[str, Any], who: str = "nils", **request: Any) -> dict[str, Any]:
    made: dict[str, Any] = branches.call(who, "share_opportunity", opportunity_id=deal["id"], request=request)
    return made


def sees(branches: Branches, who: str, deal: dict[str, Any]) -> bool:
    """By id, in the list, in its count and in search; all four must agree."""
    try:
        by_id = branches.call(who, "get_opportunity", opportunity_id=deal["id"])["id"] == deal["id"]
    except NotFound:
        by_id = False
    listed = branches.call(who, "list_opportunities", query={"count": "exact"})
    found = branches.call(who, "list_opportunities", query={"q": "rebu"})
    assert by_id == bool(listed["data"]) == bool(listed["count"]) == bool(found["data"])
    return bool(by_id)


def change(branches: Branches, who: str, deal: dict[str, Any]) -> Any:
    return branches.call(who, "change_opportunity", opportunity_id=deal["id"], request={"next_step": f"By {who}"})


def test_a_read_share_lets_exactly_one_person_in_to_read(branches: Branches, deal: dict[str, Any]) -> None:
    made = share(branches, deal, person_id=branches.people["sara"].user_id)
    assert (made["person_id"], made["org_unit_id"], made["access"]) == (
        branches.people["sara"].user_id,
        None,
        "read",
    )
    assert [sees(branches, who, deal) for who in EVERYBODY_ELSE] == [False, True]
    with pytest.raises(Forbidden):
        change(branches, "sara", deal)
    branches.call("nils", "revoke_opportunity_share", opportunity_id=deal["id"], share_id=made["id"])
    assert not sees(branches, "sara", deal)
    assert branches.told(deal["id"]) == ["opened", "shared", "share_revoked"]
    with pytest.raises(NotFound):
        branches.call("nils", "revoke_opportunity_share", opportunity_id=deal["id"], share_id=made["id"])


def test_a_unit_that_is_let_in_lets_its_people_in(branches: Branches, deal: dict[str, Any]) -> None:
    share(branches, deal, org_unit_id=branches.units["SOUTH"], access="write")
    assert [sees(branches, who, deal) for who in EVERYBODY_ELSE] == [False, True]
    assert change(branches, "sara", deal)["next_step"] == "By sara"


@pytest.mark.parametrize("rpc", ["share_opportunity", "transfer_opportunity"])
def test_who_may_write_may_still_not_pass_the_deal_on(branches: Branches, deal: dict[str, Any], rpc: str) -> None:
    sara, nina = branches.people["sara"].user_id, branches.people["nina"].user_id
    share(branches, deal, person_id=sara, access="write")
    request = {"person_id": nina} if rpc == "share_opportunity" else {"owner_id": sara}
    with pytest.raises(Forbidden):
        branches.call("sara", rpc, opportunity_id=deal["id"], request=request)
    assert not sees(branches, "nina", deal)


def test_sharing_again_changes_what_the_share_allows(branches: Branches, deal: dict[str, Any]) -> None:
    sara = branches.people["sara"].user_id
    first = share(branches, deal, person_id=sara, access="write")
    second = share(branches, deal, person_id=sara, access="read")
    assert first["id"] == second["id"]
    with pytest.raises(Forbidden):
        change(branches, "sara", deal)
    shares = branches.call("nils", "list_opportunity_shares", opportunity_id=deal["id"])["data"]
    assert [one["access"] for one in shares] == ["read"]


def test_a_share_is_over_when_its_day_has_passed(branches: Branches, deal: dict[str, Any]) -> None:
    made = share(branches, deal, person_id=branches.people["sara"].user_id, until=today().isoformat())
    assert sees(branches, "sara", deal)
    with branches.database.write() as session:
        session.execute(update(Share).where(Share.id == made["id"]).values(until=today() - timedelta(days=1)))
    assert not sees(branches, "sara", deal)


def test_a_transferred_deal_stays_with_the_old_owner_it_was_shared_with(
    branches: Branches, deal: dict[str, Any]
) -> None:
    sara, nils = branches.people["sara"].user_id, branches.people["nils"].user_id
    branches.call("nils", "transfer_opportunity", opportunity_id=deal["id"], request={"owner_id": sara})
    assert not sees(branches, "nils", deal)
    share(branches, deal, "sara", person_id=nils)
    assert sees(branches, "nils", deal)


def test_a_stage_change_names_whom_the_deal_is_shared_with(branches: Branches, deal: dict[str, Any]) -> None:
    sara = branches.people["sara"].user_id
    share(branches, deal, person_id=sara)
    share(branches, deal, org_unit_id=branches.units["SOUTH"])
    branches.call("nils", "advance_opportunity", opportunity_id=deal["id"], request={"stage": "engaging"})
    told = branches.events(deal["id"])[-1].data
    assert (told["shared_people"], told["shared_units"]) == ([sara], [branches.units["SOUTH"]])


def test_only_known_others_can_be_let_in(branches: Branches, deal: dict[str, Any]) -> None:
    refused: list[tuple[dict[str, Any], type[Refusal]]] = [
        ({"person_id": new_id()}, sharing.GranteeIsUnknown),
        ({"org_unit_id": new_id()}, sharing.GranteeIsUnknown),
        ({"person_id": branches.people["nils"].user_id}, sharing.OwnerNeedsNoShare),
        ({"person_id": branches.people["sara"].user_id, "until": "2020-01-01"}, sharing.ShareIsOver),
        ({"person_id": branches.people["sara"].user_id, "org_unit_id": branches.units["HQ"]}, Malformed),
        ({"person_id": branches.people["sara"].user_id, "access": "own"}, Malformed),
        ({}, Malformed),
    ]
    for request, refusal in refused:
        with pytest.raises(refusal):
            share(branches, deal, **request)
    assert branches.call("nils", "list_opportunity_shares", opportunity_id=deal["id"])["data"] == []
