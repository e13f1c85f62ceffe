"""The messaging service: one Nameko service, one mixin per aggregate."""

from services.messaging.deliveries.entrypoints import DeliveryEntrypoints
from services.messaging.messages.entrypoints import MessageEntrypoints
from services.messaging.notices.entrypoints import NoticeEntrypoints
from services.messaging.persistence import Base
from services.messaging.plans.entrypoints import PlanEntrypoints
from services.messaging.processes.entrypoints import ProcessEntrypoints
from services.messaging.schedules.entrypoints import FollowingEntrypoints, ScheduleEntrypoints
from services.messaging.timeline.entrypoints import MessagingContactTimelineEntrypoints
from services.messaging.undos.entrypoints import UndoEntrypoints
from services.messaging.webhooks.entrypoints import WebhookEntrypoints
from shared.audit.entrypoints import AuditEntrypoints
from shared.explaining import ExplainingEntrypoints


class MessagingService(
    AuditEntrypoints,
    MessageEntrypoints,
    NoticeEntrypoints,
    PlanEntrypoints,
    ProcessEntrypoints,
    ScheduleEntrypoints,
    FollowingEntrypoints,
    WebhookEntrypoints,
    DeliveryEntrypoints,
    MessagingContactTimelineEntrypoints,
    UndoEntrypoints,
    ExplainingEntrypoints,
):
    name = "messaging"
    owned_in = Base
