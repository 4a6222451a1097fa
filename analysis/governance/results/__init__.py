"""Results of the governance part: where table, parameters and formula meet, one topic a module."""
