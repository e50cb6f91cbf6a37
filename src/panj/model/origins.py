"""Values about copies: which reports are alike, who took a text from whom, and the origin they share."""

from __future__ import annotations

from panj.model.values import Span, Value


class Likeness(Value, frozen=True, kw_only=True):
    """Two reports that hold one text, wholly or in part.

    Attributes:
        one_id: the report with the smaller identifier.
        other_id: the other.
        one_size: number of runs of five words in the one, each counted once.
        other_size: the same of the other.
        shared: how many of these runs both have.
    """

    one_id: str
    other_id: str
    one_size: int
    other_size: int
    shared: int


class Comparison(Value, frozen=True, kw_only=True):
    """What came of comparing one report with those kept before it: everything that is to be written.

    Attributes:
        report_id: the report.
        keys: the runs of words by which its text is looked up.
        leads: those of ``keys`` among whose first reports it now is.
        displaced: pairs of a key and the report that is no longer among that key's first.
        likenesses: those that it has with others.
        ended: pairs of reports whose likeness no longer counts, since too many others share what they share.
    """

    report_id: str
    keys: tuple[int, ...] = ()
    leads: tuple[int, ...] = ()
    displaced: tuple[tuple[int, str], ...] = ()
    likenesses: tuple[Likeness, ...] = ()
    ended: tuple[tuple[str, str], ...] = ()


class Credit(Value, frozen=True, kw_only=True):
    """A report names another outlet as where it has its text, or a part of it, from.

    Attributes:
        report_id: the report that says so.
        outlet: the outlet named.
        words: the words in the report that name it.
        rule: how they were recognised (``dateline``, ``byline``, ``citing``, ``reported``, ``told``).
        taken_from: the earliest earlier report of that outlet with the same origin; ``None`` where the ledger has none.
    """

    report_id: str
    outlet: str
    words: Span
    rule: str
    taken_from: str | None = None


class Origin(Value, frozen=True, kw_only=True):
    """One text with the reports that copy or lightly rewrite it, the earliest first.

    ``id`` is the earliest report; ``credits`` are what its reports say of whom they took it from.
    """

    id: str
    report_ids: tuple[str, ...]
    credits: tuple[Credit, ...] = ()
