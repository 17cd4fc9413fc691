import os
import signal

import numpy as np
import pytest

from lineofsight.config.cli import main
from lineofsight.engine import watch
from lineofsight.engine.watch.cluster import run_here, run_on_cluster, workers
from lineofsight.engine.watch.partitions import plan

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

PERIODS = [f"{2021 + month // 12}-{month % 12 + 1:02d}" for month in range(60)]


def panel_file(folder, *, series=90, seed=5):
    """A panel of all three families with gaps, a few of them rising, its rows in no order."""
    rng = np.random.default_rng(seed)
    rows: dict[str, list] = {name: [] for name in ("series", "period", "value", "exposure", "family")}
    for number in range(series):
        family = ("gaussian", "poisson", "binomial")[number % 3]
        rise = 1 + 0.5 * (np.arange(60) >= 50) * (number % 10 == 0)
        values = {
            "gaussian": rng.normal(50 * rise, 4),
            "poisson": rng.poisson(20 * rise),
            "binomial": rng.binomial(60, 0.2 * rise),
        }[family]
        for period in np.flatnonzero(rng.random(60) < 0.95):
            rows["series"].append(f"series-{number:04d}")
            rows["period"].append(PERIODS[period])
            rows["value"].append(float(values[period]))
            rows["exposure"].append(60.0 if family == "binomial" else None)
            rows["family"].append(family)
    order = rng.permutation(len(rows["series"]))
    table = arrow.table({name: [column[place] for place in order] for name, column in rows.items()})
    path = folder / "panel.parquet"
    parquet.write_table(table, path)
    return path


def test_watch_command_finds_the_rising_series_and_says_since_when(tmp_path, capsys):
    out = tmp_path / "out.parquet"
    assert main(["watch", str(panel_file(tmp_path)), str(out), "--partition", "40"]) == 0
    assert "90 series over 60 periods judged" in capsys.readouterr().out
    told = parquet.read_table(out).to_pylist()
    assert [row["series"] for row in told] == [f"series-{n:04d}" for n in range(90)]
    rising = [row for row in told if int(row["series"][-4:]) % 10 == 0]
    assert sum(row["alarm"] for row in rising) >= 7
    assert all(row["since"] >= "2024-11" for row in rising if row["alarm"])


def test_watch_answer_is_the_same_however_the_panel_is_cut(tmp_path):
    path = panel_file(tmp_path)
    for size in (7, 90):
        run_here(plan(path, partition=size), tmp_path / f"{size}.parquet", lambda done, of: None)
    assert (tmp_path / "7.parquet").read_bytes() == (tmp_path / "90.parquet").read_bytes()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.drop_columns(["family"]), "there is no column “family”"),
        (lambda t: t.slice(0, 0), "there are no rows"),
        (lambda t: t.set_column(4, "family", arrow.array(["gaussian", *["poisson"] * (len(t) - 1)])), "two families"),
        (lambda t: arrow.concat_tables([t, t.slice(0, 1)]), "there are two rows"),
        (lambda t: t.set_column(2, "value", arrow.array(["x"] * len(t))), "column “value”: it must hold numbers"),
        (lambda t: t.set_column(2, "value", arrow.array([-1.0] * len(t))), "series series-0002, period 2021-"),
    ],
)
def test_watch_command_on_a_bad_panel_exits_2_and_names_the_place(tmp_path, capsys, change, says):
    path = panel_file(tmp_path, series=6)
    parquet.write_table(change(parquet.read_table(path)), path)
    assert main(["watch", str(path), str(tmp_path / "out.parquet")]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


def test_watch_command_on_a_file_that_is_not_parquet_exits_2(tmp_path, capsys):
    (tmp_path / "panel.parquet").write_text("series,period\n")
    assert main(["watch", str(tmp_path / "panel.parquet"), str(tmp_path / "out.parquet")]) == 2
    assert "this is not a Parquet file" in capsys.readouterr().err


@pytest.mark.long
def test_cluster_with_a_killed_worker_gives_the_answer_of_one_machine_to_the_last_bit(tmp_path):
    pytest.importorskip("distributed")
    whole = plan(panel_file(tmp_path, series=1200), partition=50)
    run_here(whole, tmp_path / "here.parquet", lambda done, of: None)
    progress = []
    with workers(scheduler=None, count=2) as client:
        before = set(client.run(os.getpid).values())

        def kill_one(done, of):
            progress.append((done, of))
            if done == 2:
                os.kill(min(before), signal.SIGKILL)

        run_on_cluster(whole, tmp_path / "cluster.parquet", kill_one, client=client)
        assert set(client.run(os.getpid).values()) != before
    assert progress == [(done, 24) for done in range(1, 25)]
    assert (tmp_path / "cluster.parquet").read_bytes() == (tmp_path / "here.parquet").read_bytes()


@pytest.mark.long
def test_cluster_passes_on_the_error_of_a_partition(tmp_path):
    pytest.importorskip("distributed")
    path = panel_file(tmp_path, series=6)
    table = parquet.read_table(path)
    parquet.write_table(table.set_column(2, "value", arrow.array([-1.0] * len(table))), path)
    with (
        workers(scheduler=None, count=1) as client,
        pytest.raises(watch.WatchError, match="a count is below zero"),
    ):
        run_on_cluster(plan(path), tmp_path / "out.parquet", lambda done, of: None, client=client)
