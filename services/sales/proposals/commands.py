"""Making proposals, and keeping them among the files of their deal."""

from sqlalchemy.orm import Session

from services.sales.attachments.commands import attach_file, upload_file
from services.sales.attachments.queries import Attachment
from services.sales.document_templates.queries import MEDIA_TYPE, template_file
from services.sales.document_templates.queries.merging import write_merged
from services.sales.proposals import queries
from shared.actor import Actor
from shared.bus.offload import run_in_thread
from shared.contracts.sales.document_templates import PROPOSAL
from shared.files import Files


def generate_proposal(
    session: Session,
    actor: Actor,
    opportunity_id: str,
    files: Files,
    document_template_id: str | None,
    note: str | None,
) -> Attachment:
    """Make a document of the template and the deal, and attach it as the next version of the deal's proposal; the
    history of the deal tells of it once. Raises `ProposedDealIsClosed` and `TemplateIsUnknown`.
    """
    draft = queries.draft_of_deal(session, actor, opportunity_id, document_template_id)
    template = template_file(draft.template_path, PROPOSAL, files)
    content = run_in_thread(write_merged, template, draft.merge)
    file = attach_file(session, actor, "opportunity", opportunity_id, name=draft.name, media_type=MEDIA_TYPE, note=note)
    return upload_file(session, actor, "opportunity", opportunity_id, file.id, content, files)
