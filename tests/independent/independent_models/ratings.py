"""Drivers (T11) and the journey (M30): R², Shapley shares and their figures with statsmodels."""

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from . import model
from .shares import false


def scores(line, metrics):
    """Valid ratings of the report's quarter on 0–100, in time."""
    rows = line.table("surveys")
    _, start, end = line.periods[-1]
    at = pd.to_numeric(rows["responded_at"])
    low, high, value = rows["scale_min"], rows["scale_max"], rows["value"]
    keep = (at >= start) & (at < end) & (at <= line.as_of) & rows["metric"].isin(metrics)
    keep &= value.notna() & (high > low) & (value >= low) & (value <= high) & ~false(rows["late_response"])
    rows = rows[keep.fillna(False).astype(bool)]
    rows = rows.assign(score=100 * (rows["value"] - rows["scale_min"]) / (rows["scale_max"] - rows["scale_min"]))
    return rows.sort_values(["responded_at"], kind="stable")


def wide(rows, outcome, parts, name):
    """Respondents (by response, else by customer) with their overall rating and those of parts."""
    whole = rows[(rows["metric"] == outcome) & rows["item"].isna() & rows["stage"].isna()]
    key = "response_id" if whole.empty or parts["response_id"].isin(whole["response_id"]).any() else "customer_id"
    overall = whole[whole[key].notna()].groupby(key)["score"].last().rename("overall")
    table = parts[parts[key].notna()].groupby([key, name])["score"].last().unstack()
    return table.join(overall, how="outer")


def r_squared(y, columns):
    return sm.OLS(y, sm.add_constant(np.column_stack(columns))).fit().rsquared if columns else 0.0


def t_interval(values, level):
    return stats.t.interval(level, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))


@model("drivers")
def drivers(line):
    found = line.study["drivers"]
    level = line.settings["confidence"]
    rows = scores(line, None or line.table("surveys")["metric"].unique())
    # Which metric holds the items is not part of the study: those whose items it names.
    names = [item["item"] for item in found["items"]] + [item for item, _ in found["left_out"]]
    parts = rows[rows["item"].isin(names) & rows["stage"].isna() & (rows["metric"] != found["outcome"])]
    table = wide(rows, found["outcome"], parts, "item")
    rated = table.drop(columns="overall")
    both = table[table["overall"].notna() & rated.notna().any(axis=1)]
    yield "respondents", found["respondents"], len(both)
    counts = both.drop(columns="overall").notna().sum()
    kept = [name for name in rated.columns if counts[name] >= 0.5 * len(both)]
    yield "kept", sorted(item["item"] for item in found["items"]) == sorted(kept), True
    complete = both.dropna(subset=kept)
    yield "complete", found["complete"], len(complete)
    for item in found["items"]:
        values = rated[item["item"]].dropna().to_numpy()
        yield f"{item['item']} n", item["n"], len(values)
        yield f"{item['item']} performance", item["performance"], values.mean()
        for side, end in enumerate(t_interval(values, level)):
            yield f"{item['item']} performance {side}", item["performance_interval"][side], end
        if item["correlation"] is not None:
            r = stats.pearsonr(complete["overall"], complete[item["item"]]).statistic
            yield f"{item['item']} correlation", item["correlation"], r
    needed = max(100, 15 * len(kept))
    refused = "refused" in found["explained"]
    yield "refused", refused, len(complete) < needed
    if refused:
        return
    y, k = complete["overall"].to_numpy(), len(kept)
    columns = {name: complete[name].to_numpy() for name in kept}
    subset = {
        frozenset(chosen): r_squared(y, [columns[name] for name in chosen])
        for size in range(k + 1)
        for chosen in combinations(kept, size)
    } if k <= 12 else {}
    total = r_squared(y, [columns[name] for name in kept])
    yield "R²", found["explained"]["shares"]["r_squared"], 100 * total
    yield from line.compare("driver_r_squared", line.periods[-1][0], value=100 * total, n=len(complete))
    for item in found["items"]:
        name = item["item"]
        others = [other for other in kept if other != name]
        share = sum(
            factorial(size) * factorial(k - size - 1) / factorial(k)
            * (subset[frozenset(chosen) | {name}] - subset[frozenset(chosen)])
            for size in range(k)
            for chosen in combinations(others, size)
        ) if subset else item["importance"] / 100
        yield f"{name} importance", item["importance"], 100 * share
        if item["importance_interval"] is not None:
            low, high = item["importance_interval"]
            yield f"{name} importance inside", low <= item["importance"] <= high, True


@model("journey")
def journey(line):
    found = line.study["journey"]
    level = line.settings["confidence"]
    order = [stage["stage"] for stage in found["stages"]]
    rows = scores(line, line.table("surveys")["metric"].unique())
    parts = rows[(rows["metric"] == "stage") & rows["stage"].isin(order)]
    outcome = (line.study.get("drivers") or {}).get("outcome", "overall")
    table = wide(rows, outcome, parts, "stage")
    rated = table[order]
    stages = rated.dropna(how="all")
    yield "respondents", found["respondents"], len(stages)
    yield "mean", found["mean"], np.nanmean(stages.to_numpy())
    linked = table[(stages.notna().sum(axis=1).reindex(table.index) >= 3) & table["overall"].notna()]
    yield "linked", found["linked"], len(linked)
    own = linked[order].mean(axis=1)
    far = linked[order].sub(own, axis=0).abs().round(9)
    peak = far.apply(lambda row: row[row == row.max()].index[-1], axis=1)
    end = linked[order].apply(lambda row: row.dropna().index[-1], axis=1)
    for stage in found["stages"]:
        name, values = stage["stage"], rated[stage["stage"]].dropna().to_numpy()
        yield f"{name} n", stage["n"], len(values)
        yield f"{name} mean", stage["mean"], values.mean()
        yield f"{name} peaks", stage["peaks"], int((peak == name).sum())
        yield f"{name} ends", stage["ends"], int((end == name).sum())
        interval = t_interval(values, level)
        for side in (0, 1):
            yield f"{name} interval {side}", stage["interval"][side], interval[side]
        yield from line.compare(
            "journey_stage_satisfaction", line.periods[-1][0], ("stage", name), value=values.mean(), n=len(values), interval=interval
        )
    made = found["peak_end"]
    if made is None:
        return
    y = linked["overall"].to_numpy()
    at = lambda which: np.array([linked.loc[who, stage] for who, stage in which.items()])
    mean = sm.OLS(y, sm.add_constant(own.to_numpy())).fit()
    both = sm.OLS(y, sm.add_constant(np.column_stack([at(peak), at(end)]))).fit()
    yield "R² mean", made["mean"], 100 * mean.rsquared
    yield "adjusted R² mean", made["mean_adjusted"], 100 * mean.rsquared_adj
    yield "R² peak and end", made["peak_end"], 100 * both.rsquared
    yield "adjusted R² peak and end", made["peak_end_adjusted"], 100 * both.rsquared_adj
    quarter = line.periods[-1][0]
    yield from line.compare("journey_mean_r_squared", quarter, value=100 * mean.rsquared, n=len(linked))
    yield from line.compare("journey_peak_end_r_squared", quarter, value=100 * both.rsquared, n=len(linked))
