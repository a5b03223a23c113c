"""The courier and its pace, through the simulated Telegram and its faults."""
