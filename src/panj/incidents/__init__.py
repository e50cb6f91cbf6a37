"""The room `incidents`."""
