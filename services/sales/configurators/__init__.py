"""Configurators: which parts a product can be built of, which of them go together, and what a choice of them costs."""
