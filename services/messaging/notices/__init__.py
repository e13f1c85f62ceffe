"""Notices: events that people must still be told of; who they are is asked of the gateway when it is their turn."""
