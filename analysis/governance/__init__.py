"""Which models the thresholds cover, how sure that is, and what inference compute means for oversight."""
