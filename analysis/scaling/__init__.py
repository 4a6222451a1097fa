"""What more training buys: scaling laws, their limits, trends of models and hardware, and data."""
