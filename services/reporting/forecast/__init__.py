"""The forecast: what a period will bring at best, as good as certainly, and by probability."""
