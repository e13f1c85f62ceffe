"""Contacts: people at customers, competitors, partners and suppliers, and those who introduce us."""
