"""The proof on other systems, as far as it can be held without making one."""
