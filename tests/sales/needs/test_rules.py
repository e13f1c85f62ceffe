"""When two needs are one, and how many a deal may have."""

import pytest

from services.sales.needs import rules
from shared.contracts.sales import needs as contract
from tests.sales.desk import Office


@pytest.mark.parametrize(
    ("product_id", "description", "key"),
    [
        (None, "  Red\t Rope ", "red rope"),
        (None, "STRASSE", rules.key_of(None, "straße")),
        (None, "ß" * 200, "s" * 200),
        ("a product", "in red", "a product"),
    ],
)
def test_a_need_is_told_from_others_by_its_product_or_its_words(
    product_id: str | None, description: str, key: str
) -> None:
    assert rules.key_of(product_id, description) == key


@pytest.mark.parametrize("description", [None, "", " \t"])
def test_a_need_that_says_nothing_is_none(description: str | None) -> None:
    with pytest.raises(rules.NeedSaysNothing):
        rules.key_of(None, description)


def test_a_deal_has_only_so_many_needs(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "MOST_NEEDS", 2)
    nils = office("nils")
    deal = nils.open_opportunity(request={"name": "Mill"})["id"]
    for description in ("rope", "chain"):
        nils.record_need(opportunity_id=deal, request={"description": description})
    with pytest.raises(rules.TooManyNeeds):
        nils.record_need(opportunity_id=deal, request={"description": "cable"})
    assert [one["description"] for one in nils.list_needs(opportunity_id=deal)["data"]] == ["rope", "chain"]
