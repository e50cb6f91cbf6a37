"""Other people's programs read the files: pandas, DuckDB, GDAL through geopandas; skipped where they are missing."""

from __future__ import annotations

import io
import pathlib

import pytest

from panj.exports import convert
from panj.exports.gdelt import COLUMNS as GDELT
from tests.exports.desk import identifier, morning


@pytest.mark.parametrize(
    ("name", "separator", "columns"), [("acled", ",", 31), ("ucdp", ",", 49), ("polecat", "\t", 40)]
)
def test_pandas_reads_rows(name: str, separator: str, columns: int) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    made = convert(name, morning())
    frame = pandas.read_csv(io.BytesIO(made.data), sep=separator)
    assert frame.shape == (made.losses.exported, columns)
    assert frame["latitude" if name != "polecat" else "Latitude"].dtype == float
    if name == "ucdp":
        split = frame[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].sum(axis=1)
        assert (split == frame["best"]).all()
        assert frame["id"].dtype == "int64"


def test_pandas_reads_gdelt_with_its_types() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    made = convert("gdelt", morning())
    frame = pandas.read_csv(io.BytesIO(made.data), sep="\t", header=None, names=list(GDELT), dtype={"EventCode": str})
    assert frame.shape == (made.losses.exported, 61)
    assert set(frame["QuadClass"]) <= {1, 2, 3, 4}
    assert frame["GoldsteinScale"].between(-10, 10).all()
    assert set(frame["EventCode"]) == {"193", "195", "173", "141"}


def test_duckdb_reads_rows_and_parquet(tmp_path: pathlib.Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    convert("ucdp", morning()).save(tmp_path / "ged.csv")
    found = duckdb.sql(f"select relid, best, date_start::date from '{tmp_path}/ged.csv' order by best").fetchall()
    assert [(row[0], row[1]) for row in found] == [(identifier("attack"), 5), (identifier("massacre"), 40)]
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'panj[parquet]'")
    convert("parquet", morning()).save(tmp_path / "incidents.parquet")
    query = "select incident_id, f.high from '{}/incidents.parquet', unnest(figures) as t(f) where f.outcome = 'killed'"
    dead = dict(duckdb.sql(query.format(tmp_path)).fetchall())
    assert dead == {identifier("attack"): 5, identifier("massacre"): None}


def test_gdal_reads_geojson(tmp_path: pathlib.Path) -> None:
    geopandas = pytest.importorskip("geopandas", reason="geopandas is not installed")
    convert("geojson", morning()).save(tmp_path / "incidents.geojson")
    frame = geopandas.read_file(tmp_path / "incidents.geojson")
    assert len(frame) == 6
    assert frame.crs.to_epsg() == 4326
    attack = frame[frame["incident_id"] == identifier("attack")].iloc[0]
    assert (attack.geometry.x, attack.geometry.y) == (67.001, 30.184)
    assert attack["killed_high"] == 5
