"""OAuth grants: that a person let a client act for them, and the codes and tokens that came of it."""
