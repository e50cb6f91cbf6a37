"""What every store must do: the tests that hold a backend to ``panj.ledger.contract``.

A backend's test module subclasses :class:`StoreContract` and gives it the fixture ``open_store``: a function from the
name of a ledger and a clock to an open store; the same name is the same ledger.
"""

from __future__ import annotations

from tests.ledger.contract_asking import AsOf, Questions
from tests.ledger.contract_likenesses import Likenesses
from tests.ledger.contract_order import Order
from tests.ledger.contract_writing import Decisions, Intakes, Linkings


class StoreContract(Intakes, Linkings, Decisions, Likenesses, Questions, AsOf, Order):
    """All of it; a backend's test class inherits from this."""
