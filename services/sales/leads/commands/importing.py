"""Loading leads from a file, many at a time."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.sales.leads import commands, queries, rules
from services.sales.leads.commands import telling
from services.sales.leads.commands.assigning import assign_by_rules
from services.sales.leads.model import Lead
from services.sales.sellers.queries import inactive_among
from shared.actor import Actor
from shared.contracts.sales import leads as contract
from shared.importing import ReadRow, RowResult
from shared.owned_loading import OwnedNoun, load_owned

_LEADS = OwnedNoun(
    noun=commands.NOUN,
    model=Lead,
    known=queries.leads_by_external_id,
    keys_taken=queries.external_ids_taken,
    taken_refusal=rules.LeadExternalIdIsTaken,
    make=Lead,
    edit=Lead.edit,
    facts=telling.facts,
    created=lambda lead, diff: contract.LeadCreated(**telling.told(lead, diff)),
    changed=lambda lead, diff: contract.LeadChanged(**telling.told(lead, diff)),
    words=telling.found_by,
    create=commands.create_lead,
    create_named=commands.record_lead,
    settle=assign_by_rules,
    lists=contract.PICKLISTS,
    change=commands.change_lead,
    transfer=commands.transfer_lead,
    turned_down=inactive_among,
)


def import_leads(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id; what a row does not mention stays as it is."""
    return load_owned(session, actor, mode, rows, _LEADS)
