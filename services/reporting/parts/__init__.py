"""The part of the facts that a report is about: a period, a unit or all below it, an owner, a currency."""
