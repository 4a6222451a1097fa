"""What a token costs: language models by architecture, the systems that serve them, memory, work and money."""
