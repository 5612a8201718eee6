"""Seasonal indices of volumes (T6) with statsmodels' seasonal_decompose, from the quarterly counts that DuckDB
has checked; our ratios of value to moving average, and which of them may be chance, with pandas and SciPy."""

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.tsa.seasonal import seasonal_decompose

from . import model

LEAST = 12
# Counts whose tables are followed from the first quarter on; money is compared where ours lists it.
COUNTS = {"contacts": "tickets", "complaints": "complaints", "orders": "orders"}


@model("season")
def season(line):
    ours = {one["metric"]: one for one in line.study["season"]["volumes"]}
    quarters = [quarter for quarter, _, _ in line.periods]
    for metric, found in sorted(ours.items()):
        used = [quarter for quarter, _ in found["values"]]
        yield f"{metric} quarters", " ".join(used), " ".join(quarters[-len(used):])
        values = np.array([line.value(metric, quarter) for quarter in used])
        for (quarter, value), theirs in zip(found["values"], values):
            yield f"{metric} {quarter}", value, float(theirs)
        rows = [line.known[(metric, quarter, None)]["n"] for quarter in used]
        yield f"{metric} least n", found["least_n"], min(sum(rows[at::4]) for at in range(4))
        yield from indices(line, metric, found, values, int(used[0][-1]) - 1)
    for metric, table in COUNTS.items():
        if line.has(table) and (metric, quarters[-1], None) in line.known:
            yield f"{metric} is there", metric in ours, len(followed(line, metric, table, quarters)) >= LEAST


def indices(line, metric, found, values, first):
    decomposed = seasonal_decompose(values, model="multiplicative", period=4)
    ratios = pd.Series(values / decomposed.trend)
    critical = norm.ppf(0.5 + line.settings["confidence"] / 2)
    counted = metric in COUNTS
    for at in range(4):
        mine = found["quarters"][(first + at) % 4]
        index = decomposed.seasonal[at]
        yield f"{metric} position {at} index", mine["index"], float(index)
        theirs = ratios[at::4].dropna().tolist()
        yield f"{metric} position {at} years", len(mine["ratios"]), len(theirs)
        for one, other in zip(mine["ratios"], theirs):
            yield f"{metric} position {at} ratio", one, other
        if counted:
            together = all(ratio > 1 for ratio in theirs) or all(ratio < 1 for ratio in theirs)
            chance = critical * index / np.sqrt(values[at::4].sum())
            yield f"{metric} position {at} firm", mine["firm"], bool(together and abs(index - 1) > chance)


def followed(line, metric, table, quarters):
    """The unbroken quarters up to the report's that the table tells of wholly."""
    dates = {"tickets": "created_at", "complaints": "received_at", "orders": "ordered_at"}[table]
    begins = line.table(table)[dates].min()
    run = []
    for quarter, start, end in reversed(line.periods):
        value = line.value(metric, quarter)
        if begins > start + 7 * 86_400_000_000 or end > line.as_of or not value:
            break
        run.append(quarter)
    return run
