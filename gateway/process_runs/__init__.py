"""Process runs: a record on its way through the steps of a process, each done by a holder of its position."""
