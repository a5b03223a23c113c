"""The simulated Bot API: its statement, its state, its methods, and what people do on their phones."""
