"""The room `ledger`."""

import pytest

# Modules of shared tests and checks, whose assertions are to explain themselves as those of test modules do.
pytest.register_assert_rewrite(*(f"{__name__}.contract_{part}" for part in ("asking", "order", "writing")))
