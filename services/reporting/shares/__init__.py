"""To whom facts are open besides those they belong to: as the service that owns the records tells it."""
