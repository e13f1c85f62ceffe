"""Which version of the product this code is."""

VERSION = "0.3.0"
