"""How many contacts may take part in one deal."""

import pytest

from services.sales.stakeholders import rules
from shared.contracts.sales import stakeholders as contract
from tests.sales.desk import Office


def test_a_deal_has_only_so_many_stakeholders(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "MOST_STAKEHOLDERS", 2)
    nils = office("nils")
    deal = nils.open_opportunity(request={"name": "Mill"})["id"]
    contact = nils.create_contact(request={"name": "Ada", "kind": "partner"})["id"]
    for role in ("decider", "user"):
        nils.link_contact(opportunity_id=deal, request={"contact_id": contact, "role": role})
    with pytest.raises(rules.TooManyStakeholders):
        nils.link_contact(opportunity_id=deal, request={"contact_id": contact, "role": "introducer"})
    assert [one["role"] for one in nils.list_stakeholders(opportunity_id=deal, query={})["data"]] == ["user", "decider"]
