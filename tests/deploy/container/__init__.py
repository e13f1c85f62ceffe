"""The image and the compose file, as far as they can be proven without an engine of containers."""
