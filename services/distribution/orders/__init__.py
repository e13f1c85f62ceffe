"""Orders as distribution carries them out: what is reserved, shipped, invoiced and paid of them."""
