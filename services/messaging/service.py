"""The messaging service: one Nameko service, one mixin per aggregate."""

from shared.entrypoints import Entrypoints


class MessagingService(Entrypoints):
    name = "messaging"
