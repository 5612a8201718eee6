#!/usr/bin/env python3
"""Recomputes economics.json from its own inputs and formulas, with NumPy and SciPy.

    economics.py output/2026-Q3/*/issue-1/economics.json

From the inputs of the formulas and their ranges: every benefit, the flows of every programme, present
values, ratio, return, internal rate, paybacks, tornado, switching values, two-way table, extremes and
scenarios, all within 1e-9 of what is printed; the marginal steps and curve; the change of cost from
measurements.json beside it. The simulation is done again with other random numbers: each quantile of
ours must lie between the quantiles that the sampling error of its draws allows (four standard errors).
"""

import json
import math
import re
import sys
from pathlib import Path

import numpy as np
from scipy import optimize, stats

DRAWS = 400_000
SIGMAS = 4.0


class Checked:
    """Counts comparisons and keeps what differs."""

    def __init__(self):
        self.made, self.wrong = 0, []

    def same(self, what, ours, theirs, tolerance=1e-9):
        self.made += 1
        if ours is None or theirs is None or isinstance(ours, (str, bool)):
            good = ours == theirs
        else:
            ours, theirs = float(ours), float(theirs)
            good = math.isfinite(ours) and abs(ours - theirs) <= tolerance * max(1.0, abs(ours), abs(theirs))
        if not good:
            self.wrong.append(f"{what}: ours {ours}, recomputed {theirs}")

    def inside(self, what, ours, low, high):
        self.made += 1
        if not low <= ours <= high:
            self.wrong.append(f"{what}: ours {ours} is not within {low} to {high}")


def number(text):
    return None if text is None else float(text)


def annuity(years, rate):
    """Present value of 1 at the end of each quarter; a partial quarter in proportion, a century at most."""
    quarters = np.clip(np.asarray(years, dtype=float) * 4.0, 0.0, 400.0)
    growth = (1.0 + np.asarray(rate, dtype=float)) ** 0.25
    most = int(math.ceil(float(np.max(quarters, initial=0.0))))
    return sum((np.clip(quarters - (at - 1), 0.0, 1.0) * growth**-at for at in range(1, most + 1)), 0.0 * quarters * growth)


class Formulas:
    """The programmes of a report as functions of its inputs."""

    def __init__(self, found):
        self.inputs = found["inputs"]
        self.keys = [one["key"] for one in self.inputs]
        self.at = {key: at for at, key in enumerate(self.keys)}
        self.range = np.array([[number(one["range"][end]) for end in ("low", "base", "high")] for one in self.inputs])
        self.base = self.range[:, 1]
        self.programmes = found["programmes"]
        names = "|".join(re.escape(key) for key in sorted(self.keys, key=len, reverse=True))
        self.name = re.compile(rf"(?<![\w@=.])(?:{names})(?![\w@=.])")
        self.compiled = {}

    def amount(self, formula, values):
        """A formula at a list of values; each may be an array of draws."""
        if formula not in self.compiled:
            code = self.name.sub(lambda found: f"v[{self.at[found.group()]}]", formula)
            code = code.replace("min(", "minimum(").replace("max(", "maximum(")
            self.compiled[formula] = compile(code, formula, "eval")
        words = {"v": values, "annuity": annuity, "minimum": np.minimum, "maximum": np.maximum, "__builtins__": {}}
        return eval(self.compiled[formula], words)  # the formulas are our own output

    def flows(self, programme, kind, values):
        periods = len(programme["flows"]["costs"])
        total = [0.0] * periods
        for flow in programme[kind]:
            amount = self.amount(flow["amount"], values)
            for period in range(flow["from"], flow["to"] + 1):
                total[period] = total[period] + amount
        return total

    def worth(self, programme, values):
        """(PV of benefits, PV of costs)."""
        growth = (1.0 + values[0]) ** 0.25
        present = lambda kind: sum(flow * growth**-at for at, flow in enumerate(self.flows(programme, kind, values)))
        return present("benefit_formulas"), present("cost_formulas")

    def net(self, programmes, values):
        worths = [self.worth(one, values) for one in programmes]
        return sum(benefit - cost for benefit, cost in worths)

    def with_value(self, at, value):
        values = list(self.base)
        values[at] = value
        return values


def costs(found, beside, checked):
    quarters = {one["quarter"]: one for one in (found["costs"] or {"quarters": []})["quarters"]}
    figures = {
        (one["metric"], one["quarter"]): one["value"] for one in beside if one["segment"] == "total"
    }
    for quarter, one in quarters.items():
        total = number(one["total"])
        checked.same(f"{quarter} classes", sum(map(float, one["classes"].values())), total)
        if figures.get(("service_cost", quarter)) is not None:
            checked.same(f"{quarter} service_cost", figures["service_cost", quarter], total)
        for count, unit in (("contacts", "cost_per_contact"), ("resolutions", "cost_per_resolution")):
            expected = total / one[count] if one[count] and total > 0 else None
            checked.same(f"{quarter} {unit}", number(one[unit]), expected)
    return quarters


def previous(quarter):
    year, number_ = quarter.split("-Q")
    return f"{int(year) - 1}-Q4" if number_ == "1" else f"{year}-Q{int(number_) - 1}"


def cost_change(found, beside, quarters, checked):
    change = (found["costs"] or {}).get("change")
    if not change:
        return
    now, before = found["quarter"], previous(found["quarter"])
    (c0, v0), (c1, v1) = [(number(quarters[q]["total"]), quarters[q]["contacts"]) for q in (before, now)]
    checked.same("change", number(change["change"]), c1 - c0)
    checked.same("volume", number(change["volume"]), (v1 - v0) * (c0 / v0 + c1 / v1) / 2)
    parts = {}
    for one in beside:
        if one["segment"] == "total" or one["quarter"] not in (now, before) or one["value"] is None:
            continue
        part = one["segment"]["part"]
        if part["dimension"] == change["dimension"] and part["value"] is not None:
            parts.setdefault(part["value"], {})[one["metric"], one["quarter"]] = one["value"]
    shift = 0.0
    for part in parts.values():
        n0, n1 = (part.get(("contacts", q), 0.0) for q in (before, now))
        u0, u1 = (part.get(("service_cost", q), 0.0) / n if n else None for q, n in ((before, n0), (now, n1)))
        unit = (u0 + u1) / 2 if n0 and n1 else u0 if n0 else u1
        shift += (n1 / v1 - n0 / v0) * unit if n0 or n1 else 0.0
    mix = (v0 + v1) / 2 * shift if change["dimension"] else 0.0
    checked.same("mix", number(change["mix"]), mix, 1e-6)
    checked.same("unit cost", number(change["unit_cost"]), c1 - c0 - number(change["volume"]) - number(change["mix"]), 1e-7)


def benefits(found, rate, checked):
    """Every benefit from its terms, by the formulas of M26."""
    total = np.zeros(3)
    retained = 0.0
    for one in found["benefits"]:
        if one["benefit"] == "retained_margin" and "terms" in one:
            retained = next(float(term["value"]["base"]) for term in one["terms"] if term["name"] == "retained_customers")
    for one in found["benefits"]:
        if "left_out" in one:
            checked.same(f"{one['benefit']} has a reason", bool(one["left_out"]), True)
            continue
        terms = {
            term["name"]: np.array([float(term["value"][end]) for end in ("low", "base", "high")]) for term in one["terms"]
        }
        t = lambda name: terms[name]
        points = lambda a, b: (t(a) - t(b)) / 100
        match one["benefit"]:
            case "retained_margin":
                amount = points("churn_baseline", "churn_now") * t("customers_at_start")
                amount = amount * t("contribution_margin_per_customer") * annuity(t("retention_years"), rate)
            case "repeat_purchase":
                cohort = t("repeat_purchase_customers")
                amount = points("repeat_purchase_now", "repeat_purchase_baseline")
                amount = amount * (cohort - np.minimum(max(retained, 0.0), cohort))
                amount = amount * terms.get("orders_per_repeat_customer", 1.0) * t("contribution_margin_per_order")
            case "referral":
                referred = t("promoters") * t("referrals_per_promoter") if "promoters" in terms else t("referred_customers")
                amount = referred * t("contribution_margin_per_new_customer")
            case "avoided_cost":
                amount = t("contacts_per_customer_baseline") - t("contacts_per_customer_now")
                amount = amount * t("customers_active") * t("marginal_cost_per_contact")
            case "acquisition_saved":
                amount = points("churn_baseline", "churn_now") * t("customers_at_start") * t("acquisition_cost_per_customer")
        expected = {"low": min(amount[0], amount[2]), "base": amount[1], "high": max(amount[0], amount[2])}
        for end, value in expected.items():
            checked.same(f"{one['benefit']} {end}", number(one["amount"][end]), value)
        checked.same(f"{one['benefit']} negative", "negative" in one["notes"], bool(amount[1] < 0))
        total += [expected["low"], expected["base"], expected["high"]]
    if found["benefit_total"]:
        for end, value in zip(("low", "base", "high"), total):
            checked.same(f"benefit total {end}", number(found["benefit_total"][end]), value)
    return total


def balance(found, quarters, total, checked):
    ours = found["balance"]
    if not ours:
        return
    cost = number(quarters[found["quarter"]]["total"])
    earlier = [number(quarters[q]["total"]) for q in found["baseline"]["quarters"] if q in quarters]
    before = sum(earlier) / len(earlier) if earlier else None
    added = cost - before if earlier else None
    checked.same("baseline cost", number(ours["baseline_cost"]), before)
    checked.same("incremental cost", number(ours["incremental_cost"]), added)
    for at, end in enumerate(("low", "base", "high")):
        checked.same(f"net {end}", number(ours["net"][end]), total[at] - cost)
        if ours["ratio"]:
            checked.same(f"ratio {end}", number(ours["ratio"][end]), total[at] / cost)
        if ours["incremental_ratio"]:
            checked.same(f"incremental ratio {end}", number(ours["incremental_ratio"][end]), total[at] / added)
    checked.same("a ratio needs a positive cost", ours["ratio"] is not None, cost > 0)
    checked.same("so does the incremental", ours["incremental_ratio"] is not None, bool(added and added > 0))


def payback(net):
    """First period with a cumulative flow of 0 or more, interpolated."""
    running = np.cumsum(net)
    for at, value in enumerate(running):
        if value >= 0:
            return float(at) if at == 0 else at - 1 - running[at - 1] / (value - running[at - 1])
    return None


def internal_rate(net):
    signs = [flow > 0 for flow in net if flow != 0]
    changes = sum(a != b for a, b in zip(signs, signs[1:]))
    if changes != 1:
        return None
    value = lambda rate: sum(flow / (1 + rate) ** at for at, flow in enumerate(net))
    return optimize.brentq(value, -0.99, 100.0, xtol=1e-14) if value(-0.99) * value(100.0) < 0 else None


def flows(name, ours, expected, rate, checked):
    """The appraisal of costs and benefits per period."""
    cost, benefit = expected
    for kind, list_ in (("costs", cost), ("benefits", benefit)):
        for at, value in enumerate(list_):
            checked.same(f"{name} {kind} {at}", number(ours[kind][at]), value)
    discount = (1.0 + rate) ** -np.arange(len(cost))
    pv_cost, pv_benefit = float(np.dot(cost, discount)), float(np.dot(benefit, discount))
    net = np.subtract(benefit, cost)
    size = max(1.0, abs(pv_cost), abs(pv_benefit))
    checked.same(f"{name} PV of costs", number(ours["present_costs"]), pv_cost)
    checked.same(f"{name} PV of benefits", number(ours["present_benefits"]), pv_benefit)
    checked.same(f"{name} NPV", number(ours["net_present_value"]) / size, (pv_benefit - pv_cost) / size)
    checked.same(f"{name} BCR", number(ours["benefit_cost_ratio"]), pv_benefit / pv_cost if pv_cost > 0 else None)
    checked.same(f"{name} ROI", number(ours["return_on_investment"]), pv_benefit / pv_cost - 1 if pv_cost > 0 else None)
    checked.same(f"{name} payback", number(ours["payback"]), payback(net))
    checked.same(f"{name} discounted payback", number(ours["payback_discounted"]), payback(net * discount))
    return net


def programmes(found, formulas, checked):
    rate = (1.0 + formulas.base[0]) ** 0.25 - 1.0
    for one in found["programmes"]:
        expected = [[float(x) for x in formulas.flows(one, kind, formulas.base)] for kind in ("cost_formulas", "benefit_formulas")]
        checked.same(f"{one['key']} rate", number(one["flows"]["rate_per_period"]), rate)
        net = flows(one["key"], one["flows"], expected, rate, checked)
        checked.same(f"{one['key']} IRR", one["internal_rate_per_quarter"], internal_rate(net), 1e-7)
        base = number(one["flows"]["net_present_value"])
        low, high = (one["draws"]["net"][0], one["draws"]["net"][2]) if one["draws"] else (base, base)
        side = 1 if low > 0 else -1 if high < 0 else 0
        sides = {"expand": 1, "keep": 1, "drop": -1, "improve": -1, "undecided": 0}
        if one["key"] == "service":
            checked.same("the service has no verdict", one["verdict"], None)
        else:
            checked.same(f"{one['key']} verdict {one['verdict']}", sides[one["verdict"]], side)
    ours = found["programme_flows"]
    if ours:
        expected = [list(map(float, ours[kind])) for kind in ("costs", "benefits")]
        flows("programme", ours, expected, number(ours["rate_per_period"]), checked)


def nearest_root(net, middle, reach, floor):
    """The value nearest to the middle where the sign changes, looked for in 4,000 steps each way."""
    roots = []
    for side in (-1.0, 1.0):
        points = np.linspace(middle, max(middle + side * reach, floor), 4_001)
        values = [net(point) for point in points]
        for at in range(1, len(points)):
            if (values[at] > 0) != (values[0] > 0):
                roots.append(optimize.brentq(net, points[at - 1], points[at], xtol=1e-12, rtol=1e-14))
                break
    return min(roots, key=lambda root: abs(root - middle)) if roots else None


def tornado(ours, formulas, subject, checked):
    uncertain = [
        at for at, one in enumerate(formulas.inputs)
        if formulas.range[at][0] < formulas.range[at][2] and one["distribution"] != "fixed"
    ]
    net = lambda values: float(formulas.net(subject, values))
    base = net(formulas.base)
    size = max(1.0, sum(abs(float(x)) for one in subject for x in formulas.worth(one, formulas.base)))
    checked.same("net at base", ours["net_at_base"] / size, base / size)
    moved = {
        at for at in uncertain
        if abs(net(formulas.with_value(at, formulas.range[at][0])) - net(formulas.with_value(at, formulas.range[at][2]))) > 1e-9 * size
    }
    bars = [formulas.at[bar["input"]] for bar in ours["bars"]]
    checked.same("every input that moves the value has a bar", str(sorted(moved - set(bars))), "[]")
    widths, worst, best = [], list(formulas.base), list(formulas.base)
    for at, bar in zip(bars, ours["bars"]):
        low, middle, high = formulas.range[at]
        ends = [net(formulas.with_value(at, value)) for value in (low, high)]
        checked.same(f"{bar['input']} at low", bar["net_at_low"] / size, ends[0] / size)
        checked.same(f"{bar['input']} at high", bar["net_at_high"] / size, ends[1] / size)
        widths.append(max(*ends, base) - min(*ends, base))
        worst[at], best[at] = (low, high) if ends[0] <= ends[1] else (high, low)
        reach = 10.0 * max(high - low, abs(middle))
        floor = -0.9 if at == 0 else -math.inf
        root = nearest_root(lambda value: net(formulas.with_value(at, value)), middle, reach, floor)
        checked.same(f"{bar['input']} switching value", bar["switching_value"], root, 1e-6)
        if root is not None and middle:
            checked.same(f"{bar['input']} distance", bar["distance_from_base"], (root - middle) / abs(middle), 1e-6)
    checked.same("bars by swing", str(widths), str(sorted(widths, reverse=True)))
    checked.same("worst", ours["worst"] / size, net(worst) / size)
    checked.same("best", ours["best"] / size, net(best) / size)
    table = ours["two_way"]
    if table:
        checked.same("two-way rows and columns", str([table["rows"], table["columns"]]), str([bar["input"] for bar in ours["bars"][:2]]))
        for row, cells in zip(table["row_values"], table["net"]):
            for column, cell in zip(table["column_values"], cells):
                values = formulas.with_value(formulas.at[table["rows"]], row)
                values[formulas.at[table["columns"]]] = column
                checked.same(f"two-way {row} {column}", cell / size, net(values) / size)


def drawn(ours, formulas):
    """Independent draws of every uncertain input, by SciPy's quantile functions."""
    generator = np.random.default_rng(20_261_122)
    uncertain = [
        at for at, one in enumerate(formulas.inputs)
        if formulas.range[at][0] < formulas.range[at][2] and one["distribution"] != "fixed"
    ]
    matrix = np.eye(len(uncertain))
    for pair in ours["rank_correlations"]:
        a, b = (uncertain.index(formulas.at[name]) for name in pair["between"])
        matrix[a, b] = matrix[b, a] = 2.0 * math.sin(math.pi * pair["rank"] / 6.0)
    normals = generator.multivariate_normal(np.zeros(len(uncertain)), matrix, DRAWS, method="cholesky")
    values = list(formulas.base)
    for column, at in enumerate(uncertain):
        (low, mode, high), share = formulas.range[at], stats.norm.cdf(normals[:, column])
        width = high - low
        match formulas.inputs[at]["distribution"]:
            case "normal":
                values[at] = mode + normals[:, column] * width / (2.0 * stats.norm.ppf(0.975))
            case "triangular":
                values[at] = stats.triang.ppf(share, (mode - low) / width, low, width)
            case "pert":
                shape = 4.0 * (mode - low) / width
                values[at] = stats.beta.ppf(share, 1.0 + shape, 5.0 - shape, low, width)
    return values


def quantiles(name, ours, theirs, draws, checked):
    for share, value in zip((0.05, 0.5, 0.95), ours):
        error = SIGMAS * math.sqrt(share * (1 - share) / draws)
        low, high = np.quantile(theirs, [share - error, share + error])
        checked.inside(f"{name} P{100 * share:.0f}", value, low, high)


def share_positive(name, ours, theirs, draws, checked):
    share = float(np.mean(theirs > 0))
    error = SIGMAS * math.sqrt(share * (1 - share) / draws) + 1.0 / draws
    checked.inside(f"{name} P(NPV > 0)", ours, share - error, share + error)


def simulation(found, formulas, subject, checked):
    ours = found["sensitivity"]["simulation"]
    values, draws = drawn(ours, formulas), ours["draws"]
    whole = np.broadcast_to(formulas.net(subject, values), DRAWS)
    quantiles("NPV", [ours["p5"], ours["p50"], ours["p95"]], whole, draws, checked)
    share_positive("NPV", ours["positive"], whole, draws, checked)
    error = SIGMAS * float(np.std(whole)) / math.sqrt(draws)
    checked.inside("mean", ours["mean"], float(np.mean(whole)) - error, float(np.mean(whole)) + error)
    checked.same("standard error", ours["standard_error"], float(np.std(whole)) / math.sqrt(draws), 0.1)
    checked.same("converged", ours["converged"], ours["drift_between_halves"] <= 0.05)
    checked.same("histogram counts every draw", sum(bar[2] for bar in ours["histogram"]), draws)
    for low, high, count in ours["histogram"]:
        share = float(np.mean((whole >= low) & (whole < high)))
        error = 5.0 * math.sqrt(draws * share * (1 - share)) + 3.0
        checked.inside(f"draws between {low:.0f} and {high:.0f}", count, draws * share - error, draws * share + error)
    for one in found["programmes"]:
        if not one["draws"]:
            continue
        benefit, cost = (np.broadcast_to(part, DRAWS) for part in formulas.worth(one, values))
        quantiles(one["key"], one["draws"]["net"], benefit - cost, draws, checked)
        share_positive(one["key"], one["draws"]["positive"], benefit - cost, draws, checked)
        if one["draws"]["ratio"]:
            quantiles(f"{one['key']} ratio", one["draws"]["ratio"], benefit / cost, draws, checked)
    sure = max(float(np.mean(whole)), 0.0)
    for one in found["sensitivity"]["value_of_information"]:
        order = np.argsort(values[formulas.at[one["input"]]], kind="stable")
        known = np.mean([max(float(np.mean(whole[group])), 0.0) for group in np.array_split(order, 20)])
        error = SIGMAS * float(np.std(whole)) / math.sqrt(draws)
        checked.inside(f"worth of knowing {one['input']}", one["amount"], known - sure - error, known - sure + error)


def scenarios(found, formulas, checked):
    for one in found["scenarios"]:
        values = list(formulas.base)
        for change in one["changes"]:
            for moved in change["inputs"]:
                at = formulas.at[moved["input"]]
                checked.same(f"{one['scenario']} {moved['input']} before", number(moved["before"]), values[at])
                values[at] = number(moved["after"])
        if one["programmes"] is None:
            untouched = not any(change["inputs"] for change in one["changes"])
            reason = "enters_no_formula" if untouched else "impossible_value"
            checked.same(f"{one['scenario']} is not computed", one["not_computed"], reason)
            continue
        for programme, ours in zip(formulas.programmes, one["programmes"]):
            benefit, cost = (float(part) for part in formulas.worth(programme, values))
            size = max(1.0, abs(benefit), abs(cost))
            name = f"{one['scenario']} {ours['programme']}"
            checked.same(f"{name} NPV", number(ours["net_present_value"]) / size, (benefit - cost) / size)
            checked.same(f"{name} BCR", number(ours["benefit_cost_ratio"]), benefit / cost if cost > 0 else None)


def marginal(found, checked):
    ours = found["marginal"]
    if not ours:
        return
    spend, benefit = (np.array([number(level[key]) for level in ours["levels"]]) for key in ("spend", "benefit"))
    for at in range(1, len(spend)):
        ratio = (benefit[at] - benefit[at - 1]) / (spend[at] - spend[at - 1])
        checked.same(f"marginal step {at}", number(ours["levels"][at]["marginal_ratio"]), ratio)
    checked.same("eight observations or no optimum", ours["curve"] is None or ours["observations"] >= 8, True)
    if not ours["curve"] or ours["observations"] != len(spend):
        return
    fit = stats.linregress(np.log(spend), benefit)
    checked.same("marginal slope", ours["curve"]["slope_and_optimum"], fit.slope, 1e-8)
    checked.same("marginal constant", ours["curve"]["constant"], fit.intercept, 1e-8)
    checked.same("explained", ours["curve"]["explained"], fit.rvalue**2, 1e-8)
    generator = np.random.default_rng(7)
    picks = generator.integers(0, len(spend), (20_000, len(spend)))
    x, y = np.log(spend)[picks], benefit[picks]
    x = x - x.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        slopes = (x * y).sum(axis=1) / (x * x).sum(axis=1)
    for value, share in zip(ours["curve"]["interval"], (0.025, 0.975)):
        checked.same(f"bootstrap {share}", value, float(np.nanquantile(slopes, share)), 0.02)
    checked.same("the optimum lies in the observed range", bool(spend[0] <= fit.slope <= spend[-1]), True)


def check(path):
    checked = Checked()
    found = json.loads(path.read_text(encoding="utf-8"))
    beside = json.loads((path.parent / "measurements.json").read_text(encoding="utf-8"))
    formulas = Formulas(found) if found["inputs"] else None
    quarters = costs(found, beside, checked)
    cost_change(found, beside, quarters, checked)
    if formulas:
        total = benefits(found, formulas.base[0], checked)
        balance(found, quarters, total, checked)
        programmes(found, formulas, checked)
        scenarios(found, formulas, checked)
        if found["sensitivity"]:
            keys = found["sensitivity"]["programmes"]
            subject = [one for one in formulas.programmes if one["key"] in keys]
            tornado(found["sensitivity"], formulas, subject, checked)
            simulation(found, formulas, subject, checked)
    marginal(found, checked)
    return checked


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    total, wrong = 0, 0
    for path in map(Path, sys.argv[1:]):
        checked = check(path)
        for message in checked.wrong[:40]:
            print(f"{path.parent.name} {message}")
        print(f"{path.parent.name}: {checked.made} comparisons, {len(checked.wrong)} differences")
        total, wrong = total + checked.made, wrong + len(checked.wrong)
    print(f"{total} comparisons of {len(sys.argv) - 1} assessments, {wrong} differences")
    sys.exit(1 if wrong or not total else 0)


if __name__ == "__main__":
    main()
