"""Which records of this service are entries of a contact's timeline."""

from services.messaging.messages import queries as messages
from shared.timeline import ContactTimelineEntrypoints


class MessagingContactTimelineEntrypoints(ContactTimelineEntrypoints):
    contact_strands = (messages.CONTACT_STRAND,)
