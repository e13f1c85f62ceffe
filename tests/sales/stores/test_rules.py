"""What a store may do, by its rules alone."""

import pytest

from services.sales.stores import rules
from services.sales.stores.rules import StoreStatus


@pytest.mark.parametrize(
    ("wanted", "spoken", "expected"),
    [
        ([], ["de", "en"], "de"),
        (["fr"], ["de", "en"], "de"),
        (["fr", "en"], ["de", "en"], "en"),
        (["en-GB"], ["de", "en"], "en"),
        (["pt"], ["en", "pt-BR", "pt-PT"], "pt-BR"),
        (["pt-pt"], ["en", "pt-BR", "pt-PT"], "pt-PT"),
        (["*"], ["de"], "de"),
    ],
)
def test_a_store_answers_in_the_first_language_that_it_speaks(
    wanted: list[str], spoken: list[str], expected: str
) -> None:
    assert rules.language_for(wanted, spoken) == expected


@pytest.mark.parametrize("status", [StoreStatus.DRAFT, StoreStatus.WITHDRAWN])
def test_only_what_is_published_needs_a_currency_and_products(status: StoreStatus) -> None:
    rules.ensure_currency(None, status)
    rules.ensure_products(False, status)
    with pytest.raises(rules.StoreNeedsCurrency):
        rules.ensure_currency(None, StoreStatus.PUBLISHED)
    with pytest.raises(rules.StoreNeedsProducts):
        rules.ensure_products(False, StoreStatus.PUBLISHED)
    with pytest.raises(rules.StoreIsClosed):
        rules.ensure_open(status)


def test_an_assortment_is_bounded_and_texts_are_in_languages_of_the_store() -> None:
    rules.ensure_room(9, 10)
    with pytest.raises(rules.StoreIsFull):
        rules.ensure_room(10, 10)
    rules.ensure_spoken(["de"], {"de": {}})
    with pytest.raises(rules.StoreDoesNotSpeak) as refused:
        rules.ensure_spoken(["de"], {"fr": {}, "de": {}, "en": {}})
    assert refused.value.extra == {"languages": ["en", "fr"]}
