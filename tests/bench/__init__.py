"""The benches tell what they measured, and measure what they say."""
