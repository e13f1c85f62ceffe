"""The service desk: one Nameko service, one mixin per aggregate."""

from services.service_desk.agents.entrypoints import AgentEntrypoints
from services.service_desk.agreements.entrypoints import AgreementEntrypoints
from services.service_desk.articles.entrypoints import ArticleEntrypoints
from services.service_desk.customers.entrypoints import CustomerEntrypoints
from services.service_desk.merges.entrypoints import CustomerMergeEntrypoints
from services.service_desk.persistence import Base
from services.service_desk.processes.entrypoints import ProcessEntrypoints
from services.service_desk.products.entrypoints import KnownProductEntrypoints
from services.service_desk.requests.entrypoints import RequestEntrypoints
from services.service_desk.timeline.entrypoints import CustomerTimelineEntrypoints
from services.service_desk.undos.entrypoints import UndoEntrypoints
from shared.audit.entrypoints import AuditEntrypoints
from shared.explaining import ExplainingEntrypoints


class ServiceDeskService(
    AuditEntrypoints,
    CustomerMergeEntrypoints,
    ProcessEntrypoints,
    AgentEntrypoints,
    AgreementEntrypoints,
    ArticleEntrypoints,
    CustomerEntrypoints,
    KnownProductEntrypoints,
    RequestEntrypoints,
    CustomerTimelineEntrypoints,
    UndoEntrypoints,
    ExplainingEntrypoints,
):
    name = "service_desk"
    owned_in = Base
