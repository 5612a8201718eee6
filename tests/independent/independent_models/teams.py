"""Teams adjusted for their mix of cases (M23) with pandas; funnel limits with SciPy."""

import numpy as np
from scipy.stats import binom, norm
from statsmodels.stats.proportion import proportion_confint

from . import model
from .shares import SHARES


def limit(rate, n, z, widening):
    """Spiegelhalter's interpolated exact limits below 30 cases, else the normal ones."""
    if n >= 30 or widening > 1:
        half = z * widening * np.sqrt(rate * (1 - rate) / n)
        ends = (rate - half, rate + half)
    else:
        ends = []
        for tail in (norm.cdf(-z), 1 - norm.cdf(-z)):
            r = binom.ppf(tail, n, rate)
            alpha = (binom.cdf(r, n, rate) - tail) / (binom.cdf(r, n, rate) - binom.cdf(r - 1, n, rate))
            ends.append((r - alpha) / n)
    return max(ends[0], 0.0), min(ends[1], 1.0)


def winsorised(z):
    z = np.sort(z)
    cut = int(np.floor(len(z) * 0.1))
    return float(np.mean(np.clip(z, z[cut], z[len(z) - 1 - cut]) ** 2))


@model("teams")
def teams(line):
    study = line.study["teams"]
    quarter, start, end = line.periods[-1]
    for funnel in study["funnels"]:
        metric = funnel["metric"]
        rows = SHARES[metric](line)
        rows = rows[(rows["when"] >= start) & (rows["when"] < end)]
        prefix = "ticket." if metric == "csat_top2" else ""
        case = [prefix + name for name in study["case_mix"]]
        rows = rows.assign(**{name: rows[name].fillna("\0") for name in case})
        if case:
            rows["expected"] = rows.groupby(case)["hit"].transform("mean")
            yield f"{metric} strata", funnel["strata"], len(rows.groupby(case))
        else:
            rows["expected"] = rows["hit"].mean()
        rows = rows[rows[prefix + "team"].notna()]
        by_team = rows.groupby(prefix + "team").agg(n=("hit", "size"), hits=("hit", "sum"), expected=("expected", "sum"))
        centre = by_team["hits"].sum() / by_team["n"].sum()
        whole = by_team.sum()
        # A team whose mix leaves nothing to chance has no limits and is not in the funnel.
        rate = by_team["expected"] / by_team["n"]
        by_team = by_team[(rate > 0) & (rate < 1)]
        rate = by_team["expected"] / by_team["n"]
        z = (by_team["hits"] / by_team["n"] - rate) / np.sqrt(rate * (1 - rate) / by_team["n"])
        phi = winsorised(z.to_numpy())
        widening = np.sqrt(phi) if phi > 1.5 else 1.0
        yield f"{metric} centre", funnel["centre"], 100 * centre
        yield f"{metric} phi", funnel["dispersion"], phi
        yield f"{metric} widening", funnel["widening"], widening
        yield f"{metric} teams", len(funnel["teams"]), len(by_team)
        adjusted_id = f"{metric.removesuffix('_within_target')}_team_adjusted"
        total = {"value": 100 * centre, "n": int(whole["n"]), "denominator": whole["expected"]}
        yield from line.compare(adjusted_id, quarter, numerator=whole["hits"], **total)
        for team in funnel["teams"]:
            own = by_team.loc[team["team"]]
            share, scale = own["hits"] / own["n"], centre / rate[team["team"]]
            name = f"{metric} {team['team']}"
            yield f"{name} n", team["n"], int(own["n"])
            yield f"{name} observed", team["observed"], int(own["hits"])
            yield f"{name} expected", team["expected"], own["expected"]
            yield f"{name} adjusted", team["adjusted"], 100 * share * scale
            for field, z_of in (("inner", 1.96), ("outer", 3.09)):
                limits = limit(rate[team["team"]], int(own["n"]), z_of, widening)
                for side in (0, 1):
                    yield f"{name} {field} {side}", team[field][side], 100 * scale * limits[side]
            interval = proportion_confint(int(own["hits"]), int(own["n"]), 1 - line.settings["confidence"], "wilson")
            interval = tuple(100 * scale * end for end in interval)
            yield from line.compare(
                adjusted_id, quarter, ("team", team["team"]), value=100 * share * scale, n=own["n"],
                numerator=own["hits"], denominator=own["expected"], interval=interval,
            )
