"""Train the reader and write its model folder: ``python training/train.py --minilm FOLDER --data FOLDER…``.

Fits the network of ``network.py`` on annotated reports, chooses thresholds on documents held out in turn, then fits
again on everything and exports to int8 ONNX (dynamic, per channel, reduced range). Progress is shown; ``--resume``
takes up a run that was stopped after its first fit. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import sys

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import gate
from auxiliary import School, lessons, school
from auxiliary import load as load_treebank
from corpus import Document, examples, held_out, load
from fit import fit
from judge import Scored, choose, judge, score
from network import WIDTH, Network
from panj.reading.decoding import DEFAULT_THRESHOLDS, Acts, Scores
from panj.reading.labels import TRIGGER_TAGS
from panj.reading.pieces import WordPieces
from panj.reading.windows import Window

ROOT = pathlib.Path(__file__).resolve().parent.parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minilm", type=pathlib.Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--data", type=pathlib.Path, nargs="+", required=True, help="corpus folders")
    parser.add_argument("--open", type=pathlib.Path, help="folder of the open treebanks; without it no first schooling")
    parser.add_argument("--school-epochs", type=int, default=2)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "src/panj/reading/model")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "training/work", help="where checkpoints are kept")
    parser.add_argument("--version", default="panj-reader-1")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--rate", type=float, default=1e-4, help="learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="learning rate of the heads")
    parser.add_argument("--batch", type=int, default=8, help="windows in a batch")
    parser.add_argument("--average", type=float, default=0.99, help="decay of the mean of weights; 0: the last ones")
    parser.add_argument("--beside", type=int, default=0, help="a treebank batch beside every N-th step; 0: none")
    parser.add_argument("--folds", type=int, nargs="+", default=[0, 1, 2, 3], help="eighths held out, one at a time")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--resume", action="store_true", help="keep the thresholds of a finished first fit")
    parser.add_argument("--probe", action="store_true", help="stop after the held-out scores")
    return parser.parse_args()


def runner(network: Network, device: torch.device):
    """Return a function that scores one window with ``network``, with each sentence's acts kept once scored."""

    def run(window: Window) -> tuple[Scores, Acts]:
        with torch.inference_mode():
            ids = torch.tensor([window.ids], device=device)
            parts = [torch.tensor([part], device=device) for part in (window.shapes, window.first, window.last)]
            tokens, words = network.read(ids, parts[0], torch.ones_like(ids), *parts[1:])
        known: dict[tuple, tuple[Scores, Scores]] = {}

        def acts(begin: int, end: int, triggers) -> tuple[Scores, Scores]:
            for one in triggers:
                key = (begin, one.first, one.last, one.type)
                if key not in known:
                    with torch.inference_mode():
                        first, last = torch.tensor([one.first]), torch.tensor([one.last])
                        types = torch.tensor([TRIGGER_TAGS.index(one.type)])
                        inside = words[:, begin:end]
                        scores = network.act(
                            inside, first.to(device), last.to(device), types.to(device),
                            torch.ones(1, end - begin, device=device),
                        )  # fmt: skip
                        known[key] = tuple(score[0].float().cpu().numpy() for score in scores)
            found = [known[begin, one.first, one.last, one.type] for one in triggers]
            return np.stack([one[0] for one in found]), np.stack([one[1] for one in found])

        return tokens[0].float().cpu().numpy(), acts

    return run


class First(torch.nn.Module):
    """The first pass without padding, as the reader runs it: one window at a time."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids, shapes, first, last):
        """Return token scores and words; see :meth:`network.Network.read`."""
        return self.network.read(ids, shapes, torch.ones_like(ids), first, last)


class Second(torch.nn.Module):
    """The second pass without padding: all acts of one sentence."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words, first, last, types):
        """Return scores of words and acts; see :meth:`network.Network.act`."""
        inside = words[None].expand(first.shape[0], -1, -1)
        return self.network.act(inside, first, last, types, torch.ones_like(inside[..., 0]))


def vocabulary(path: pathlib.Path) -> list[str]:
    """Return the word pieces of a ``tokenizer.json``, in the order of their numbers."""
    numbers = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def export(network: Network, words: list[str], out: pathlib.Path, work: pathlib.Path) -> None:
    """Write ``reader.onnx`` and ``acts.onnx`` (int8) and ``vocabulary.txt`` to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    network = network.cpu().eval()
    one = {"dtype": torch.long}
    first_inputs = (torch.ones(1, 9, **one), torch.zeros(1, 9, **one), torch.tensor([[1, 3, 5, 7]]),
                    torch.tensor([[2, 4, 6, 7]]))  # fmt: skip
    pieces, along = {1: "pieces"}, {1: "words"}
    _export(
        First(network), first_inputs, work / "reader.fp32.onnx", out / "reader.onnx",
        {"ids": pieces, "shapes": pieces, "first": along, "last": along}, {"tokens": along, "words": along},
    )  # fmt: skip
    second_inputs = (torch.randn(7, WIDTH), torch.tensor([1, 3]), torch.tensor([2, 5]), torch.tensor([2, 3]))
    acts = {0: "acts"}
    _export(
        Second(network), second_inputs, work / "acts.fp32.onnx", out / "acts.onnx",
        {"inside": {0: "words"}, "from_word": acts, "to_word": acts, "types": acts},
        {"of_words": {0: "acts", 1: "words"}, "of_acts": acts},
    )  # fmt: skip
    (out / "vocabulary.txt").write_text("\n".join(words), encoding="utf-8")


def _export(module, inputs, full: pathlib.Path, small: pathlib.Path, names: dict, results: dict) -> None:
    """Write a module as ONNX to ``full`` and in int8 to ``small``; ``names`` and ``results`` hold dynamic axes."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    torch.onnx.export(
        module.eval(), inputs, str(full), input_names=list(names), output_names=list(results),
        dynamic_axes={**names, **results}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(
        str(full), str(small), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
    )  # fmt: skip


def write_gate(documents: list[Document], treebank: pathlib.Path | None, out: pathlib.Path) -> float:
    """Write ``gate.npy`` and return its threshold."""
    weights, threshold, figures = gate.train(documents, treebank)
    np.save(out / "gate.npy", weights.astype(np.float16), allow_pickle=False)
    show("gate", figures)
    return threshold


def write_manifest(out: pathlib.Path, version: str, thresholds: dict[str, float], threshold: float) -> None:
    names = ("reader.onnx", "acts.onnx", "gate.npy", "vocabulary.txt")
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}
    manifest = {"version": version, "files": files, "thresholds": thresholds, "gate": threshold}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def say(line: str) -> None:
    print(line, flush=True)


def show(name: str, figures: dict[str, float]) -> None:
    print(name, "  ".join(f"{key} {value:.3f}" for key, value in sorted(figures.items())), flush=True)


def main() -> None:
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    device = torch.device(options.device)
    words = vocabulary(options.minilm / "tokenizer.json")
    pieces = WordPieces(words)
    documents: list[Document] = [one for folder in options.data for one in load(folder)]
    rows = sum(len(one.rows) for one in documents)
    print(f"{len(documents)} reports, {rows} sentences", flush=True)

    schooled = options.work / f"schooled-{options.layers}-{options.school_epochs}-{options.seed}.pt"
    if options.open and not (options.resume and schooled.exists()):
        network = Network(options.layers)
        network.encoder.load_minilm(options.minilm / "model.safetensors")
        school(
            network, options.open, pieces, epochs=options.school_epochs, rate=1e-4, seed=options.seed, device=device,
            report=say,
        )  # fmt: skip
        torch.save(network.state_dict(), schooled)

    def fresh() -> Network:
        torch.manual_seed(options.seed)
        network = Network(options.layers)
        if options.open:
            network.load_state_dict(torch.load(schooled))
        else:
            network.encoder.load_minilm(options.minilm / "model.safetensors")
        return network

    settings = {
        "epochs": options.epochs, "rate": options.rate, "head_rate": options.head_rate, "batch": options.batch,
        "seed": options.seed, "device": device, "average": options.average,
    }  # fmt: skip
    treebank = load_treebank(options.open, pieces) if options.open and options.beside else None

    def beside(network: Network) -> dict:
        """Return the arguments that fit the treebank's heads beside the reader's, where that is wanted."""
        if treebank is None:
            return {}
        heads = School(network, len(treebank[1]))
        return {
            "beside": heads, "lesson": lessons(treebank[0], heads, options.seed, device), "every": options.beside,
        }  # fmt: skip

    chosen_file = options.work / "thresholds.json"
    if options.resume and chosen_file.exists():
        thresholds = json.loads(chosen_file.read_text(encoding="utf-8"))
    else:
        scored: Scored = []
        for fold in options.folds:
            network = fresh()
            rest = examples([one for one in documents if not held_out(one, fold)], pieces)
            aside = beside(network)
            fit(network, rest, report=lambda line, fold=fold: say(f"fold {fold}: {line}"), **settings, **aside)
            kept = [one for one in documents if held_out(one, fold)]
            scored += score(kept, pieces, runner(network.eval(), device))
        show("held out, thresholds 0.5:", judge(scored, DEFAULT_THRESHOLDS))
        thresholds = choose(scored)
        show("held out, chosen:", judge(scored, thresholds))
        print("thresholds", thresholds, flush=True)
        chosen_file.write_text(json.dumps(thresholds), encoding="utf-8")
    if options.probe:
        return
    network = fresh()
    fit(network, examples(documents, pieces), report=say, **settings, **beside(network))
    torch.save(network.state_dict(), options.work / "reader.pt")
    export(network, words, options.out, options.work)
    treebank_text = options.open / "ud_ewt/en_ewt-ud-train.rebuilt.conllu" if options.open else None
    write_manifest(options.out, options.version, thresholds, write_gate(documents, treebank_text, options.out))
    print(f"wrote {options.out}: {(options.out / 'reader.onnx').stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
