"""The messaging service: one Nameko service, one mixin per aggregate."""

from services.messaging.messages.entrypoints import MessageEntrypoints
from services.messaging.notices.entrypoints import NoticeEntrypoints


class MessagingService(MessageEntrypoints, NoticeEntrypoints):
    name = "messaging"
