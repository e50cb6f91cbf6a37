"""Claims to incidents: the same act told again is one incident; views say who claims what about it.

Pure functions over frozen values: the same claims, reports and decisions give the same result in whatever order they
come. :func:`link` decides which claims tell of one act; :func:`incidents`, :func:`sums`, :func:`statements` and
:func:`total` are views over what it decided; :func:`explain` says why a claim was linked.
"""

from panj.incidents.aggregation import RULES, Rule
from panj.incidents.answers import Total
from panj.incidents.linker import Linker
from panj.incidents.linking import explain, link
from panj.incidents.selection import Selection
from panj.incidents.statements import statements
from panj.incidents.sums import sums
from panj.incidents.totals import total
from panj.incidents.views import incidents

__all__ = [
    "RULES", "Linker", "Rule", "Selection", "Total", "explain", "incidents", "link", "statements", "sums", "total",
]  # fmt: skip
