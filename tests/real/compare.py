"""Compares the figures of real data with those that an independent program found in them.

Usage: compare.py SHARED_DATA_FOLDER OUTPUT_FOLDER

Reads each report's measurements.json and the truth.json beside the raw data; every figure must agree to
the last digit that truth.json gives. Prints one line per figure that differs and a count at the end.
"""

import json
import sys
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

Q2_2016, Q2_2017 = "2016-Q2", "2017-Q2"


def load(output: Path, report: str) -> dict:
    """Measurements by (metric, dimension, segment value, quarter)."""
    found = {}
    for path in sorted(output.glob(f"*/{report}/issue-*/measurements.json")):
        for one in json.loads(path.read_text("utf-8")):
            segment = one["segment"]
            part = segment["part"] if isinstance(segment, dict) else {"dimension": None, "value": None}
            found[one["metric"], part["dimension"], part["value"], one["quarter"]] = one
    return found


def servicenow(truth: dict):
    """(name, metric, dimension, part, quarter, field, expected) of every figure of the incidents."""
    for name, quarter in (("2016Q1", "2016-Q1"), ("2016Q2", Q2_2016)):
        yield f"incidents {name}", "real_incidents", None, None, quarter, "value", truth["incidents_by_quarter_opened"][name]
        yield f"median {name}", "real_resolution_median", None, None, quarter, "value", truth["median_resolution_hours_by_quarter"][name]
        yield f"24h {name}", "real_within_24h", None, None, quarter, "value", truth["pct_within_24h_by_quarter"][name]
        yield f"sla {name}", "real_made_sla", None, None, quarter, "value", truth["pct_made_sla_by_quarter"][name]
    totals = {
        "incidents": "real_all_incidents",
        "resolved_with_timestamp": "real_all_resolved",
        "resolved_at_missing": "real_all_unresolved",
        "median_resolution_hours": "real_all_resolution_median",
        "p90_resolution_hours": "real_all_resolution_p90",
        "mean_resolution_hours": "real_all_resolution_mean",
        "pct_made_sla_final_row": "real_all_made_sla",
        "pct_reopened": "real_all_reopened",
        "pct_no_reassign_and_no_reopen (FCR proxy)": "real_all_untouched",
        "pct_resolved_same_clock_hour (h<=1)": "real_all_within_1h",
    }
    totals |= {f"pct_resolved_within_{hours}h_of_resolved": f"real_all_within_{hours}h" for hours in (4, 8, 24, 72, 168)}
    for key, metric in totals.items():
        yield key, metric, None, None, Q2_2016, "value", truth[key]
    yield "incidents_reopened", "real_all_reopened", None, None, Q2_2016, "numerator", truth["incidents_reopened"]
    parts = {
        "median_resolution_hours_by_priority": ("real_all_resolution_median", "priority"),
        "incidents_by_priority_final": ("real_all_incidents", "priority"),
        "pct_made_sla_by_priority": ("real_all_made_sla", "priority"),
        "contact_type": ("real_all_incidents", "channel"),
        "top5_category_final": ("real_all_incidents", "category"),
    }
    for key, (metric, dimension) in parts.items():
        for part, expected in truth[key].items():
            yield f"{key} {part}", metric, dimension, part, Q2_2016, "value", expected


def sfo(truth: dict):
    """The same for the passenger survey."""
    nps, overall = truth["NPS_2017"], truth["overall_satisfaction_Q7ALL_1to5"]
    figures = [
        ("nps", "real_nps", "value", nps["nps"]),
        ("nps valid", "real_nps", "n", nps["valid"]),
        ("nps weighted", "real_nps_weighted", "value", nps["nps_weighted"]),
        ("promoters", "real_promoters", "value", nps["promoters"]),
        ("passives", "real_passives", "value", nps["passives"]),
        ("detractors", "real_detractors", "value", nps["detractors"]),
        ("mean", "real_csat_mean", "value", overall["mean"]),
        ("valid", "real_csat_mean", "n", overall["valid"]),
        ("weighted mean", "real_csat_mean_weighted", "value", overall["weighted_mean"]),
        ("top2", "real_csat_top2", "value", overall["top2_pct"]),
        ("bottom2", "real_csat_bottom2", "value", overall["bottom2_pct"]),
        ("problem", "real_problem", "value", overall["problem_pct_of_yes_no"]),
    ]
    for name, metric, field, expected in figures:
        yield name, metric, None, None, Q2_2017, field, expected
    for item, expected in truth["attributes_2017_mean_valid_1to5"].items():
        yield item, "real_attribute_mean", "item", item, Q2_2017, "value", expected


class Pooled:
    """Figures of several quarters put together: sums, and ratios of sums (never means of ratios)."""

    def __init__(self, found: dict, quarters: list):
        self.found, self.quarters = found, quarters

    def of(self, metric: str) -> list:
        every = [self.found.get((metric, None, None, quarter)) for quarter in self.quarters]
        return [one for one in every if one is not None and one["value"] is not None]

    def sum(self, metric: str):
        every = self.of(metric)
        return sum(one["value"] for one in every) if every else None

    def ratio(self, metric: str):
        every = self.of(metric)
        return sum(one["numerator"] for one in every) / sum(one["denominator"] for one in every) if every else None

    def days(self) -> int:
        return sum(one["n"] for one in self.of("speed_of_answer_mean_of_days"))


def vancouver(truth: dict, found: dict):
    """(name, found, expected) of every year and quarter of the telephone totals."""

    def block(name: str, pooled: Pooled, expected: dict):
        yield f"{name} offered", pooled.sum("phone_calls_offered"), expected["CallsOffered"]
        yield f"{name} handled", pooled.sum("calls_answered"), expected["CallsHandled"]
        yield f"{name} abandoned", pooled.sum("calls_abandoned"), expected["CallsAbandoned"]
        yield f"{name} days", pooled.days(), expected["days"]
        yield f"{name} abandonment", pooled.ratio("phone_abandonment_rate_totals"), expected["abandon_pct"]
        yield f"{name} answer rate", pooled.ratio("phone_answer_rate_totals"), expected["handled_pct"]
        yield f"{name} speed", pooled.ratio("phone_speed_of_answer_totals"), expected["asa_sec_weighted"]
        yield f"{name} service level", pooled.ratio("phone_service_level_totals"), expected["service_level_weighted_pct"]
        yield f"{name} mean of days", pooled.ratio("speed_of_answer_mean_of_days"), expected["asa_sec_simple_mean_of_days"]
        wanted = expected["service_level_simple_mean_of_days_pct"]
        yield f"{name} mean level of days", pooled.ratio("service_level_mean_of_days"), wanted

    def year(one) -> Pooled:
        return Pooled(found, [f"{one}-Q{quarter}" for quarter in (1, 2, 3, 4)])

    for one in truth["by_year"]:
        yield from block(str(one["k"]), year(one["k"]), one)
    for one in truth["by_quarter_2022_on"]:
        yield from block(one["k"], Pooled(found, [one["k"].replace("Q", "-Q")]), one)
    whole = Pooled(found, sorted({quarter for _, _, _, quarter in found}))
    yield "rows", whole.days(), truth["rows"]
    for key, metric in (("CallsOffered", "phone_calls_offered"), ("CallsHandled", "calls_answered"), ("CallsAbandoned", "calls_abandoned")):
        yield f"all {key}", whole.sum(metric), truth["totals"][key]
    yield "equal", whole.sum("days_handled_and_abandoned_are_offered"), truth["days_handled+abandoned==offered"]
    yield "above", whole.sum("days_handled_and_abandoned_exceed_offered"), truth["days_handled+abandoned>offered"]
    yield "below 60 % in 2023", year(2023).sum("days_below_60_percent"), truth["days_below_60pct_service_level_2023"]


def agrees(found, expected) -> bool:
    """Rounds to as many decimals as the expected figure was given with (4 at most)."""
    if isinstance(expected, int):
        return found == expected
    rounded = Decimal(repr(float(found))).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    return rounded == Decimal(repr(expected)).quantize(Decimal("0.0001"))


def main() -> int:
    data, output = Path(sys.argv[1]), Path(sys.argv[2])
    compared = wrong = 0
    for report, folder, figures in (
        ("servicenow", "servicenow_incidents", servicenow),
        ("sfo", "sfo_survey_2017", sfo),
    ):
        found = load(output, report)
        truth = json.loads((data / folder / "truth.json").read_text("utf-8"))
        for name, metric, dimension, part, quarter, field, expected in figures(truth):
            compared += 1
            one = found.get((metric, dimension, part, quarter))
            value = None if one is None else one[field]
            if value is None or not agrees(value, expected):
                wrong += 1
                print(f"{report}: {name}: found {value}, expected {expected}")
    found = load(output, "vancouver311")
    truth = json.loads((data / "vancouver311_calls" / "truth.json").read_text("utf-8"))
    for name, value, expected in vancouver(truth, found):
        compared += 1
        if value is None or not agrees(value, expected):
            wrong += 1
            print(f"vancouver311: {name}: found {value}, expected {expected}")
    print(f"real data: {compared} figures compared, {wrong} differ")
    return 1 if wrong or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
