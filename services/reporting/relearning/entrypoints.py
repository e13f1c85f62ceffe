"""The timer that learns anew what reports are asked for."""

from services.reporting.learnt_models.commands import renew_due
from services.reporting.relearning.queries import LESSONS
from shared.bus.timers import every
from shared.entrypoints import Entrypoints

LOOK_SECONDS = 60.0


class RelearningEntrypoints(Entrypoints):
    @every(lambda settings: LOOK_SECONDS)
    def renew_learnt_models(self) -> None:
        """Each instance looks; a model is learnt by the one that claims it first."""
        renew_due(self.database, LESSONS)
