"""How the vault database came to its present tables, one step a file in `versions`."""
