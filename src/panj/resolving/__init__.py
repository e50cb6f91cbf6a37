"""The room `resolving`."""
