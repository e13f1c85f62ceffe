"""Messaging: what people should know, told to each of them once."""
