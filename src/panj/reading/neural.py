"""The reader that Panj ships: one small encoder over a window, two small layers for each act found, on the CPU.

Scores are computed one window at a time on one thread, so that a report's reading depends on the report alone.
"""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import onnxruntime

from panj.errors import ModelAltered, ModelMissing
from panj.model import Abstention, Mention, Reading, Report, Span
from panj.reading.decoding import Scores, Trigger, decode
from panj.reading.gate import Gate
from panj.reading.labels import TRIGGER_TAGS
from panj.reading.pieces import WordPieces
from panj.reading.windows import Window, cut, windows
from panj.reading.words import sentences

MODEL = pathlib.Path(__file__).with_name("model")
"""Folder of the shipped weights."""

_REINSTALL = "Install Panj again (pip install --force-reinstall panj), or build the model with training/train.py"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the model folder holds: the reader's version, SHA-256 of each file, thresholds of decoding and gate."""

    version: str
    files: dict[str, str]
    thresholds: dict[str, float]
    gate: float


class NeuralReader:
    """Reads reports with the network in a model folder; see :class:`panj.reading.contract.Reader`.

    Args:
        folder: holds ``manifest.json`` and the files it names.
        gated: keep sentences that tell of no act, by a cheap guess, from the encoder.

    Raises:
        ModelMissing: a file is not there.
        ModelAltered: a file does not have the checksum of the manifest.
    """

    def __init__(self, folder: pathlib.Path = MODEL, *, gated: bool = True) -> None:
        manifest = verify(folder)
        self._gate = Gate.load(folder / "gate.npy", manifest.gate) if gated else None
        self._first, self._second = _session(folder / "reader.onnx"), _session(folder / "acts.onnx")
        self._pieces = WordPieces((folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n"))
        self._thresholds: Mapping[str, float] = manifest.thresholds
        self._version = manifest.version if gated else f"{manifest.version}-ungated"

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
        numbered = dict(enumerate(bounds))
        wanted = [self._gate is None or self._gate.passes([word.text for word in one.words]) for one in inside]
        for window in windows(report.title, inside, self._pieces, wanted):
            tokens, hidden = self._score(window)
            acts = _Acts(self._second, hidden)
            found = decode(report.id, report.text, window, numbered, tokens, acts, self._thresholds)
            mentions += found[0]
            refused += found[1]
        return Reading(
            report_id=report.id,
            reader=self._version,
            sentences=len(bounds),
            passed_over=wanted.count(False),
            mentions=tuple(mentions),
            abstentions=tuple(refused),
        )

    def _score(self, window: Window) -> tuple[Scores, Scores]:
        """Return token scores [words, heads] and the words themselves [words, width] of one window."""
        names = ("ids", "shapes", "first", "last")
        fed = {name: np.asarray([getattr(window, name)], dtype=np.int64) for name in names}
        tokens, hidden = self._first.run(None, fed)
        return tokens[0], hidden[0]


class _Acts:
    """The second pass over the sentences of one window; see :class:`panj.reading.decoding.Acts`."""

    def __init__(self, session: onnxruntime.InferenceSession, words: Scores) -> None:
        self._session = session
        self._words = words

    def __call__(self, begin: int, end: int, triggers: Sequence[Trigger]) -> tuple[Scores, Scores]:
        fed = {
            "inside": self._words[begin:end],
            "from_word": np.asarray([one.first for one in triggers], dtype=np.int64),
            "to_word": np.asarray([one.last for one in triggers], dtype=np.int64),
            "types": np.asarray([TRIGGER_TAGS.index(one.type) for one in triggers], dtype=np.int64),
        }
        words, acts = self._session.run(None, fed)
        return words, acts


def _session(path: pathlib.Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


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
