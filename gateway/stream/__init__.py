"""The stream: a person's own messages, pushed as server-sent events while the token and the right last."""
