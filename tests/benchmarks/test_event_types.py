"""Types of events: which mention is scored, the cross-walks, the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bench
import event_types
from crosswalks import CASE_CLASSES, CASE_REACHABLE, CASE_UNREACHABLE, assault_mode, case_class, plv_root
from panj.model import Figure, Mention, Span
from panj.ontology import TYPES
from tests.benchmarks.keywords import KeywordReader, mention

PLV_HEADER = (
    "uid\tsentence_id\tgold_penta\tgold_root\tsentence\tmarked_sentence\tsource\ttarget\tpenta_L1\troot_L1\tpenta_L2\t"
    "root_L2\tprompt_L2\tprompt_L1\tmodality_L2"
)
PLV = [
    ("ASSAULT", "<s>Raiders</s> shot <t>two millers</t>.", "ASSAULT"),
    ("YIELD", "<s>The guard</s> withdrew from <t>Upper Weir</t>.", "YIELD"),
    ("SUPPORT", "<s>The council</s> praised <t>the millers</t>.", "AGREE"),
    ("REQUEST", "<s>The mayor</s> wants rain from <t>the sky</t>.", "REQUEST"),
]
CASE = [
    ("Raiders clashed.", "ARMED_CLASH"),
    ("Millers marched", "PEACE_PROTEST"),
    ("A mill fell into the river", "MAN_MADE_DISASTER"),
    ("Raiders stormed the mill", "ATTACK"),
]


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out both data sets, and let the command use the keyword reader."""
    monkeypatch.setenv("PANJ_SHARED", str(tmp_path))
    monkeypatch.setattr(bench, "load_reader", lambda name: KeywordReader())
    root = tmp_path / "data" / "bench"
    (root / "plv").mkdir(parents=True)
    (root / "case2021_task2").mkdir()
    rows = [PLV_HEADER]
    for number, (wanted, sentence, published) in enumerate(PLV):
        cells = [str(number), "0", "1", wanted, "", sentence, "", "", "1", wanted, "1", published, "[]", "[]", "past"]
        rows.append("\t".join(cells))
    (root / "plv" / "PLV_test.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    snippets = ["id\tEventSnippet\tSubType", *(f"{at}\t{text}\t{wanted}" for at, (text, wanted) in enumerate(CASE))]
    (root / "case2021_task2" / "test_set_final_release_with_labels.tsv").write_text("\n".join(snippets) + "\n")
    return root


def test_the_last_line_is_one_object_with_every_figure(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert event_types.main(["--json"]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert record["reader"] == "keywords 1"
    assert record["items"] == {"plv": 4, "case2021": 4}
    # three of four classes are right, and the abstention counts as an error
    assert record["plv_root_macro_f1"] == record["plv_root_micro_f1"] == 0.75
    assert record["plv_abstained"] == 0.25
    assert record["plv_request_recall"] == 0.0
    assert record["case2021_weighted_f1"] == record["case2021_macro_f1"] == 0.75
    assert record["case2021_reachable_weighted_f1"] == record["case2021_reachable_macro_f1"] == 1.0
    assert record["case2021_unreachable_abstained"] == 1.0


def test_the_table_holds_published_figures_beside_ours(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert event_types.main(["--only", "plv"]) == 0
    captured = capsys.readouterr()
    macro = next(line for line in captured.out.splitlines() if "macro-F1" in line)
    assert [cell.strip() for cell in macro.strip("│").split("│")][-2:] == ["0.750", "0.750"]
    assert "SHA-256 of plv" in captured.out
    assert "plv: 4 done" in captured.err


def test_data_that_lacks_is_skipped_aloud(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (public / "plv" / "PLV_test.tsv").unlink()
    assert event_types.main(["--json"]) == 0
    captured = capsys.readouterr()
    assert "SKIPPED plv" in captured.err
    assert "plv_root_macro_f1" not in json.loads(captured.out)
    assert event_types.main(["--only", "plv"]) == 1
    assert "nothing was scored" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["id\tEventSnippet\tSubType\n1\tx\n", "h\n1\ttext\tNO_SUCH_CLASS\n"])
def test_a_malformed_file_fails(public: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    (public / "case2021_task2" / "test_set_final_release_with_labels.tsv").write_text(content)
    assert event_types.main(["--only", "case2021"]) == 1
    assert "case2021: malformed" in capsys.readouterr().err


def test_a_command_or_reader_that_cannot_be_used_is_status_2(
    public: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("PANJ_SHARED", str(public.parents[1]))
    assert event_types.main(["--reader", "no-such-reader"]) == 2
    assert "no-such-reader" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        event_types.main(["--limit", "-1"])


def test_a_sample_is_the_same_on_every_machine_and_nested() -> None:
    items = [f"item {number}" for number in range(100)]
    small, large = (bench.sample(items, str, limit) for limit in (10, 40))
    assert small[:2] == ["item 13", "item 21"]
    assert set(small) < set(large)
    assert small == sorted(small, key=items.index)
    assert bench.sample(items, str, None) == bench.sample(items, str, 1000) == items


def test_marks_become_spans() -> None:
    text, spans = event_types.marked("The <s>river</s> and the <t>hill</t> guard <t>us</t>.")
    assert text == "The river and the hill guard us."
    assert spans["s"] == (Span(start=4, end=9, text="river"),)
    assert [one.text for one in spans["t"]] == ["hill", "us"]
    assert all(text[one.start : one.end] == one.text for one in spans["t"])
    with pytest.raises(ValueError, match="</s> without"):
        event_types.marked("a</s>")


def _relation() -> event_types.Relation:
    guard = Span(start=100, end=105, text="guard")
    return event_types.Relation("x", "guard …", (guard,), (), "AGREE", "AGREE")


def test_the_main_mention_is_the_sources_and_not_what_another_is_about() -> None:
    demand = mention("REQUEST", at=20, about="m30")
    content = mention("RETREAT", at=30, actors=["guard"])
    other = mention("ASSAULT", at=10, actors=["raiders"])
    mine = mention("ACCUSE", at=40, actors=["guard"])
    assert event_types.main_mention([other, demand, content, mine], _relation()) == mine
    assert event_types.main_mention([other, demand, content], _relation()) == other
    assert event_types.main_mention([], _relation()) is None


def test_mentions_about_each_other_do_not_leave_nothing() -> None:
    one, two = mention("REQUEST", at=1, about="m2"), mention("REJECT", at=2, about="m1")
    assert event_types.main_mention([one, two], _relation()) == one


@pytest.mark.parametrize(
    ("type_", "status", "root"),
    [
        ("RETREAT", "happened", "YIELD"),
        ("CONCEDE", "happened", "YIELD"),
        ("AID", "planned", "AGREE"),
        ("CONSULT", "planned", "CONSULT"),
        ("ASSAULT", "planned", "THREATEN"),
        ("ASSAULT", "negated", "REJECT"),
        ("RETREAT", "asked", "REQUEST"),
        ("ASSAULT", "possible", "ASSAULT"),
    ],
)
def test_root_codes(type_: str, status: str, root: str) -> None:
    assert plv_root(mention(type_, status=status)) == root


def _killed() -> tuple[Figure, ...]:
    return (Figure(span=Span(start=0, end=1, text="2"), outcome="killed", low=2, high=2),)


@pytest.mark.parametrize(
    ("mentions", "wanted"),
    [
        ([], None),
        ([mention("ASSAULT", "abduct")], "ABDUCT_DISSAP"),
        ([mention("ASSAULT", "drone")], "AIR_STRIKE"),
        ([mention("ASSAULT", trigger="shelled")], "ART_MISS_ATTACK"),
        ([mention("ASSAULT", "explosives", weapons=["two grenades"])], "GRENADE"),
        ([mention("ASSAULT", actors=["angry mob"], recipients=["trader"])], "MOB_VIOL"),
        ([mention("ASSAULT", actors=["raiders", "guard"])], "ARMED_CLASH"),
        ([mention("ASSAULT", trigger="exchanged fire")], "ARMED_CLASH"),
        ([mention("ASSAULT", actors=["raiders"], recipients=["trader"])], "ATTACK"),
        ([mention("ASSAULT", trigger="killed"), mention("ASSAULT", "aerial", at=9)], "AIR_STRIKE"),
        ([mention("SUPPORT"), mention("ASSAULT", "suicide-attack", at=9)], "SUIC_BOMB"),
        ([mention("ASSAULT", status="negated"), mention("CONSULT", at=9)], "DIPLO"),
        ([mention("CONSULT"), mention("COERCE", "arrest", at=9)], "ARREST"),
        ([mention("COERCE", "seize", recipients=["rifles"])], "DISR_WEAP"),
        ([mention("COERCE", "seize", actors=["army"], recipients=["village"])], "GOV_REGAINS_TERIT"),
        ([mention("COERCE", "seize", actors=["raiders"])], "NON_STATE_ACTOR_OVERTAKES_TER"),
        ([mention("ASSAULT"), mention("COERCE", "seize", at=9, actors=["army"])], "GOV_REGAINS_TERIT"),
        ([mention("COERCE", "seize", trigger="looted")], "PROPERTY_DISTRUCT"),
        ([mention("COERCE", "curfew")], None),
        ([mention("RETREAT")], "NON_VIOL_TERRIT_TRANSFER"),
        ([mention("RETREAT", "disarm")], "DISR_WEAP"),
        ([mention("RETREAT", "resign")], None),
        ([mention("MOBILIZE", places=["new camp"])], "HQ_ESTABLISHED"),
        ([mention("MOBILIZE", "troops")], "CHANGE_TO_GROUP_ACT"),
        ([mention("ACCUSE", "allege")], "ATTRIB"),
        ([mention("PROTEST", "demo")], "PEACE_PROTEST"),
        ([mention("PROTEST", "riot"), mention("ASSAULT", at=9)], "VIOL_DEMONSTR"),
        ([mention("PROTEST"), mention("ASSAULT", "crowd-control", at=9)], "PROTEST_WITH_INTER"),
        ([mention("PROTEST"), mention("COERCE", "arrest", at=9)], "PROTEST_WITH_INTER"),
        ([mention("PROTEST"), mention("ASSAULT", "beat", at=9)], "FORCE_AGAINST_PROTEST"),
        ([mention("PROTEST"), mention("ASSAULT", "crowd-control", at=9, figures=_killed())], "FORCE_AGAINST_PROTEST"),
    ],
)
def test_classes_of_snippets(mentions: list[Mention], wanted: str | None) -> None:
    assert case_class(mentions) == wanted


def test_every_class_is_in_reach_or_said_not_to_be() -> None:
    assert len(CASE_CLASSES) == 30
    assert not CASE_REACHABLE & CASE_UNREACHABLE
    given = {case_class([mention(type_)]) for type_ in TYPES}
    assert given - {None} <= CASE_REACHABLE
    assert assault_mode(mention("PROTEST", "riot")) is None


def test_the_name_of_no_benchmark_hides_a_module_of_the_standard_library() -> None:
    import sys

    folder = Path(event_types.__file__).parent
    assert [one.name for one in folder.glob("*.py") if one.stem in sys.stdlib_module_names] == []
