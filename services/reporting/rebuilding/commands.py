"""Forgetting all facts and taking in the logs again, each event once, while the service goes on with what is new."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.reporting.persistence import Base, kept_by_others, made_here
from services.reporting.rebuilding.model import RebuildMark
from services.reporting.rebuilding.queries import rebuild_of
from shared.bus.envelope import Envelope
from shared.bus.handlers import Handlers
from shared.bus.inbox import forget_undone, note_taken_in, take_turn, taken_in
from shared.persistence.platform import MergedCustomer, MovedToCustomer, Share, TerritorySeller
from shared.visible import noun_of

ALSO_FACTS = (MovedToCustomer.__table__, MergedCustomer.__table__, TerritorySeller.__table__)
"""What events have told that is kept in the tables which every service has."""


def begin_rebuild(session: Session, ends: Mapping[str, int]) -> list[RebuildMark]:
    """Forget all facts, but nothing that people made here; or go on with the rebuild that somebody began. What the
    inbox has taken in by now is to be taken in again, and what still waits in it too: it is before the end of the
    rebuild. `ends` are the sources with the ends of their logs: one that was never heard, since the version before did
    not listen to it, is taken in up to there. What it tells meanwhile comes twice and counts once, as facts go by
    versions. There is a mark for each source whose log is not through yet, in their order.
    """
    take_turn(session)
    begun = [mark for mark in (rebuild_of(session, source) for source in ends) if mark is not None]
    if begun:
        return begun
    made = made_here()
    kept = {RebuildMark.__table__, *(model.__table__ for model in made)}
    cells = kept_by_others()
    facts = [one for one in Base.metadata.sorted_tables if one not in kept | cells]
    for table in (*ALSO_FACTS, *facts, *cells):  # cells go last: each fact that goes is taken out of its own
        session.execute(delete(table))
    of_facts = Share.noun.not_in([noun_of(model) for model in made if getattr(model, "shareable", False)])
    session.execute(delete(Share).where(of_facts).execution_options(synchronize_session=False))
    forget_undone(session)
    heard = {source: taken_in(session, source) for source in ends}
    marks = [RebuildMark(source=source, position=0, until=heard[source] or end) for source, end in ends.items()]
    session.add_all(marks)
    session.flush()
    return marks


def go_on(session: Session, source: str, handlers: Handlers, envelopes: Sequence[Envelope]) -> bool:
    """Take in the next events of the log; whether there are more to come. With none left it is through."""
    take_turn(session)
    mark = rebuild_of(session, source)
    if mark is None:
        return False
    wanted = [one for one in envelopes if mark.position < one.position <= mark.until]
    for envelope in wanted:
        for handler in handlers.get(envelope.type, ()):
            handler.run(session, envelope)
    if wanted:
        mark.position, mark.occurred_at = wanted[-1].position, wanted[-1].occurred_at
    if wanted and mark.position < mark.until:
        return True
    if mark.occurred_at is not None:
        note_taken_in(session, source, mark.position, mark.occurred_at)
    session.delete(mark)
    return False
