"""Tiers, life cycle, ladder, contacts, loyalty index and lifetime value (M14, M16–M19, M29), with pandas."""

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata, t
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from . import DAY, model
from .repurchase import orders_of

YEAR = 365 * DAY


def wilson(hits, n, level):
    """Wilson's interval in percent; no interval without a base."""
    if n == 0:
        return None
    low, high = proportion_confint(hits, n, alpha=1 - level, method="wilson")
    return 100 * low, 100 * high


def newcombe(a, b, level):
    """Newcombe's interval of the difference of two shares (hits, n), in percentage points."""
    if not a[1] or not b[1]:
        return None
    low, high = confint_proportions_2indep(*a, *b, compare="diff", method="newcomb", alpha=1 - level)
    return 100 * low, 100 * high


def valued(line):
    """Valid orders with their value in ten-thousandths, the end of sight and whether values are margins."""
    orders, until = orders_of(line)
    by_margin = are_margins(line)
    worth = orders["margin" if by_margin else "amount"].astype(float)
    orders["worth"] = (worth.fillna(0) * 10_000).round().astype("int64")
    orders["valueless"] = worth.isna()
    return orders, until, by_margin


def are_margins(line):
    """Whether enough valid orders have a margin for it to be their value."""
    margins = orders_of(line)[0]["margin"]
    return bool(margins.notna().any() and margins.isna().mean() <= line.settings["missing_withheld"])


def window(orders, start, end):
    return orders[(orders["ordered_at"] >= start) & (orders["ordered_at"] < end)]


def quarters(line, orders, until):
    """Quarters with twelve months of history."""
    first = int(orders["ordered_at"].min())
    return [(q, s, e) for q, s, e in line.periods if first <= s - YEAR + 7 * DAY and s <= until]


def frozen(orders, at):
    """Customers of the twelve months before an instant with frequency, value, last order and tier."""
    year = window(orders, at - YEAR, at)
    people = year.groupby("customer_id").agg(
        frequency=("ordered_at", "size"), worth=("worth", "sum"), last=("ordered_at", "max")
    )
    young = window(orders, at - 182 * DAY, at).groupby("customer_id").size()
    people["grows"] = 2 * young.reindex(people.index, fill_value=0) > people["frequency"]
    positive = people["worth"].clip(lower=0)
    total = int(positive.sum())
    more = {worth: int(positive[positive > worth].sum()) for worth in positive.unique()}
    before = positive.map(more)
    tier = np.where(100 * before < 80 * total, "A", np.where(100 * before < 95 * total, "B", "C"))
    people["tier"] = np.where(positive > 0, tier, "C")
    return people


def classes(values):
    rank = rankdata(values.to_numpy(dtype=float), method="average")
    return np.clip(np.ceil(5 * rank / len(values)), 1, 5).astype(int)


@model("value_tiers")
def value_tiers(line):
    line = line.on_wall_clock()
    found = line.study["value_tiers"]
    orders, until, by_margin = valued(line)
    level = line.settings["confidence"]
    yield "by margin", found["by_margin"], by_margin
    yield "without worth", found["without_worth"], int(orders["valueless"].sum())
    yield "quarters", " ".join(one["quarter"] for one in found["quarters"]), " ".join(q for q, _, _ in quarters(line, orders, until))
    for one, (quarter, start, end) in zip(found["quarters"], quarters(line, orders, until)):
        people = frozen(orders, start)
        n = len(people)
        yield f"{quarter} customers", one["customers"], n
        inside = window(orders, start, end)
        for row in one["tiers"]:
            members = people[people["tier"] == row["tier"]]
            theirs = inside[inside["customer_id"].isin(members.index)]
            name = f"{quarter} {row['tier']}"
            yield f"{name} customers", row["customers"], len(members)
            yield f"{name} before", row["worth_before"], members["worth"].sum() / 1e4
            yield f"{name} in the quarter", row["worth_in_quarter"], theirs["worth"].sum() / 1e4
            yield f"{name} buyers", row["buyers"], theirs["customer_id"].nunique()
        potential = int((people["grows"] & (people["worth"] < people["worth"].median())).sum())
        yield f"{quarter} potential", one["potential"], potential
        rfm = pd.Series(list(zip(classes(people["last"]), classes(people["frequency"]), classes(people["worth"])))).value_counts()
        ours = {(cell["recency"], cell["frequency"], cell["monetary"]): cell["customers"] for cell in one["rfm"]}
        for cell in sorted(set(ours) | set(rfm.index)):
            yield f"{quarter} RFM {cell}", ours.get(cell, 0), int(rfm.get(cell, 0))
        top = int((people["tier"] == "A").sum())
        yield from line.compare("top_tier_customers_share", quarter, n=n, value=100 * top / n, interval=wilson(top, n, level))
        yield from line.compare("potential_customers_share", quarter, n=n, value=100 * potential / n, interval=wilson(potential, n, level))


def stage(times, start, end):
    """The stage of a customer with these order times, ascending."""
    times = times[times < end]
    if not len(times):
        return None
    gaps = np.diff(times)
    if times[0] >= start:
        return "new"
    if ((times[1:] >= start) & (gaps > YEAR)).any():
        return "won_back"
    if times[-1] < end - YEAR:
        return "lapsed"
    if len(gaps) and np.median(gaps) > 0 and end - times[-1] > 2 * np.median(gaps):
        return "declining"
    return "active"


def in_rhythm(times, at):
    """Whether the last order before an instant is within twice the median gap until then, else a year."""
    times = times[times < at]
    twice = 2 * np.median(np.diff(times)) if len(times) > 1 else 0
    return len(times) > 0 and at - times[-1] <= (twice if twice > 0 else YEAR)


@model("life_cycle")
def life_cycle(line):
    line = line.on_wall_clock()
    orders, until, _ = valued(line)
    level = line.settings["confidence"]
    people = {who: group.to_numpy(dtype="int64") for who, group in orders.groupby("customer_id")["ordered_at"]}
    expected = quarters(line, orders, until)
    yield "quarters", len(line.study["life_cycle"]["quarters"]), len(expected)
    for one, (quarter, start, end) in zip(line.study["life_cycle"]["quarters"], expected):
        stages = pd.Series([stage(times, start, end) for times in people.values()]).value_counts()
        for name, count in one["stages"].items():
            yield f"{quarter} {name}", count, int(stages.get(name, 0))
        at_start = set(window(orders, start - YEAR, start)["customer_id"])
        year = window(orders, end - YEAR, end)
        kept = len(at_start & set(year["customer_id"]))
        yield f"{quarter} at start", one["at_start"], len(at_start)
        yield f"{quarter} kept", one["kept"], kept
        steady = [times for times in people.values() if in_rhythm(times, start)]
        stayed = sum(bool(in_rhythm(times, end)) for times in steady)
        yield f"{quarter} at start by rhythm", one["at_start_by_rhythm"], len(steady)
        yield f"{quarter} kept by rhythm", one["kept_by_rhythm"], stayed
        shares = {
            "retention_rate_own_rhythm": (stayed, len(steady)),
            "declining_customers_share": (
                int(stages.get("declining", 0)),
                int(sum(stages.get(name, 0) for name in ["new", "active", "declining", "won_back"])),
            ),
        }
        for metric, (hits, n) in shares.items():
            value = 100 * hits / n if n else None
            yield from line.compare(metric, quarter, n=n, value=value, interval=wilson(hits, n, level))


@model("ladder")
def ladder(line):
    line = line.on_wall_clock()
    found = line.study["ladder"]
    level = line.settings["confidence"]
    by_orders = line.has("orders")
    yield "loyal", found["loyal"], "bought_again" if by_orders else "stayed"
    span = (90 if by_orders else 365) * DAY
    if by_orders:
        orders, until = orders_of(line)
        times = {who: group.to_numpy(dtype="int64") for who, group in orders.groupby("customer_id")["ordered_at"]}
    else:
        until = line.as_of
        contracts = line.table("customers").set_index("customer_id")[["start_date", "end_date"]]
    answers = line.table("surveys")
    answers = answers[
        (answers["metric"].str.lower() == "csat")
        & (answers["scale_min"] == 1)
        & (answers["scale_max"] == 5)
        & answers["value"].isin([1, 2, 3, 4, 5])
        & ~answers["late_response"].fillna(False).astype(bool)
        & (answers["responded_at"] <= line.as_of)
    ].sort_values(["rated_at", "response_id"])

    def loyal(who, at):
        if pd.isna(who):
            return None
        if by_orders:
            if who not in times or not (times[who] <= at).any():
                return None
            return bool(((times[who] > at) & (times[who] <= at + span)).any())
        if who not in contracts.index:
            return None
        start, end = contracts.loc[who]
        if start > at or (not pd.isna(end) and end <= at):
            return None
        return bool(pd.isna(end) or end > at + span)

    answers["loyal"] = [loyal(who, at) for who, at in zip(answers["customer_id"], answers["rated_at"])]
    ours = {one["quarter"]: one for one in found["quarters"]}
    for quarter, _, end in line.periods:
        limit = min(end, until) - span
        here = answers[(answers["rated_at"] >= end - span - YEAR) & (answers["rated_at"] < end)]
        ripe = here[here["rated_at"] < limit]
        last = ripe[ripe["loyal"].notna()].drop_duplicates("customer_id", keep="last")
        yield f"{quarter} is there", quarter in ours, len(last) > 0
        if not len(last):
            continue
        one = ours[quarter]
        yield f"{quarter} from", one["from"], line.instant(end - span - YEAR)
        yield f"{quarter} until", one["until"], line.instant(limit)
        yield f"{quarter} immature", one["immature"], int((here["rated_at"] >= limit).sum())
        yield f"{quarter} unknown", one["unknown"], int(ripe["loyal"].isna().sum())
        sums = {}
        for score in range(1, 6):
            group = last[last["value"] == score]
            sums[score] = (int(group["loyal"].sum()), len(group))
            yield f"{quarter} score {score} n", one["steps"][score - 1]["n"], sums[score][1]
            yield f"{quarter} score {score} loyal", one["steps"][score - 1]["loyal"], sums[score][0]
        add = lambda scores: tuple(sum(sums[score][at] for score in scores) for at in (0, 1))
        happy, unhappy = add([4, 5]), add([1, 2, 3])
        rest = {"immature": one["immature"], "missing": one["unknown"]}
        share = lambda pair: 100 * pair[0] / pair[1] if pair[1] else None
        yield from line.compare("loyal_share_satisfied", quarter, n=happy[1], value=share(happy), interval=wilson(*happy, level), **rest)
        yield from line.compare("loyal_share_unsatisfied", quarter, n=unhappy[1], value=share(unhappy), interval=wilson(*unhappy, level), **rest)
        gap = share(happy) - share(unhappy) if happy[1] and unhappy[1] else None
        n = min(happy[1], unhappy[1])
        yield from line.compare("satisfaction_loyalty_gap", quarter, n=n, value=gap, interval=newcombe(happy, unhappy, level), **rest)


@model("after_contact")
def after_contact(line):
    line = line.on_wall_clock()
    found = line.study["after_contact"]
    orders, until, by_margin = valued(line)
    level = line.settings["confidence"]
    tickets = line.table("tickets")
    origin = tickets["origin"].astype("string").str.lower().fillna("")
    tickets = tickets[
        tickets["customer_id"].notna()
        & ~tickets["spam"].fillna(False).astype(bool)
        & tickets["merged_into"].isna()
        & ~origin.isin(["agent", "outbound", "internal"])
        & (tickets["created_at"] <= line.as_of)
    ]
    contacts = {who: np.sort(group.to_numpy(dtype="int64")) for who, group in tickets.groupby("customer_id")["created_at"]}
    times = {who: group.to_numpy(dtype="int64") for who, group in orders.groupby("customer_id")["ordered_at"]}
    worths = {who: group.to_numpy(dtype="int64") for who, group in orders.groupby("customer_id")["worth"]}
    none = np.array([], dtype="int64")
    ours = {one["quarter"]: one["found"] for one in found["quarters"]}
    yield "by margin", found["by_margin"], by_margin
    for quarter, start, end in quarters(line, orders, until):
        people = frozen(orders, start).sort_index()
        names = people.index.to_numpy()
        alike = list(zip(people["tier"], people["frequency"].clip(upper=3)))
        groups = {}
        for at, key in enumerate(alike):
            groups.setdefault(key, []).append(at)
        firsts = []
        for at, who in enumerate(names):
            inside = contacts.get(who, none)
            inside = inside[(inside >= start) & (inside < end)]
            if len(inside):
                firsts.append((int(inside[0]), at))
        used, pairs = set(), []
        counts = {"contacts": 0, "immature": 0, "unmatched": 0}
        last_order = lambda who, at: times[who][np.searchsorted(times[who], at, side="right") - 1]

        def after(who, at):
            inside = (times[who] > at) & (times[who] <= at + 30 * DAY)
            return bool(inside.any()), int(worths[who][inside].sum())

        for at, person in sorted(firsts):
            if at + 30 * DAY > until:
                counts["immature"] += 1
                continue
            counts["contacts"] += 1
            own = last_order(names[person], at)
            best = None
            for other in groups[alike[person]]:
                if other == person or other in used:
                    continue
                quiet = contacts.get(names[other], none)
                if ((quiet >= at - 90 * DAY) & (quiet <= at)).any():
                    continue
                apart = abs(int(last_order(names[other], at)) - int(own))
                if apart <= 14 * DAY and (best is None or (apart, other) < best):
                    best = (apart, other)
            if best is None:
                counts["unmatched"] += 1
                continue
            used.add(best[1])
            pairs.append((after(names[person], at), after(names[best[1]], at)))
        yield f"{quarter} is there", quarter in ours, counts["contacts"] > 0
        if not counts["contacts"]:
            continue
        one = ours[quarter]
        kinds = [(a[0], b[0]) for a, b in pairs]
        counts |= {
            "both": kinds.count((True, True)),
            "only_contact": kinds.count((True, False)),
            "only_other": kinds.count((False, True)),
            "neither": kinds.count((False, False)),
        }
        for name, count in counts.items():
            yield f"{quarter} {name}", one[name], count
        n = len(pairs)
        if not n:
            continue
        difference = np.array([(a[1] - b[1]) / 1e4 for a, b in pairs])
        b, c = counts["only_contact"], counts["only_other"]
        half = norm.ppf(0.5 + level / 2) * np.sqrt(b + c - (b - c) ** 2 / n) / n
        yield f"{quarter} worth with", one["worth_contact"], np.mean([a[1] for a, _ in pairs]) / 1e4
        yield f"{quarter} worth without", one["worth_other"], np.mean([b[1] for _, b in pairs]) / 1e4
        bounds = (100 * ((b - c) / n - half), 100 * ((b - c) / n + half))
        rest = {"immature": counts["immature"], "missing": counts["unmatched"]}
        yield from line.compare("purchase_after_contact_gap", quarter, n=n, value=100 * (b - c) / n, interval=bounds, **rest)
        if by_margin:
            margin = t.interval(level, n - 1, loc=difference.mean(), scale=difference.std(ddof=1) / np.sqrt(n)) if n > 1 else None
            yield from line.compare("margin_after_contact_gap", quarter, n=n, value=difference.mean(), interval=margin, **rest)


@model("loyalty_index")
def loyalty_index(line):
    sources = {
        "retention": ["retention_rate", "retention_rate_active_buyers"],
        "repeat_purchase": ["repeat_purchase_rate_12_months"],
        "recommendation": ["nps_promoters_share"],
        "cross_purchase": ["multi_category_share"],
    }
    formulas = {
        "standard": ("loyalty_index", ["retention", "repeat_purchase", "recommendation"]),
        "purchase": ("loyalty_index_purchase", ["repeat_purchase", "recommendation", "cross_purchase"]),
    }
    ours = {one["quarter"]: one for one in line.study["loyalty_index"]["quarters"]}
    for quarter, _, _ in line.periods:
        values = {}
        for name, metrics in sources.items():
            known = [line.value(metric, quarter) for metric in metrics]
            value = next((one for one in known if one is not None), None)
            values[name] = None if value is None else 100 * (value / 100) ** 4 if name == "retention" else value
        here = any(values[name] is not None for _, names in formulas.values() for name in names)
        yield f"{quarter} is there", quarter in ours, here
        if not here:
            continue
        for formula, (metric, names) in formulas.items():
            index = ours[quarter][formula]
            known = [values[name] for name in names if values[name] is not None]
            yield f"{quarter} {formula}", index["value"], np.mean(known) if known else None
            yield f"{quarter} {formula} complete", index["complete"], len(known) == 3
            for component in index["components"]:
                yield f"{quarter} {formula} {component['kind']}", component["value"], values[component["kind"]]
            complete = float(np.mean(known)) if len(known) == 3 else None
            yield from line.compare(metric, quarter, value=complete)


@model("lifetime_value")
def lifetime_value(line):
    line = line.on_wall_clock()
    found = line.study["lifetime_value"]
    level = line.settings["confidence"]
    annual = line.settings["annual_discount_rate"]
    assumed = line.settings["assumptions"]
    d = (1 + annual) ** 0.25 - 1
    yield "discount", found["discount"], d
    by_orders = line.has("orders") and are_margins(line)
    yield "basis", found["basis"], "orders" if by_orders else "assumption"
    missing = int(valued(line)[0]["valueless"].sum()) if by_orders else 0
    yield "without margin", found["without_margin"], missing
    dimension = "value_tier" if by_orders else "tier"
    referrals = None
    if {"referrals_per_customer", "referral_conversion"} <= set(assumed):
        referrals = assumed["referrals_per_customer"] * assumed["referral_conversion"]
    if by_orders:
        orders, until, _ = valued(line)
        expected = quarters(line, orders, until)
    else:
        expected = [one for one in line.periods if line.value("retention_rate", one[0]) is not None]
    yield "quarters", len(found["quarters"]), len(expected)

    def compare(place, value, segment, quarter, n, m, r, ends):
        future = m * r / (1 + d - r)
        yield f"{place} customers", value["customers"], n
        yield f"{place} margin", value["margin"], m
        yield f"{place} retention", value["retention"], r
        years = sum(m * (r / (1 + d)) ** step for step in range(1, 21))
        for side in (0, 1):
            yield f"{place} range {side}", value["range"][side], ends[side]
        yield from line.compare("customer_lifetime_value", quarter, segment, n=n, value=future, interval=ends)
        yield from line.compare("customer_lifetime_value_with_first_margin", quarter, segment, n=n, value=m + future)
        yield from line.compare("customer_lifetime_value_5_years", quarter, segment, n=n, value=years)

    for one, (quarter, start, end) in zip(found["quarters"], expected):
        ours = dict(one["tiers"])
        first, cross = assumed.get("contribution_margin_per_customer"), None
        if by_orders:
            people = frozen(orders, start)
            kept = people.index.isin(window(orders, end - YEAR, end)["customer_id"])
            worth = window(orders, start, end).groupby("customer_id")["worth"].sum().reindex(people.index, fill_value=0)
            groups = [(None, np.ones(len(people), dtype=bool))] + [(tier, (people["tier"] == tier).to_numpy()) for tier in ours]
            for tier, members in groups:
                n, hits = int(members.sum()), int(kept[members].sum())
                margins, stayed = worth[members].to_numpy() / 1e4, kept[members].astype(float)
                m, r = worth[members].sum() / 1e4 / n, hits / n
                slope = np.array([r / (1 + d - r), m * (1 + d) / (1 + d - r) ** 2])
                error = np.sqrt(slope @ np.cov(margins, stayed, ddof=1) @ slope / n)
                middle, half = m * r / (1 + d - r), norm.ppf(0.5 + level / 2) * error
                ends = (middle - half, middle + half)
                segment = (dimension, tier) if tier else None
                value = ours[tier] if tier else one["total"]
                yield from compare(f"{quarter} {tier or 'all'}", value, segment, quarter, n, m, r, ends)
            beginnings = orders.drop_duplicates("customer_id").set_index("customer_id")
            new = window(beginnings.reset_index(), start, end)
            first = new["worth"].mean() / 1e4 if len(new) else None
            later = window(orders[orders.duplicated("customer_id")], end - YEAR, end)
            later = later.assign(own=later["customer_id"].map(beginnings["category"]))
            later = later[later["category"].notna() & later["own"].notna()]
            total = later["worth"].sum()
            cross = later.loc[later["category"] != later["own"], "worth"].sum() / total if total > 0 else None
            past = orders[orders["ordered_at"] < end]
            past = past[past["customer_id"].isin(window(orders, end - YEAR, end)["customer_id"])]
            years = (past["ordered_at"] - past["customer_id"].map(beginnings["ordered_at"])).astype(float) / (365.25 * DAY)
            people = past["customer_id"].nunique()
            mean = (past["worth"] / 1e4 / (1 + annual) ** years).sum() / people
            yield from line.compare("customer_value_historical", quarter, n=people, value=mean)
        else:
            for tier in [None, *ours]:
                segment = (dimension, tier) if tier else None
                figure = line.known[("retention_rate", quarter, segment)]
                hits, n = int(figure["numerator"]), figure["n"]
                ends = tuple(first * end / (100 * (1 + d) - end) for end in wilson(hits, n, level))
                value = ours[tier] if tier else one["total"]
                yield from compare(f"{quarter} {tier or 'all'}", value, segment, quarter, n, first, hits / n, ends)
        future, parts = one["total"]["future"], one["parts"]
        yield f"{quarter} first", parts["first"], first
        yield f"{quarter} later", parts["later"], future * (1 - (cross or 0))
        yield f"{quarter} cross", parts["cross"], None if cross is None else future * cross
        yield f"{quarter} referral", parts["referral"], None if referrals is None else referrals * ((first or 0) + future)
