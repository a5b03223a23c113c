"""The hard tests: processes killed in the middle, and a search for what must not be on the disk."""
