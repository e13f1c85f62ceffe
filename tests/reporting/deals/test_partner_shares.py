"""What a partner's link opens in reports, told in any order, beside what was shared by hand."""

import random
from typing import Any

import pytest
from sqlalchemy import select

from services.reporting.deals import commands
from shared.actor import system_actor
from shared.contracts.sales import partners
from shared.ids import new_id
from shared.persistence.platform import Share
from tests.reporting.newsroom import Newsroom

SEEDS = range(8)


def linked(room: Newsroom, version: int, kind: type[Any] = partners.OpportunityPartnerLinked) -> Any:
    told: dict[str, Any] = {"share_id": new_id(), "grantee_id": room.units["SOUTH"], "grantee_kind": "unit"}
    if kind is partners.OpportunityPartnerLinked:
        told |= {"may_write": False, "until": None}
    return room.event(kind, "deal", version=version, partner_id=new_id(), partner_role="reseller", **told)


def unlinked(room: Newsroom, version: int) -> Any:
    return linked(room, version, partners.OpportunityPartnerUnlinked)


def shared(room: Newsroom, version: int) -> Any:
    return room.share("deal", version, room.units["SOUTH"], "unit", may_write=True)


def revoked(room: Newsroom, version: int) -> Any:
    return room.revoke("deal", version, room.units["SOUTH"], grantee_kind="unit")


LIVES = {
    "linked": ([linked, shared, unlinked, linked, revoked], [("partner", False)]),
    "by hand": ([shared, linked, revoked, shared, unlinked], [("hand", True)]),
    "both": ([linked, unlinked, shared, linked], [("hand", True), ("partner", False)]),
    "neither": ([shared, linked, unlinked, revoked], []),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("life", LIVES)
def test_in_any_order_what_is_open_is_what_stands_last_for_each_reason(room: Newsroom, life: str, seed: int) -> None:
    steps, standing = LIVES[life]
    told = [step(room, version) for version, step in enumerate(steps, start=1)]
    chance = random.Random(seed)
    told += chance.sample(told, 2)
    chance.shuffle(told)
    for event in told:
        with room.database.write() as session:
            commands.follow_share(session, system_actor("reporting"), event)
    with room.database.read() as session:
        found = session.execute(select(Share.reason, Share.may_write).order_by(Share.reason)).all()
    assert [tuple(row) for row in found] == standing


def test_a_link_opens_the_funnel_to_the_people_of_its_unit_until_it_is_removed(room_anywhere: Newsroom) -> None:
    def counted() -> int:
        return int(room_anywhere.ask("sara", "get_sales_funnel")["totals"]["count"])

    room_anywhere.tell(linked(room_anywhere, 1))
    assert counted() == 1
    room_anywhere.tell(unlinked(room_anywhere, 2))
    assert counted() == 0
