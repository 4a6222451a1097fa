"""Results of the inference part: where table, parameters and formula meet, one topic a module."""
