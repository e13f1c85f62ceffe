"""Call-backs: promises to call somebody at a time, which stand in an agent's queue when that time has come, once."""
