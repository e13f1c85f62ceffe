"""The reporting service: one Nameko service, one mixin per aggregate."""

from shared.entrypoints import Entrypoints


class ReportingService(Entrypoints):
    name = "reporting"
