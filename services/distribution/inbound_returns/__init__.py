"""Inbound returns: goods of an order that its customer sends back, awaited and then received in a warehouse."""
