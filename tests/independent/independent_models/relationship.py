"""SERVQUAL (M20), composite score (M21), customisation (M22), index of the ACSI type (M09) and the
self-assessment by GB/T 27922, with pandas, NumPy and SciPy."""

import numpy as np
import pandas as pd
from scipy import stats

from . import DAY, model, number

DIMENSIONS = {
    "tangibles": range(1, 5),
    "reliability": range(5, 10),
    "responsiveness": range(10, 14),
    "assurance": range(14, 18),
    "empathy": range(18, 23),
}
# Two bootstraps with other draws, and BCa's acceleration over rows or over their distribution.
DRAWN = 0.05


def answers(line, metrics):
    """Answers to some metrics with the quarter of their respondent's latest answer; late ones are out."""
    frame = line.table("surveys")
    frame["metric"] = frame["metric"].str.lower()
    frame = frame[frame["metric"].isin(metrics) & frame["rated_at"].notna()].copy()
    frame["late"] = frame["late_response"].fillna(False).astype(bool)
    frame["future"] = ~frame["late"] & (frame["responded_at"] > line.as_of)
    open_ = (frame["series"] == "transactional") & (line.days_later(frame["rated_at"], 14) > line.as_of)
    frame["counts"] = ~frame["late"] & ~frame["future"] & ~open_
    frame["latest"] = frame.groupby("response_id")["rated_at"].transform("max")
    for quarter, start, end in line.periods:
        yield quarter, frame[(frame["latest"] >= start) & (frame["latest"] < end)]


def bca(values, level):
    if len(values) < 2 or np.ptp(values) == 0:
        return None
    found = stats.bootstrap((values,), np.mean, n_resamples=9999, confidence_level=level, method="BCa",
                            random_state=np.random.default_rng(1)).confidence_interval
    return found.low, found.high


def mean(values):
    return float(np.mean(values)) if len(values) else None


def compare_estimate(name, ours, theirs, drawn):
    yield f"{name} there", ours is not None, theirs is not None
    if ours is None or theirs is None:
        return
    yield name, ours["value"], theirs
    if drawn is not None and ours["interval"] is not None:
        yield f"{name} low", ours["interval"]["low"], drawn[0], DRAWN
        yield f"{name} high", ours["interval"]["high"], drawn[1], DRAWN


def alpha(scores):
    k = scores.shape[1]
    total = scores.sum(axis=1).var(ddof=1)
    return k / (k - 1) * (1 - scores.var(ddof=1).sum() / total) if len(scores) > 1 and total > 0 else None


@model("servqual")
def servqual(line):
    settings = line.settings["quality"]["servqual"]
    named = dict(settings["items"])
    ours = {one["quarter"]: one for one in line.study["servqual"]["quarters"]}
    level = line.settings["confidence"]
    for quarter, frame in answers(line, ["servqual", "servqual_weight"]):
        items = frame[frame["metric"].eq("servqual") & frame["counts"] & frame["value"].notna()].copy()
        items["item"] = items["item"].map(lambda name: named.get(name, int(name) if str(name).isdigit() else 0))
        role = items["role"].str.lower().map({"e": "E", "expectation": "E", "p": "P", "perception": "P"})
        items["role"] = role if line.table("surveys")["role"].notna().any() else "P"
        fits = items["item"].between(1, 22) & items["role"].notna() & items["value"].between(1, 7)
        items = items[fits & (items["scale_min"].fillna(1) == 1) & (items["scale_max"].fillna(7) == 7)]
        yield f"{quarter} there", quarter in ours, len(items) > 0
        if not len(items):
            continue
        turned = items["item"].isin(settings["reversed"])
        items["value"] = items["value"].where(~turned, 8 - items["value"])
        wide = items.pivot(index="response_id", columns=["role", "item"], values="value")
        side = lambda role: wide[role].reindex(columns=range(1, 23)) if role in wide.columns.levels[0] else None
        perceived, expected = side("P"), side("E")
        paired = expected is not None and perceived is not None and (perceived - expected).notna().any().any()
        one = ours[quarter]
        yield f"{quarter} form", one["form"], "gap" if paired else "performance"
        yield f"{quarter} respondents", one["respondents"], len(wide)
        score = perceived - expected if paired else perceived
        gaps, figures = [], {}
        for at, (name, numbers) in enumerate(DIMENSIONS.items()):
            part = score[list(numbers)].dropna()
            mine = one["dimensions"][at]
            yield f"{quarter} {name} n", mine["n"], len(part)
            yield f"{quarter} {name} incomplete", mine["incomplete"], len(wide) - len(part)
            yield f"{quarter} {name} P", mine["perception"], mean(perceived.loc[part.index, list(numbers)].to_numpy())
            if paired:
                yield f"{quarter} {name} E", mine["expectation"], mean(expected.loc[part.index, list(numbers)].to_numpy())
            yield f"{quarter} {name} alpha", mine["alpha"], alpha(part)
            each = part.mean(axis=1).to_numpy()
            yield from compare_estimate(f"{quarter} {name} gap", mine["score"], mean(each), bca(each, level))
            gaps.append(mean(each))
            figures[f"servqual_gap_{name}"] = (mean(each), len(part))
        for item in one["items"]:
            part = score[item["item"]].dropna()
            yield f"{quarter} item {item['item']} n", item["n"], len(part)
            yield f"{quarter} item {item['item']}", item["score"], mean(part)
        overall = None if None in gaps else float(np.mean(gaps))
        yield from compare_estimate(f"{quarter} overall", one["overall"], overall, None)
        weighted, points = None, settings["weights"]
        if points is None:
            asked = frame[frame["metric"].eq("servqual_weight") & ~frame["late"] & ~frame["future"]]
            asked = asked.pivot(index="response_id", columns="item", values="value").reindex(columns=list(DIMENSIONS))
            usable = asked[(asked.sum(axis=1, min_count=5) - 100).abs() < 1e-6]
            points = usable.mean().tolist() if len(usable) else None
            if points is not None:
                yield f"{quarter} weights asked", one["weights"]["respondents"], len(usable)
                yield f"{quarter} weights unusable", one["weights"]["unusable"], len(asked) - len(usable)
        if points is not None and None not in gaps:
            weighted = float(np.average(gaps, weights=points))
            for at in range(5):
                yield f"{quarter} weight {at}", one["weights"]["points"][at], points[at]
        yield from compare_estimate(f"{quarter} weighted", one["weighted"], weighted, None)
        complete = min(count for _, count in figures.values())
        if paired:
            for metric, (value, n) in figures.items():
                yield from line.compare(metric, quarter, value=value, n=n, missing=len(wide) - n)
            yield from line.compare("servqual_gap", quarter, value=overall, n=complete)
            if weighted is not None:
                yield from line.compare("servqual_weighted_gap", quarter, value=weighted, n=complete)
        else:
            yield from line.compare("servperf_score", quarter, value=overall, n=complete)


@model("acsi")
def acsi(line):
    names = {"1": 1, "overall": 1, "satisfaction": 1, "2": 2, "expectations": 2, "expectation": 2,
             "3": 3, "ideal": 3, "ideal_comparison": 3}
    ours = {one["quarter"]: one for one in line.study["acsi"]["quarters"]}
    for quarter, frame in answers(line, ["acsi"]):
        frame = frame[frame["counts"]]
        fits = frame["value"].between(1, 10) & (frame["scale_min"].fillna(1) == 1) & (frame["scale_max"].fillna(10) == 10)
        rows = frame[fits].assign(question=frame["item"].str.lower().map(names)).dropna(subset=["question"])
        wide = rows.pivot(index="response_id", columns="question", values="value").reindex(columns=[1, 2, 3]).dropna()
        yield f"{quarter} there", quarter in ours, len(wide) > 0
        if not len(wide):
            continue
        index = (wide - 1).mean(axis=1) / 9 * 100
        half = stats.t.ppf(0.5 + line.settings["confidence"] / 2, len(index) - 1) * stats.sem(index)
        one = ours[quarter]
        yield f"{quarter} n", one["n"], len(wide)
        yield f"{quarter} incomplete", one["incomplete"], frame["response_id"].nunique() - len(wide)
        for at in range(3):
            yield f"{quarter} question {at + 1}", one["means"][at], float(wide[at + 1].mean())
        yield from line.compare("acsi_type_index", quarter, value=float(index.mean()), n=len(wide),
                                interval=(index.mean() - half, index.mean() + half))


def known(line, metric, quarter):
    figure = line.known.get((metric, quarter, None)) or line.figures.get((metric, quarter, None))
    if figure is None or figure["value"] is None or figure["status"]["is"] not in ("ok", "low_base"):
        return None
    return figure


def half(figure):
    """Half of a figure's interval; NaN without one."""
    if "half" in figure:
        return figure["half"]
    return (figure["interval"]["high"] - figure["interval"]["low"]) / 2 if figure["interval"] else np.nan


@model("customisation")
def customisation(line):
    ours = {one["quarter"]: one for one in line.study["customisation"]["quarters"]}
    for quarter, _, _ in line.periods:
        parts = {}
        for part, metric in (("service_plan", "service_plan_share"), ("customised_tickets", "customised_ticket_share")):
            parts[part] = known(line, metric, quarter)
        own = known(line, "first_response_customised_median", quarter)
        standard = known(line, "first_response_standard_median", quarter)
        if own and standard and own["value"] > 0:
            parity = min(1.0, standard["value"] / own["value"])
            spread = np.hypot(half(own) / own["value"], half(standard) / standard["value"])
            parts["response_parity"] = {"value": 100 * parity, "n": min(own["n"], standard["n"]), "half": 100 * parity * spread}
        parts["needs_met"] = known(line, "needs_met_score", quarter)
        parts = {part: figure for part, figure in parts.items() if figure}
        yield f"{quarter} parts", ",".join(part["part"] for part in ours.get(quarter, {"parts": []})["parts"]), ",".join(parts)
        if parts:
            value = float(np.mean([figure["value"] for figure in parts.values()]))
            n = min(figure["n"] for figure in parts.values())
            spread = np.sqrt(sum(half(figure) ** 2 for figure in parts.values())) / len(parts)
            interval = None if np.isnan(spread) else (max(0.0, value - spread), min(100.0, value + spread))
            yield from line.compare("customisation_score", quarter, value=value, n=n, interval=interval)


def sub_score(value, worst, best):
    return 100 * float(np.clip((value - worst) / (best - worst), 0, 1))


@model("composite")
def composite(line):
    settings = line.settings["quality"]["composite"]
    weights = {one["name"]: one["weight"] for one in settings["components"]}
    yield "weights", sum(weights.values()), 100.0
    scores = {}
    for quarter, _, _ in line.periods:
        scores[quarter] = {}
        for component in settings["components"]:
            found = []
            for item in component["inputs"]:
                figure = known(line, item["metric"], quarter)
                if figure is not None:
                    found.append(sub_score(figure["value"], item["worst"], item["best"]))
                elif item["need"] == "always":
                    found = None
                    break
            scores[quarter][component["name"]] = float(np.mean(found)) if found else None
    for one in line.study["composite"]["quarters"]:
        quarter, there = one["quarter"], {name: s for name, s in scores[one["quarter"]].items() if s is not None}
        complete = len(there) == len(weights)
        for component in one["components"]:
            yield f"{quarter} {component['name']}", component["score"], scores[quarter][component["name"]]
        yield f"{quarter} complete", one["is_complete"], complete
        given = bool(there) and (complete or settings["on_missing"] == "reweight")
        total = float(np.average(list(there.values()), weights=[weights[name] for name in there])) if given else None
        yield f"{quarter} score", one["score"], total
        metric = "relationship_score" if complete else "relationship_score_incomplete"
        figure = line.figures.get((metric, quarter, None))
        if figure is not None and figure["value"] is not None:
            yield from line.compare(metric, quarter, value=total)
    yield from change_and_weights(line, weights, scores)


def change_and_weights(line, weights, scores):
    study = line.study["composite"]
    now = line.periods[-1][0]
    there = {name: s for name, s in scores[now].items() if s is not None}
    if "Ok" in study["change"]:
        change = study["change"]["Ok"]
        base = scores[change["base"]]
        total = sum(weights[name] for name in there)
        for name, points in change["contributions"]:
            yield f"contribution of {name}", points, weights[name] / total * (scores[now][name] - base[name])
        yield "contributions sum", sum(points for _, points in change["contributions"]), change["total"]
    if study["sensitivity"] is None:
        return
    own = np.array([weights[name] for name in there]) / sum(weights[name] for name in there) * 100
    values = np.array(list(there.values()))
    for at, shift in enumerate(study["sensitivity"]["shifts"]):
        for side, step in (("lower", -5), ("higher", 5)):
            weight = min(100.0, max(0.0, own[at] + step))
            other = own * (100 - weight) / (100 - own[at])
            other[at] = weight
            yield f"shift {shift['component']} {side}", shift[side], float(np.average(values, weights=other))
    random = study["sensitivity"]["random"]
    drawn = np.random.default_rng(5).dirichlet(own, 200_000) @ values
    for side, share in (("low", 0.025), ("high", 0.975)):
        yield f"random {side}", random[side], float(np.quantile(drawn, share)), 0.01
    target = [value for metric, day, value in line.settings["targets"] if metric == "relationship_score"]
    if target and random["target_changes"] is not None:
        score = float(np.average(values, weights=own))
        share = float(np.mean((drawn >= target[-1]) != (score >= target[-1])))
        yield "random target changes", random["target_changes"], share, 0.03


@model("self_assessment")
def self_assessment(line):
    ours, file = line.study["self_assessment"], line.settings["quality"]["self_assessment"]
    items = pd.DataFrame(file["items"])
    applies = items[items["score"].notna()]
    for block in ours["blocks"]:
        own = applies[applies["block"] == block["block"]]
        yield f"{block['block']} applicable", block["applicable"], number(own["points"].sum())
        yield f"{block['block']} actual", block["actual"], number(own["score"].sum())
    base = 100 * applies["score"].sum() / applies["points"].sum()
    total = base - sum(count for _, count in file["deductions"]) + (file["bonus"][1] if file["bonus"] else 0)
    yield "base", ours["base"], number(base)
    yield "total", ours["total"], number(min(100.0, max(0.0, total)))
    bands = ["below", "reached", "three_stars", "four_stars", "five_stars"]
    yield "band", ours["band"], bands[int(np.digitize(total, [70, 80, 90, 95]))]
