"""Which processes this service enforces."""

from services.messaging.plans import queries as plans
from services.messaging.schedules import queries as schedules
from shared.processes import Process


def list_processes() -> tuple[Process, ...]:
    return (plans.plan_process(), schedules.schedule_process())
