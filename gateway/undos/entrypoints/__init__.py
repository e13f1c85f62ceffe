"""Where undos meet the message bus: begun by a call for the job, carried out beside the calls."""

from gateway.undos import queries
from gateway.undos.entrypoints import running
from shared.bus.timers import every
from shared.clock import now
from shared.entrypoints import Entrypoints

LOOK_SECONDS = 1.0


class UndoEntrypoints(Entrypoints):
    @every(lambda settings: LOOK_SECONDS)
    def carry_out_undos(self) -> None:
        """Work on what was begun, and on what a process that has ended left behind."""
        with self.read() as session:
            waiting = queries.standing_still(session, now())
        for undo_id in waiting:
            running.start(self.database, self.bus, undo_id)
