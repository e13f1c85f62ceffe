"""Making all facts anew from the log of the service that told them."""
