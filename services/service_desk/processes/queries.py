"""Which processes this service enforces."""

from services.service_desk.agreements import queries as agreements
from services.service_desk.articles import queries as articles
from services.service_desk.requests import queries as requests
from shared.processes import Process


def list_processes() -> tuple[Process, ...]:
    return (
        agreements.agreement_process(),
        articles.article_process(),
        requests.request_process(),
    )
