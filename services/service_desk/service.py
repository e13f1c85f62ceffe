"""The service desk: one Nameko service, one mixin per aggregate."""

from services.service_desk.agents.entrypoints import AgentEntrypoints
from services.service_desk.articles.entrypoints import ArticleEntrypoints
from services.service_desk.customers.entrypoints import KnownCustomerEntrypoints
from services.service_desk.requests.entrypoints import RequestEntrypoints


class ServiceDeskService(AgentEntrypoints, ArticleEntrypoints, KnownCustomerEntrypoints, RequestEntrypoints):
    name = "service_desk"
