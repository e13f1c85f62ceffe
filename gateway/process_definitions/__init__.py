"""Process definitions: in which order a record is worked on, and which position does each step."""
