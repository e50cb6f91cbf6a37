"""The reader that Panj ships: one small encoder, several heads, one pass, on the CPU.

Scores are computed one window at a time on one thread, so that a report's reading depends on the report alone.
"""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Mapping

import msgspec
import numpy as np
import onnxruntime

from panj.errors import ModelAltered, ModelMissing
from panj.model import Abstention, Mention, Reading, Report, Span
from panj.reading.decoding import Scores, decode
from panj.reading.pieces import WordPieces
from panj.reading.windows import Window, cut, windows
from panj.reading.words import sentences

MODEL = pathlib.Path(__file__).with_name("model")
"""Folder of the shipped weights."""

_REINSTALL = "Install Panj again (pip install --force-reinstall panj), or build the model with training/train.py"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the model folder holds: the reader's version, SHA-256 of each file, and the decoding thresholds."""

    version: str
    files: dict[str, str]
    thresholds: dict[str, float]


class NeuralReader:
    """Reads reports with the network in a model folder; see :class:`panj.reading.contract.Reader`.

    Args:
        folder: holds ``manifest.json`` and the files it names.

    Raises:
        ModelMissing: a file is not there.
        ModelAltered: a file does not have the checksum of the manifest.
    """

    def __init__(self, folder: pathlib.Path = MODEL) -> None:
        manifest = verify(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        self._session = onnxruntime.InferenceSession(
            (folder / "reader.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = WordPieces((folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n"))
        self._thresholds: Mapping[str, float] = manifest.thresholds
        self._version = manifest.version

    @property
    def version(self) -> str:
        """Name and version of the weights."""
        return self._version

    def read(self, report: Report) -> Reading:
        """Return the mentions of ``report``."""
        bounds = sentences(report.text)
        inside = cut(report.text, bounds)
        mentions: list[Mention] = []
        refused: list[Abstention] = []
        for sentence in inside:
            if sentence.cut:
                edge = sentence.words[-1].end
                words = Span(start=edge, end=sentence.end, text=report.text[edge : sentence.end])
                refused.append(
                    Abstention(
                        report_id=report.id, stage="reading", field="sentence", reason="sentence too long", words=words
                    )
                )
        for window in windows(report.title, inside, self._pieces):
            tokens, relations = self.score(window)
            found = decode(report.id, report.text, window, dict(enumerate(bounds)), tokens, relations, self._thresholds)
            mentions += found[0]
            refused += found[1]
        return Reading(
            report_id=report.id,
            reader=self._version,
            sentences=len(bounds),
            mentions=tuple(mentions),
            abstentions=tuple(refused),
        )

    def score(self, window: Window) -> tuple[Scores, Scores]:
        """Return the network's token and relation scores for one window."""
        tokens, relations = self._session.run(
            None,
            {
                "ids": np.asarray([window.ids], dtype=np.int64),
                "shapes": np.asarray([window.shapes], dtype=np.int64),
                "first": np.asarray([window.first], dtype=np.int64),
            },
        )
        return tokens[0], relations[0]


def verify(folder: pathlib.Path = MODEL) -> Manifest:
    """Return the manifest of a model folder after checking every file's SHA-256.

    Raises:
        ModelMissing: the manifest or a file that it names is not there.
        ModelAltered: a file, or the manifest itself, is not what was shipped.
    """
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise ModelMissing(str(folder), "holds no reader model", _REINSTALL) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ModelAltered(str(folder / "manifest.json"), "is not a model manifest", _REINSTALL) from error
    for name, expected in sorted(manifest.files.items()):
        path = folder / name
        try:
            actual = hashlib.sha256(path.read_bytes()).hexdigest()
        except FileNotFoundError as error:
            raise ModelMissing(str(path), "is missing", _REINSTALL) from error
        if actual != expected:
            raise ModelAltered(str(path), "does not have the checksum it was shipped with", _REINSTALL)
    return manifest
