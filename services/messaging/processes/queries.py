"""Which processes this service enforces."""

from services.messaging.schedules import queries as schedules
from shared.processes import Process


def list_processes() -> tuple[Process, ...]:
    return (schedules.schedule_process(),)
