"""Partners: agents and dealers with whom the house works on a deal, each in a role; a link lets their people see it."""
