"""Everything that Panj raises on purpose.

::

    PanjError
    ├── SourceError            something that was to become a report did not
    │   ├── SourceMissing        no such file, folder or address
    │   ├── SourceEmpty          nothing in it, or nothing but white space
    │   ├── SourceBinary         not text (an image, an archive, an executable)
    │   ├── SourceUnsupported    a known kind that this version does not read (PDF, DOCX)
    │   ├── SourceTooLarge       over the size limit
    │   ├── SourceMalformed      a line, a field or a date that does not hold what it must
    │   └── FetchError           the network said no
    │       └── FetchForbidden   a private, loopback or otherwise internal address
    ├── ReaderError            the reader cannot run
    │   ├── ModelMissing         its files are not there
    │   └── ModelAltered         its files do not have the checksum they were shipped with
    ├── LedgerError            the ledger cannot be opened or written
    │   ├── LedgerMissing        no file there, and none was to be made
    │   ├── LedgerLocked         another process holds it
    │   ├── LedgerDamaged        the file is torn or its content breaks a rule
    │   ├── LedgerForeign        a file, but not a ledger of Panj
    │   ├── LedgerNewer          written by a later version of Panj
    │   └── LedgerFull           the disk is full or the file cannot grow
    ├── UnknownId              no value, claim, incident or report has this identifier
    └── InvalidValue           an argument that cannot be understood (a date, a country, a type)

Each names the thing it is about (``subject``), says what is wrong with it (``problem``) and the way out
(``remedy``); ``str()`` joins the three in one line.
"""

from __future__ import annotations


class PanjError(Exception):
    """Base of every error that Panj raises on purpose.

    Args:
        subject: the file, address, identifier or argument that the error is about.
        problem: what is wrong with it, as a phrase without a full stop.
        remedy: what the user can do about it, as a sentence without a full stop; may be empty.
    """

    def __init__(self, subject: str, problem: str, remedy: str = "") -> None:
        self.subject = subject
        self.problem = problem
        self.remedy = remedy
        super().__init__(subject, problem, remedy)

    def __str__(self) -> str:
        text = f"{self.subject}: {self.problem}" if self.subject else self.problem
        return f"{text}. {self.remedy}." if self.remedy else f"{text}."


class SourceError(PanjError):
    """Something that was to become a report did not."""


class SourceMissing(SourceError):
    """No such file, folder or address."""


class SourceEmpty(SourceError):
    """Nothing in it, or nothing but white space."""


class SourceBinary(SourceError):
    """Not text: an image, an archive, an executable."""


class SourceUnsupported(SourceError):
    """A known kind of file that this version does not read."""


class SourceTooLarge(SourceError):
    """Over the size limit."""


class SourceMalformed(SourceError):
    """A line, a field or a date that does not hold what it must."""


class FetchError(SourceError):
    """The network said no."""


class FetchForbidden(FetchError):
    """A private, loopback or otherwise internal address."""


class ReaderError(PanjError):
    """The reader cannot run."""


class ModelMissing(ReaderError):
    """The reader's files are not there."""


class ModelAltered(ReaderError):
    """The reader's files do not have the checksum they were shipped with."""


class LedgerError(PanjError):
    """The ledger cannot be opened or written."""


class LedgerMissing(LedgerError):
    """No file there, and none was to be made."""


class LedgerLocked(LedgerError):
    """Another process holds the ledger."""


class LedgerDamaged(LedgerError):
    """The file is torn, or its content breaks a rule."""


class LedgerForeign(LedgerError):
    """A file, but not a ledger of Panj."""


class LedgerNewer(LedgerError):
    """Written by a later version of Panj."""


class LedgerFull(LedgerError):
    """The disk is full, or the file cannot grow."""


class UnknownId(PanjError):
    """No value, claim, incident or report has this identifier."""


class InvalidValue(PanjError):
    """An argument that cannot be understood: a date, a country, a type."""
