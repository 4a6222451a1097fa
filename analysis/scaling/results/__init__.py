"""Results of the scaling part: where table, parameters and formula meet, one topic a module."""
