"""The room `sources`."""
