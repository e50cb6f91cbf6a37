"""The formats of the field by name, and how chosen incidents become files and a loss report in one of them."""

from __future__ import annotations

import importlib.util
import pathlib
from collections.abc import Callable
from typing import NamedTuple

from panj.errors import InvalidValue
from panj.exports import acled, cap, gdelt, geojson, parquet, polecat, stix, tables, ucdp
from panj.exports.losses import LossReport, Tally
from panj.exports.material import Material
from panj.model import encode


class Format(NamedTuple):
    """One format.

    Attributes:
        about: what it is, in a few words.
        write: makes the bytes of one file, or of several by name.
        rule: the rule by which its figures are taken unless the user names another.
        folder: the export is a folder of files rather than one file.
        binary: the file is no text.
        needs: a package that is not installed with Panj, but by an extra.
    """

    about: str
    write: Callable[[Material, Tally], bytes | dict[str, bytes]]
    rule: str = "most-supported"
    folder: bool = False
    binary: bool = False
    needs: str | None = None

    def installed(self) -> bool:
        """Say whether what the format needs is there."""
        return self.needs is None or importlib.util.find_spec(self.needs) is not None


FORMATS: dict[str, Format] = {
    "jsonl": Format("Panj's values whole, JSON Lines, a file a subject", tables.jsonl, folder=True),
    "csv": Format("Panj's values flat, CSV, a file a subject", tables.flat, folder=True),
    "acled": Format("ACLED's 31 columns, CSV", acled.write, rule="conservative"),
    "ucdp": Format("UCDP GED's 49 columns, CSV", ucdp.write),
    "gdelt": Format("GDELT 2.0's 61 columns, tabs, no head", gdelt.write),
    "polecat": Format("POLECAT's 40 columns, tabs", polecat.write),
    "geojson": Format("GeoJSON, a point an incident", geojson.write),
    "parquet": Format("Parquet, nested", parquet.write, binary=True, needs="pyarrow"),
    "cap": Format("CAP 1.2, an XML file an incident", cap.write, folder=True),
    "stix": Format("a bundle of STIX 2.1", stix.write),
}
"""Every format by name. ACLED counts deaths by the most conservative report, hence its rule."""


class Export(NamedTuple):
    """What an export made: bytes by file name (one without a name, unless the format is a folder), and the losses."""

    files: dict[str, bytes]
    losses: LossReport

    @property
    def data(self) -> bytes:
        """The bytes of the one file of a format that is no folder."""
        (data,) = self.files.values()
        return data

    def save(self, target: pathlib.Path) -> tuple[pathlib.Path, ...]:
        """Write the file, or the files into a folder that is made where it is missing; return the paths.

        A file is there whole or not at all; other files of a folder are left alone.

        Raises:
            InvalidValue: ``target`` cannot be written.
        """
        if "" not in self.files:
            _make(target)
        paths = {target / name if name else target: data for name, data in self.files.items()}
        for path, data in paths.items():
            _write(path, data)
        return tuple(paths)

    def save_losses(self, target: pathlib.Path) -> None:
        """Write the loss report as JSON.

        Raises:
            InvalidValue: ``target`` cannot be written.
        """
        _write(target, encode(self.losses) + b"\n")


def _make(folder: pathlib.Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidValue(str(folder), f"cannot be made ({error.strerror})", "Name another folder") from error


def _write(path: pathlib.Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise InvalidValue(str(path), f"cannot be written ({error.strerror})", "Name another place") from error


def convert(name: str, material: Material) -> Export:
    """Return incidents in a format, with the report of what it could not hold.

    Args:
        name: one of ``FORMATS``.
        material: the incidents, and what they rest on.

    Raises:
        InvalidValue: there is no such format, or it needs a package that is not installed.
    """
    if name not in FORMATS:
        raise InvalidValue(name, "is not a format", f"Choose one of: {', '.join(FORMATS)}")
    tally = Tally()
    made = FORMATS[name].write(material, tally)
    report = tally.report(name, material.rule, len(material.incidents))
    return Export(made if isinstance(made, dict) else {"": made}, report)
