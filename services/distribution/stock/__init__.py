"""Stock: how much of an item lies in a warehouse and how much of it is promised, and every move that made it so."""
