"""For users of the EMA Workbench (Kwakkel 2017): the archive that its `load_results` reads, 2.5 and 3.

One experiment is one point of the design under one lever: the factors are its uncertainties, `scenario`
is the point, `policy` the lever. The workbench wants one number an experiment, a sweep has one a world,
so each outcome comes twice: `deaths`, a scalar, is the mean over worlds, and `deaths_by_world` the array
`(experiments, worlds)`. Dates count as 1 where they came and 0 where not, so that their mean is the share
of worlds reached; their names end in `_reached`. Missing numbers are NaN.
"""

import gzip
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.engine.arrays import Floats
from sim.experiment.analysis.swept import Swept, point_means
from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.folder import write_whole
from sim.experiment.refusal import RefusedError
from sim.tell.tables import csv_text

MARK = "SIMULATED-"
MODEL = "SIMULATED_deescalation"
_VERSION = 0.1  # of the archive's format


def ema(swept: Swept, path: Path) -> Path:
    """Write a finished sweep as such an archive, all of it or none; returns where it is.

    The file's name gets the beginning `SIMULATED-` and the ending `.tar.gz` if it lacks them. The same sweep
    gives the same bytes. Raises `RefusedError` for two outcomes of one name, OSError where it cannot write.
    """
    experiments = _experiments(swept)
    members = {"experiments.csv": csv_text(experiments).encode()}
    listed: list[tuple[str, str, str]] = []
    for kind, name, values in _outcomes(swept):
        extension = "cls" if kind == "ScalarOutcome" else "csv"  # as the workbench itself names them
        listed.append((kind, name, f"{name}.{extension}"))
        members[f"{name}.{extension}"] = _numbers(values)
    if len({name for _, name, _ in listed}) < len(listed):
        raise RefusedError("two outcomes would have one name in the archive")
    members["metadata.json"] = _metadata(experiments, listed)
    members["README.txt"] = f"{NOT_A_PREDICTION}\n".encode()
    target = _marked(path)
    write_whole(target, _archive(members))
    return target


def _experiments(swept: Swept) -> pd.DataFrame:
    """One row a lever and point: the factors, then what the workbench calls scenario, policy and model."""
    names = [factor.name for factor in swept.factors]
    parts = [
        swept.design[names].assign(scenario=swept.design["point"].to_numpy(), policy=lever, model=MODEL)
        for lever in swept.levers
    ]
    return pd.concat(parts, ignore_index=True)


def _outcomes(swept: Swept) -> Iterator[tuple[str, str, Floats]]:
    """The workbench's kind of outcome, a name that Python takes, and the values, experiments first."""
    for outcome in swept.names:
        tables = np.concatenate([swept.table(outcome, lever) for lever in swept.levers])
        name = outcome.replace("-", "_") + ("_reached" if swept.kinds[outcome].is_date else "")
        yield "ScalarOutcome", name, point_means(tables)
        yield "ArrayOutcome", f"{name}_by_world", tables


def _numbers(values: Floats) -> bytes:
    """Comma-separated numbers without a heading; `nan` is written, since an empty line would be skipped."""
    frame = pd.DataFrame(values.reshape(len(values), -1))
    return frame.to_csv(header=False, index=False, na_rep="nan", lineterminator="\n").encode()


def _metadata(experiments: pd.DataFrame, outcomes: list[tuple[str, str, str]]) -> bytes:
    """What the workbench needs to read the rest, and that all of it is simulated."""
    told = {
        "version": _VERSION,
        "outcomes": outcomes,
        "experiments": {name: _kind(dtype) for name, dtype in experiments.dtypes.items()},
        "simulated": True,
        "not_a_prediction": NOT_A_PREDICTION,
    }
    return json.dumps(told, indent=1).encode()


def _kind(dtype: Any) -> str:
    return dtype.name if pd.api.types.is_numeric_dtype(dtype) else "category"


def _archive(members: dict[str, bytes]) -> bytes:
    """A compressed archive in which nothing tells when, where or by whom it was packed."""
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _marked(path: Path) -> Path:
    name = path.name if path.name.startswith(MARK) else MARK + path.name
    return path.with_name(name if name.endswith(".tar.gz") else f"{name}.tar.gz")
