"""The chain of rules between a person and a record, and the sentences that tell it."""
