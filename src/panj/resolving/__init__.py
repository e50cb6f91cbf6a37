"""Text to codes: times anchored on publication, places of the gazetteer with roles, parties with country and sector.

:class:`Resolver` turns the mentions of a reading into claims. It never guesses: what the words, the report and the
shipped tables do not settle stays words, and is counted as an abstention.
"""

from panj.resolving.added import OwnPlaces
from panj.resolving.added_actors import AddedActors
from panj.resolving.added_actors import add as add_actors
from panj.resolving.added_actors import listed as own_actors
from panj.resolving.added_actors import remove as remove_actors
from panj.resolving.countries import country_code
from panj.resolving.finding import Expression, find
from panj.resolving.own import digest as own_digest
from panj.resolving.resolver import Resolution, Resolver

__all__ = [
    "AddedActors", "Expression", "OwnPlaces", "Resolution", "Resolver", "add_actors", "country_code", "find",
    "own_actors", "own_digest", "remove_actors",
]  # fmt: skip
