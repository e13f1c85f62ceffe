"""All lessons that can be learnt without anybody asking."""

from collections.abc import Mapping

from services.reporting.chances import queries as chances
from services.reporting.history_forecast import queries as history_forecast
from services.reporting.learnt_models.queries import Lesson
from services.reporting.win_scores import queries as win_scores

TAUGHT = (win_scores.LESSON, chances.LESSON, history_forecast.COMING, history_forecast.QUARTER)
LESSONS: Mapping[str, Lesson] = {one.kind: one for one in TAUGHT}
