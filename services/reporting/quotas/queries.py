"""The facts about quotas, for the reports. Every figure starts from what the actor may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_
from sqlalchemy.orm import aliased

from services.reporting.parts.queries import Facts, Part
from services.reporting.quotas.model import QuotaFact
from services.reporting.statements.queries import grain_of
from shared.contracts.reporting.quotas import LISTING
from shared.contracts.sales.quotas import SELLER
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica

__all__ = ["FACTS", "QuotaFact"]

FACTS = Facts(QuotaFact, QuotaFact.org_unit_id, QuotaFact.set_unit_path, QuotaFact.owner_id, LISTING)
"""A quota counts for whom it was set, and where their unit stood then."""
Superior = aliased(OrgPersonReplica)
OWNER = OrgPersonReplica.name


def counted_within(rows: Select[Any], part: Part, grain: str) -> Select[Any]:
    """The quotas of sellers, over all products, that lie within one of the periods and within the days asked about. One
    that is part of a longer one of these counts in that alone: the months of a quarter that has a quota too are not
    added to it.
    """
    longer = aliased(QuotaFact)
    around = and_(
        longer.owner_id == QuotaFact.owner_id,
        longer.currency == QuotaFact.currency,
        longer.starts_on <= QuotaFact.starts_on,
        longer.ends_on >= QuotaFact.ends_on,
        or_(longer.starts_on < QuotaFact.starts_on, longer.ends_on > QuotaFact.ends_on),
    )
    part_of_it = exists().where(around, counts_in(longer, part, grain)).correlate(QuotaFact)
    return rows.where(counts_in(QuotaFact, part, grain), ~part_of_it)


def counts_in(quota: Any, part: Part, grain: str) -> ColumnElement[bool]:
    """Whether a quota is one that a report with periods of this length can hold sales against."""
    bounds = [quota.counts == SELLER, quota.product_id.is_(None)]
    if part.since is not None:
        bounds.append(quota.starts_on >= part.since)
    if part.until is not None:
        bounds.append(quota.ends_on <= part.until)
    return and_(grain_of(quota.starts_on, grain) == grain_of(quota.ends_on, grain), *bounds)


def with_names(rows: Select[Any]) -> Select[Any]:
    """With the seller, the unit, and who was above the seller."""
    sellers = rows.outerjoin(OrgPersonReplica, OrgPersonReplica.id == QuotaFact.owner_id)
    units = sellers.outerjoin(OrgUnitReplica, OrgUnitReplica.id == QuotaFact.org_unit_id)
    return units.outerjoin(Superior, Superior.node == QuotaFact.set_superior)
