"""Agreements: what service a customer has bought, for which products, how fast, until when and at what fee."""
