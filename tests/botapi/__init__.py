"""The simulated Telegram, held against the documented Bot API and against two other libraries' models."""
