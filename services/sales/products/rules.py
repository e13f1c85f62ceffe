"""When a product may change, in plain Python."""

from shared.errors import Conflict, RuleBroken


class ProductCodeIsTaken(Conflict):
    """A code names one product for ever, retired or not."""

    code = "product_code_taken"


class ProductIsRetired(Conflict):
    """A retired product is not sold and not changed."""

    code = "product_is_retired"


class ProductIsActive(Conflict):
    """The product is on sale already."""

    code = "product_is_active"


class ProductIsNotOffered(RuleBroken):
    """Only what is in the catalogue can be quoted or ordered."""

    code = "product_not_offered"


def ensure_active(code: str, active: bool) -> None:
    if not active:
        raise ProductIsRetired(f"Product {code} is retired; reinstate it first.")


def ensure_retired(code: str, active: bool) -> None:
    if active:
        raise ProductIsActive(f"Product {code} is in the catalogue already.")
