"""Panj: a ledger of claims from news reports."""
