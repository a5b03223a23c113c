"""The hard tests: processes killed in the middle."""
