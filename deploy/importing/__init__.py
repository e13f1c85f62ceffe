"""What ./tenon import consists of: saved mappings, the public API's client, and how it is shown."""
