"""Learning anew, beside the calls, what has drifted or grown old."""
