"""The five engines: each looks for a way from a report to its writer, and has a leaky build that it must catch."""
