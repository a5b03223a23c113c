"""The steps; never changed once released."""
