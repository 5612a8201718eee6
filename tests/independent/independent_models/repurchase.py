"""Repurchase curves (M15) with statsmodels' SurvfuncRight."""

import numpy as np
from scipy.stats import norm
from statsmodels.duration.survfunc import SurvfuncRight

from . import DAY, model


def orders_of(line):
    """Valid orders up to as_of, in the order of customer, time and id; and the end of sight."""
    orders = line.table("orders")
    orders = orders[orders["ordered_at"] <= line.as_of]
    until = int(orders["ordered_at"].max())
    orders = orders[orders["is_valid"] & orders["customer_id"].notna()]
    return orders.sort_values(["customer_id", "ordered_at", "order_id"]).reset_index(drop=True), until


def spans(orders, until, start, end):
    """Microseconds from each buyer's first order in [start, end) to the next, else to the end of sight."""
    orders = orders.assign(next=orders.groupby("customer_id")["ordered_at"].shift(-1))
    first = orders[(orders["ordered_at"] >= start) & (orders["ordered_at"] < end)].drop_duplicates("customer_id")
    ended = first["next"].notna().to_numpy()
    span = (first["next"].fillna(until) - first["ordered_at"]).to_numpy(dtype=np.int64)
    return span, ended


def survival(curve, day):
    """S(day), its Greenwood sum and the number at risk at the beginning of the day."""
    at = np.searchsorted(curve.surv_times, day, side="right") - 1
    if at < 0:
        return 1.0, 0.0
    return curve.surv_prob[at], (curve.surv_prob_se[at] / curve.surv_prob[at]) ** 2 if curve.surv_prob[at] > 0 else np.inf


def interval(s, greenwood, level):
    """Log-log interval of 1 − S."""
    if greenwood == 0.0:
        return (0.0, 0.0)
    if s <= 0.0:
        return None
    half = norm.ppf(0.5 + level / 2) * np.sqrt(greenwood) / abs(np.log(s))
    return 1 - s ** np.exp(-half), 1 - s ** np.exp(half)


@model("repurchase")
def repurchase(line):
    line = line.on_wall_clock()
    found = line.study["repurchase"]
    orders, until = orders_of(line)
    yield "until", found["until"], line.instant(until)
    level = line.settings["confidence"]
    ours = {cohort["quarter"]: cohort for cohort in found["cohorts"]}
    for quarter, start, end in line.periods:
        span, ended = spans(orders, until, start, end)
        yield f"{quarter} is there", quarter in ours, len(span) > 0
        if not len(span):
            continue
        cohort = ours[quarter]
        yield f"{quarter} customers", cohort["customers"], len(span)
        yield f"{quarter} censored", cohort["censored"], int((~ended).sum())
        for window in cohort["windows"]:
            over = end + window["days"] * DAY <= until
            again = int((ended & (span <= window["days"] * DAY)).sum())
            yield f"{quarter} within {window['days']}", window["again"], again if over else None
        days = np.where(ended, -(-span // DAY), span // DAY)
        # statsmodels refuses times of 0: everything one day later changes no survival.
        curve = SurvfuncRight(days + 1, ended.astype(int))
        yield f"{quarter} days", len(cohort["curve"]), min(180, int(days.max())) + 1
        for point in cohort["curve"]:
            day = point["day"]
            s, greenwood = survival(curve, day + 1)
            bounds = interval(s, greenwood, level)
            yield f"{quarter} day {day} share", point["share"], 1 - s
            yield f"{quarter} day {day} at risk", point["at_risk"], int((days >= day).sum())
            for side in (0, 1):
                mine = None if point["interval"] is None else point["interval"][side]
                yield f"{quarter} day {day} end {side}", mine, None if bounds is None else bounds[side]
        if days.max() >= 90:
            s, greenwood = survival(curve, 91)
            bounds = interval(s, greenwood, level)
            bounds = None if bounds is None else (100 * bounds[0], 100 * bounds[1])
            expected = {"value": 100 * (1 - s), "interval": bounds}
        else:
            expected = {"value": None, "at_least": 100 * (1 - survival(curve, days.max() + 1)[0])}
        yield from line.compare("repurchase_survival_90_days", quarter, n=len(span), censored=int((~ended).sum()), **expected)
