"""One seller for all tests of reports, and what the level of a customer asks for while they run."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.company import Company
from tests.end_to_end.reporting.seller import FOLLOW_UP_DAYS, LEVEL, Seller


@pytest.fixture(scope="package")
def seller(company: Company) -> Iterator[Seller]:
    levels = "/v1/customer-levels"
    level = company["admin"].post(levels, {"code": LEVEL, "rank": 1, "follow_up_days": FOLLOW_UP_DAYS})
    yield Seller(company)
    company["admin"].ok("DELETE", f"{levels}/{level['id']}")
