"""Loading campaigns from a file, many at a time."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.marketing.campaigns import commands, queries, rules
from services.marketing.campaigns.model import Campaign
from shared.actor import Actor
from shared.contracts.marketing import campaigns as contract
from shared.ids import new_id
from shared.importing import Form, ReadRow, RowResult, named
from shared.loading import Load, load_rows


def import_campaigns(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id; what a row does not mention stays as it is."""

    def make(fields: Form) -> Campaign:
        rules.ensure_period(fields.get("starts_on"), fields.get("ends_on"))
        place = {"owner_id": actor.user_id, "org_unit_id": actor.unit_id}
        return Campaign(id=new_id(), created_by=actor.user_id, **place, **fields)

    external_ids = named(rows, "external_id")
    known = queries.campaigns_by_external_id(session, actor, external_ids)
    load = Load(
        noun=commands.NOUN,
        key="external_id",
        known=known,
        taken=queries.external_ids_taken(session, external_ids) - known.keys(),
        taken_refusal=rules.CampaignExternalIdIsTaken,
        fields=dict,
        make=make,
        edit=Campaign.edit,
        facts=commands.facts_of,
        created=lambda campaign, diff: contract.CampaignCreated(**commands.told_of(campaign, diff)),
        changed=lambda campaign, diff: contract.CampaignChanged(**commands.told_of(campaign, diff)),
        words=commands.found_by,
    )
    return load_rows(session, actor, mode, rows, load)
