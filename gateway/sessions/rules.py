"""How a session is named, in plain Python: no database, no wire, no clock."""

LONGEST_LABEL = 100


def device_of(label: str, browser: str | None) -> str:
    """The name that was given, or what the browser calls itself, in characters that can be shown."""
    name = label or browser or ""
    return "".join(character if character.isprintable() else " " for character in name)[:LONGEST_LABEL].strip()
