"""What a report's statement is made of: the rows it is about, its dimensions, and measures that add up exactly."""
