"""Making all facts anew from the logs of the services that told them."""
