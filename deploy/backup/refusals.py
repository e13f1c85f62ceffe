"""Why a backup is not taken or not restored."""


class Refused(Exception):
    """Nothing was changed; the message is a sentence for the administrator, with what to do."""
