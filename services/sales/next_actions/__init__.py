"""Next actions: what a seller does next about a deal, worked out from its stage and from what is overdue."""
