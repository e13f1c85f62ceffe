"""What an activity may say, and when its draft and its task are over."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from services.sales.activities import rules
from services.sales.activities.rules import ActivityStatus
from shared.errors import Refusal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER, EARLIER = NOON + timedelta(hours=1), NOON - timedelta(hours=1)
DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("check", "refusal"),
    [
        (lambda: rules.ensure_times(NOON, None, NOON), None),
        (lambda: rules.ensure_times(NOON, NOON, NOON), None),
        (lambda: rules.ensure_times(LATER, None, NOON), rules.ActivityLiesAhead),
        (lambda: rules.ensure_times(EARLIER, LATER, NOON), rules.ActivityLiesAhead),
        (lambda: rules.ensure_times(NOON, EARLIER, NOON), rules.ActivityEndsBeforeItBegins),
        (lambda: rules.ensure_call("call", "incoming", "110"), None),
        (lambda: rules.ensure_call("meeting", None, None), None),
        (lambda: rules.ensure_call("meeting", None, "110"), rules.ActivityIsNoCall),
        (lambda: rules.ensure_call("letter", "incoming", None), rules.ActivityIsNoCall),
        (lambda: rules.ensure_task("Call", DAY), None),
        (lambda: rules.ensure_task("Call", None), None),
        (lambda: rules.ensure_task(None, None), None),
        (lambda: rules.ensure_task(None, DAY), rules.ActivityHasNoTask),
        (lambda: rules.ensure_task_open("Call", None), None),
        (lambda: rules.ensure_task_open("Call", NOON), rules.TaskIsDone),
        (lambda: rules.ensure_task_open(None, None), rules.ActivityHasNoTask),
        (lambda: rules.ensure_draft(ActivityStatus.DRAFT), None),
        (lambda: rules.ensure_draft(ActivityStatus.DONE), rules.ActivityIsFinished),
    ],
)
def test_what_does_not_go_together_is_refused_by_its_name(
    check: Callable[[], None], refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        check()
    else:
        with pytest.raises(refusal):
            check()
