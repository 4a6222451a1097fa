"""Results of the power part: where table, parameters and formula meet, one topic a module."""
