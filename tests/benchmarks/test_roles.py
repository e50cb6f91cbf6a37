"""Roles: scorers of fillers and templates, labels of police acts, triggers, the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bench
import roles
import templates
from clusters import Score
from panj.model import Figure, Mention, Span
from templates import Template, by_head, filled, gtt, is_name, normal, ree, strict
from tests.benchmarks.keywords import KeywordReader, lines, mention

MUC_TEXT = "raiders shot ana weir with a rifle.  raiders burnt mill.    the weather was fine."
MUC = {
    "docid": "WEIR-0001",
    "doctext": MUC_TEXT,
    "templates": [
        {
            "incident_type": "attack", "PerpInd": [[["raiders", 0]]], "PerpOrg": [], "Target": [],
            "Victim": [[["ana weir", 13], ["weir", 17]]], "Weapon": [[["rifle", 29]]],
        },
        {
            "incident_type": "arson", "PerpInd": [[["raiders", 0]]], "PerpOrg": [[["weir front", 0]]],
            "Target": [[["mill", 51]]], "Victim": [], "Weapon": [],
        },
    ],
}  # fmt: skip
INDIA = [
    {"doc_id": 1, "sent_id": 0, "sent_text": "police shot 2 men ", "sent_labels": ["KILL", "FORCE", "ANY_ACTION"]},
    {"doc_id": 1, "sent_id": 1, "sent_text": "nobody came\n\n", "sent_labels": ["FAIL"]},
    {"doc_id": 2, "sent_id": 0, "sent_text": "raiders shot 2 men", "sent_labels": []},
    {"doc_id": 2, "sent_id": 1, "sent_text": "police held a man", "sent_labels": ["ARREST", "ANY_ACTION"]},
]


def _tokens(text: str, at: int) -> list[list[object]]:
    found: list[list[object]] = []
    for word in text.split(" "):
        found.append([word, at, at + len(word)])
        at += len(word) + 1
    return found


def _event(kind: str, start: int) -> dict[str, object]:
    return {"id": "e", "event_type": kind, "trigger": {"start": start, "end": start + 1}, "arguments": []}


WIKI = {
    "doc_id": "weir",
    "sentences": [
        [_tokens("Raiders killed a miller", 0), "Raiders killed a miller"],
        [_tokens("Millers marched and met", 40), "Millers marched and met"],
    ],
    "event_mentions": [
        _event("Life.Die.Unspecified", 1),
        _event("Conflict.Demonstrate.Unspecified", 5),
        _event("Contact.Contact.Meet", 7),
    ],
}
GSR = [
    {"id": "doc", "textInfo": "none"},
    {"id": "a", "textInfo": {"markup": "The (SRC: guard) (EVT: shot) (TAR: raiders)"}},
    {"id": "b", "textInfo": {"markup": "The (SRC: council) (EVT: met)"}},
    {"id": "c", "textInfo": {"markup": "The (SRC: council (new)) (EVT: met)"}},
]


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out the data sets, and let the command use the keyword reader."""
    monkeypatch.setenv("PANJ_SHARED", str(tmp_path))
    monkeypatch.setattr(bench, "load_reader", lambda name: KeywordReader())
    root = tmp_path / "data" / "bench"
    lines(root / "muc4" / "dev.json", [MUC])
    lines(root / "india_police_events" / "data" / "final" / "sents.jsonl", INDIA)
    lines(root / "wikievents" / "dev.jsonl", [WIKI])
    gsr = root / "plover_gsr" / "gold_standard_records" / "PLOVER_GSR_CAMEO.txt"
    gsr.parent.mkdir(parents=True)
    gsr.write_text(json.dumps(GSR), encoding="utf-8")
    return root


def test_the_last_line_is_one_object_with_every_figure(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert roles.main(["--json"]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert record["items"] == {"muc4": 1, "india": 2, "wikievents": 1, "gsr": 2}
    # the organisation was missed, "a rifle" is the key's "rifle"
    assert record["muc4_ree_precision"] == 1.0
    assert record["muc4_ree_recall"] == 0.8
    assert record["muc4_ree_head_perporg_recall"] == 0.0
    assert record["muc4_template_head_type_f1"] == 1.0
    assert record["muc4_template_recall"] == 0.875
    assert record["india_kill_f1"] == record["india_arrest_f1"] == record["india_force_sentence_f1"] == 1.0
    assert record["wikievents_trigger_type_f1"] == record["wikievents_sentence_type_f1"] == 1.0
    assert record["gsr_event_recall"] == 0.5
    assert record["gsr_actor_recall"] == 0.5
    assert record["gsr_recipient_f1"] == 1.0


def test_a_limit_scores_a_part_and_absent_data_is_skipped(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (public / "muc4" / "dev.json").unlink()
    assert roles.main(["--json", "--limit", "1"]) == 0
    captured = capsys.readouterr()
    assert "SKIPPED muc4" in captured.err
    assert json.loads(captured.out)["items"] == {"india": 1, "wikievents": 1, "gsr": 1}


def test_a_malformed_file_fails(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (public / "wikievents" / "dev.jsonl").write_text('{"doc_id": "x"}\n')
    assert roles.main(["--only", "wikievents"]) == 1
    assert "wikievents: malformed" in capsys.readouterr().err


def test_sentences_become_lines_and_characters_stay_where_they_are(public: Path) -> None:
    (document,) = roles.load_muc([public / "muc4" / "dev.json"])
    assert document.report.text.split("\n")[1].strip() == "raiders burnt mill."
    assert len(document.report.text) == len(MUC_TEXT)
    assert document.line(document.report.text.index("burnt")) == 1
    (story,) = roles.load_wikievents([public / "wikievents" / "dev.jsonl"])
    assert [(span.text, type_) for span, type_ in story.triggers] == [("killed", "ASSAULT"), ("marched", "PROTEST")]
    assert all(story.report.text[span.start : span.end] == span.text for span, _ in story.triggers)


def _entity(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_strings_are_compared_as_the_published_scorer_does() -> None:
    assert normal('The  "Upper" mill, a ruin') == "upper mill ruin"
    assert strict(_entity("the old mill", "mill"), _entity("Mill"))
    assert not strict(_entity("the old mill"), _entity("mill"))
    assert by_head(_entity("the old mill"), _entity("mill by the weir"))
    assert not by_head(_entity("the old mill"), _entity("weir"))


def test_fillers_are_aligned_one_to_one_and_shared_between_templates() -> None:
    key = [
        Template("attack", {"Victim": (_entity("ana weir", "weir"), _entity("bo"))}),
        Template("arson", {"Victim": (_entity("weir"),)}),
    ]
    given = [Template("bombing", {"Victim": (_entity("weir"), _entity("ana weir"), _entity("cy"))})]
    scores = ree(key, given, strict)
    # one person in two templates is one entity; the second name of the same person is not right twice
    assert scores["Victim"] == Score(1, 3, 1, 2)
    assert scores["Weapon"] == Score(0, 0, 0, 0)


def test_templates_are_aligned_within_their_type_for_the_best_score() -> None:
    key = [
        Template("attack", {"Victim": (_entity("ana"),)}),
        Template("attack", {"Victim": (_entity("bo"),)}),
        Template("bombing / attack", {"Weapon": (_entity("bomb"),)}),
    ]
    scores = gtt(key, [Template("attack", {"Victim": (_entity("bo"),)})], strict)
    assert scores["type"] == Score(1, 1, 1, 3)
    assert scores["Victim"] == Score(1, 1, 1, 2)
    assert scores["Weapon"] == Score(0, 0, 0, 1)
    both = [Template("bombing", {"Weapon": (_entity("bomb"),)}), Template("attack", {})]
    assert gtt(key, both, strict)["type"] == Score(2, 2, 2, 3)
    wrong = gtt(key[:1], [Template("arson", {"Victim": (_entity("ana"),)})], strict)
    assert wrong["Victim"] == Score(0, 1, 0, 1)
    assert gtt([], [], strict)["type"] == Score(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (mention("ASSAULT", "abduct"), "kidnapping"),
        (mention("ASSAULT", "explosives"), "bombing"),
        (mention("ASSAULT", weapons=["car bomb"]), "bombing"),
        (mention("ASSAULT", "destroy", trigger="burned"), "arson"),
        (mention("ASSAULT", "firearms"), "attack"),
        (mention("ASSAULT", status="negated"), None),
        (mention("COERCE", "seize", trigger="stole"), "robbery"),
        (mention("COERCE", "arrest"), None),
    ],
)
def test_types_of_templates(one: Mention, kind: str | None) -> None:
    assert templates.incident_type(one) == kind


def test_parties_become_people_bodies_things_and_names() -> None:
    attack = mention(
        "ASSAULT", actors=["gunmen of the front", "army", "they"], recipients=["ana weir", "mill", "ana weir"],
        weapons=["rifle"],
    )  # fmt: skip
    again = mention("ASSAULT", "explosives", at=9, actors=["masked gunmen"])
    first, second = filled("ana weir", [attack, again])
    assert first.of("PerpInd") == (_entity("gunmen of the front"),)
    assert first.of("PerpOrg") == (_entity("army"),)
    assert first.of("Target") == (_entity("mill"),)
    assert first.of("Victim") == (_entity("ana weir"),)
    assert first.of("Weapon") == (_entity("rifle"),)
    assert (second.type, second.of("PerpInd")) == ("bombing", first.of("PerpInd"))


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("shot ana weir", "ana weir", True),
        ("shot the miller", "miller", False),
        ("shot two millers", "two millers", False),
        ("shot millers and soldiers", "soldiers", False),
        ("ana weir fell", "ana weir", True),
    ],
)
def test_names_in_texts_without_capitals(text: str, name: str, named: bool) -> None:
    start = text.index(name)
    assert is_name(text, Span(start=start, end=start + len(name), text=name)) is named


def _dead() -> tuple[Figure, ...]:
    return (Figure(span=Span(start=0, end=1, text="2"), outcome="killed", low=2, high=2),)


@pytest.mark.parametrize(
    ("one", "labels"),
    [
        (mention("ASSAULT", actors=["police"], figures=_dead()), {"KILL", "FORCE", "ANY_ACTION"}),
        (mention("ASSAULT", actors=["police"], trigger="killed"), {"KILL", "FORCE", "ANY_ACTION"}),
        (mention("ASSAULT", trigger="police firing"), {"FORCE", "ANY_ACTION"}),
        (mention("ASSAULT", "crowd-control"), {"FORCE", "ANY_ACTION"}),
        (mention("ASSAULT", actors=["mob"], figures=_dead()), set()),
        (mention("COERCE", "arrest"), {"ARREST", "ANY_ACTION"}),
        (mention("COERCE", trigger="detained", actors=["police"]), {"ARREST", "ANY_ACTION"}),
        (mention("COERCE", "arrest", actors=["mob"]), set()),
        (mention("COERCE", "curfew", actors=["police"]), {"ANY_ACTION"}),
        (mention("COERCE", "arrest", actors=["police"], status="planned"), set()),
        (mention("CONSULT", actors=["police"]), set()),
    ],
)
def test_labels_of_police_acts(one: Mention, labels: set[str]) -> None:
    assert roles.police_acts(one) == labels


def test_marks_of_examples_become_spans() -> None:
    text, spans = roles.unmarked("The (SRC: guard) (EVT: shot) them")
    assert text == "The guard shot them"
    assert spans == {"SRC": (Span(start=4, end=9, text="guard"),), "EVT": (Span(start=10, end=14, text="shot"),)}
