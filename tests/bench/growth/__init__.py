"""What the bench on growth asks, and how it tells what it found."""
