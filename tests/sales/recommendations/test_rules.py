"""Which recommendation goes first."""

from services.sales.recommendations.rules import Reason, ranked


def declared(product_id: str) -> Reason:
    return Reason("cross_sell", product_id, "They go together.")


def bought(product_id: str, orders: int) -> Reason:
    return Reason("bought_together", product_id, "Bought together.", orders)


def test_what_is_declared_goes_first_then_what_is_bought_together_most_often() -> None:
    reasons = {
        "rarely": [bought("a", 1)],
        "often": [bought("a", 2), bought("b", 9)],
        "declared": [declared("a")],
        "declared and bought": [declared("a"), bought("a", 1)],
        "declared twice": [declared("a"), declared("b")],
        "again rarely": [bought("b", 1)],
    }
    expected = ["declared twice", "declared and bought", "declared", "often", "again rarely", "rarely"]
    assert ranked(reasons) == ranked(dict(reversed(reasons.items()))) == expected
