"""Deals counted and summed in small cells by what reports ask for most, kept with every change of a fact."""
