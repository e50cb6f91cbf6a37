"""Text to codes: times anchored on publication, places of the gazetteer with roles, parties with country and sector.

:class:`Resolver` turns the mentions of a reading into claims. It never guesses: what the words, the report and the
shipped tables do not settle stays words, and is counted as an abstention.
"""

from panj.resolving.countries import country_code
from panj.resolving.resolver import Resolution, Resolver

__all__ = ["Resolution", "Resolver", "country_code"]
