"""What can be done to any job, whatever it does."""

from sqlalchemy.orm import Session

from gateway.access.queries import actor_of
from gateway.bulks.queries import records_of_bulk
from gateway.exports.commands import cancel_export
from gateway.imports.commands import cancel_import
from gateway.imports.queries import records_of_import
from gateway.jobs import queries, rules
from gateway.jobs.model import Job
from gateway.reassignments.commands import cancel_reassignment
from gateway.reassignments.queries import records_of_reassignment
from gateway.undos.commands import begin_undo, go_on_with_undo
from gateway.undos.queries import undo_of
from shared.actor import Actor
from shared.clock import now
from shared.contracts.gateway.undos import NOUNS, list_of

_RECORDS = {"bulk": records_of_bulk, "import": records_of_import, "reassignment": records_of_reassignment}
_CANCEL = {"export": cancel_export, "import": cancel_import, "reassignment": cancel_reassignment}


def undo_job(session: Session, actor: Actor, job_id: str, hours: float) -> Job:
    """Begin to take the job back; asked for again it is the same undo, which goes on where it failed."""
    job = queries.get_job(session, actor, job_id)
    rules.ensure_own(job.created_by, actor.user_id)
    noun = list_of(job.noun)
    rules.ensure_undoable(job.kind, job.noun, noun in NOUNS)
    actor_of(session, actor.user_id, NOUNS[noun].right, actor.scopes)
    rules.ensure_over(job.state)
    begun = undo_of(session, job.id)
    if begun is not None:
        go_on_with_undo(session, actor, begun)
    else:
        rules.ensure_in_time(job.updated_at, hours, now())
        begun = begin_undo(session, actor, job.id, job.noun, _RECORDS[job.kind](job.id))
    session.flush()
    return queries.get_job(session, actor, begun.id)


def cancel_job(session: Session, actor: Actor, job_id: str) -> Job:
    """End the work where it stands: what an import took or a reassignment moved stays, of an export nothing."""
    kind = queries.get_job(session, actor, job_id).kind
    rules.ensure_cancellable(kind)
    _CANCEL[kind](session, actor, job_id)
    session.flush()
    session.expire_all()
    return queries.get_job(session, actor, job_id)
