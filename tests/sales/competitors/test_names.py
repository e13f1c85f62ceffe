"""By what one competitor is told from another, and how many there may be in one deal."""

import pytest

from services.sales.competitors import rules
from shared.contracts.sales import competitors as contract
from tests.sales.desk import Office


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Globex", " GLOBEX ", True),
        ("Globex Corp", "globex   corp", True),
        ("Straße AG", "STRASSE AG", True),
        ("Globex", "Globex Corp", False),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert (rules.key_of(one) == rules.key_of(other)) is same


def test_a_name_that_folding_makes_longer_still_has_a_key_that_can_be_kept() -> None:
    assert len(rules.key_of("ß" * rules.LONGEST_KEY)) == rules.LONGEST_KEY


def test_a_deal_has_only_so_many_competitors(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "MOST_COMPETITORS", 2)
    nils = office("nils")
    deal = nils.open_opportunity(request={"name": "Mill"})["id"]
    for name in ("Globex", "Initech"):
        nils.name_competitor(opportunity_id=deal, request={"name": name})
    with pytest.raises(rules.TooManyCompetitors):
        nils.name_competitor(opportunity_id=deal, request={"name": "Hooli"})
    assert [one["name"] for one in nils.list_competitors(opportunity_id=deal)["data"]] == ["Globex", "Initech"]
