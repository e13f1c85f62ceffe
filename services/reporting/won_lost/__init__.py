"""Won and lost: who and what wins deals, who and what loses them, and why."""
