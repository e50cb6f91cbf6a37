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

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from auxiliary import School, lessons, school
from auxiliary import load as load_treebank
from corpus import Document, examples, held_out, load
from fit import fit
from judge import Scored, choose, judge, score
from network import Encoder, Network
from panj.reading.decoding import DEFAULT_THRESHOLDS, Scores
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
    """Return a function that scores one window with ``network``."""

    def run(window: Window) -> tuple[Scores, Scores]:
        with torch.inference_mode():
            ids = torch.tensor([window.ids], device=device)
            shapes = torch.tensor([window.shapes], device=device)
            first = torch.tensor([window.first], device=device)
            tokens, relations = network(ids, shapes, torch.ones_like(ids), first)
        return tokens[0].float().cpu().numpy(), relations[0].float().cpu().numpy()

    return run


class Exported(torch.nn.Module):
    """The network without padding: what runs in the reader, one window at a time."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids, shapes, first):
        """Return token and relation scores; see :class:`network.Network`."""
        return self.network(ids, shapes, torch.ones_like(ids), first)


def vocabulary(path: pathlib.Path) -> list[str]:
    """Return the word pieces of a ``tokenizer.json``, in the order of their numbers."""
    numbers = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def export(network: Network, words: list[str], out: pathlib.Path, work: pathlib.Path) -> None:
    """Write ``reader.onnx`` (int8) and ``vocabulary.txt`` to ``out``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    network = network.cpu().eval()
    example = (torch.ones(1, 9, dtype=torch.long), torch.zeros(1, 9, dtype=torch.long), torch.tensor([[1, 3, 5, 7]]))
    full = work / "reader.fp32.onnx"
    torch.onnx.export(
        Exported(network),
        example,
        str(full),
        input_names=["ids", "shapes", "first"],
        output_names=["tokens", "relations"],
        dynamic_axes={"ids": {1: "pieces"}, "shapes": {1: "pieces"}, "first": {1: "words"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(full),
        str(out / "reader.onnx"),
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
    )
    (out / "vocabulary.txt").write_text("\n".join(words), encoding="utf-8")


def write_manifest(out: pathlib.Path, version: str, thresholds: dict[str, float]) -> None:
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("reader.onnx", "vocabulary.txt")}
    manifest = {"version": version, "files": files, "thresholds": thresholds}
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
        encoder = Encoder(options.layers)
        encoder.load_minilm(options.minilm / "model.safetensors")
        school(
            encoder, options.open, pieces, epochs=options.school_epochs, rate=1e-4, seed=options.seed, device=device,
            report=say,
        )  # fmt: skip
        torch.save(encoder.state_dict(), schooled)

    def fresh() -> Network:
        torch.manual_seed(options.seed)
        network = Network(options.layers)
        if options.open:
            network.encoder.load_state_dict(torch.load(schooled))
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
        heads = School(network.encoder, len(treebank[1]))
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
    write_manifest(options.out, options.version, thresholds)
    print(f"wrote {options.out}: {(options.out / 'reader.onnx').stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
