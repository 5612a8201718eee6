#!/usr/bin/env python3
"""Lets `init --from` read samples of exports and compares the figures of a run with the known ones.

    profiles.py QUARTERDECK SAMPLES [NAME …]

SAMPLES holds folders of samples (`*/<system>/`), each with a `truth.json` that says the right figures.
Nothing is written by hand: the proposed configuration runs as it stands, but for the target of 24 hours
that one of the figures speaks of, and a low limit for figures of few rows. A figure that is measured and differs is wrong; one that is not
measured is open. Ends with 1 when a figure is wrong, or when fewer are equal than stated below.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

LEAST_EQUAL = 0.6

# Names of figures in truth.json -> metric and what of it is compared.
FIGURES = {
    "contacts": ("contacts", "value"),
    "first_response_median_hours": ("first_response_median", "value"),
    "resolved_within_24h_percent": ("resolution_rate_within_target", "value"),
    "resolved_within_24h": ("resolution_rate_within_target", "of"),
    "resolved_within_1h": ("first_response_within_1h", "value"),
    "first_response_within_1h": ("first_response_within_1h", "value"),
    "resolved_first_in_quarter": ("backlog_resolved_first", "value"),
    "csat_top2_percent": ("csat_top2", "value"),
    "csat_top2": ("csat_top2", "value"),
    "csat_mean": ("csat_mean", "value"),
    "csat_answers": ("csat_top2", "denominator"),
    "nps": ("nps", "value"),
    "nps_answers": ("nps", "n"),
    "responses_in_quarter": ("nps", "n"),
    "fcr_survey": ("first_contact_resolution_survey", "value"),
    "calls_inbound": ("phone_answer_rate", "denominator"),
    "answer_rate_percent": ("phone_answer_rate", "value"),
    "speed_of_answer_seconds": ("phone_speed_of_answer", "value"),
    "cost_total": ("service_cost", "value"),
    "payment_fees_july": ("service_cost", "value"),
    "service_cost_balance": ("service_cost", "value"),
    "orders": ("orders", "value"),
    "orders_july": ("orders", "value"),
    "orders_valid": ("orders", "value"),
    "revenue": ("revenue", "value"),
    "sales_july": ("revenue", "value"),
    "buyers": ("customers_ordering", "value"),
    "complaints": ("complaints", "value"),
    "complaints_in_quarter": ("complaints", "value"),
    "complaint_closed_on_time": ("complaint_closed_on_time", "value"),
    "contacts_phone_share": ("contacts_phone_share", "value"),
    "human_sessions": ("contacts", "value"),
    "answer_share": ("never_replied_share", "complement"),
    "absence_hours": ("staff_hours_absent", "value"),
    "scheduled_hours": ("staff_hours_scheduled", "value"),
    "absence_rate": ("staff_absence_rate", "value"),
}


def main():
    quarterdeck, samples, wanted = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), sys.argv[3:]
    counts = {"equal": 0, "open": 0, "WRONG": 0}
    for truth in sorted(samples.glob("*/*/truth.json")):
        if wanted and truth.parent.name not in wanted:
            continue
        known = json.loads(truth.read_text())
        with tempfile.TemporaryDirectory() as folder:
            measured, note = run(quarterdeck, truth.parent, known, pathlib.Path(folder))
        print(f"{truth.parent.name}: {note}")
        for name, right in figures(known):
            verdict, found = compare(name, right, measured)
            counts[verdict] += 1
            print(f"  {verdict:6}{name:38}{right!s:>14}{found!s:>24}")
    total = sum(counts.values())
    share = counts["equal"] / max(total, 1)
    print(f"{total} figures: {counts['equal']} equal ({share:.0%}), {counts['open']} open, {counts['WRONG']} wrong")
    sys.exit(int(counts["WRONG"] > 0 or (share < LEAST_EQUAL and not wanted)))


def figures(known):
    listed = known["figures"]
    if isinstance(listed, dict):
        return list(listed.items())
    return [(one["id"], one["value"]) for one in listed]


def run(quarterdeck, sample, known, folder):
    """Proposes, runs; the measurements of the quarter by metric, and a note."""
    exports, project = folder / "exports", folder / "project"
    shutil.copytree(sample, exports)
    (exports / "truth.json").unlink()
    shutil.rmtree(exports / "expected", ignore_errors=True)
    zone = known["report"]["time_zone"] if "report" in known else known["period"]["zone"]
    command = [quarterdeck, "init", project, "--from", exports, "--time-zone", zone, "--as-of", "2026-10-15 09:00"]
    proposed = subprocess.run(command, capture_output=True, text=True)
    if proposed.returncode != 0:
        return {}, proposed.stderr.strip().splitlines()[-1][:160]
    file = project / "reports.yaml"
    few = "statistics: {minimum_n: 1, verdict_n: 1}\n    resolution_targets:"
    file.write_text(file.read_text().replace("# resolution_targets:", few))
    command = [quarterdeck, "run", "--config", file, "--period", "2026-Q3", "--format", "json", "--locale", "en"]
    ran = subprocess.run(command, capture_output=True, text=True)
    found = project / "output/2026-Q3/client/issue-1/measurements.json"
    if not found.exists():
        return {}, (ran.stderr.strip().splitlines() or ["no measurements"])[-1][:160]
    total = [one for one in json.loads(found.read_text()) if one["quarter"] == "2026-Q3" and one["segment"] == "total"]
    rows = [line for line in ran.stdout.splitlines() if line.startswith("rows:")]
    return {one["metric"]: one for one in total}, (rows or ["ran"])[0]


def compare(name, right, measured):
    metric, what = FIGURES.get(name, (None, None))
    one = measured.get(metric)
    if one is None or one["status"]["is"] in ("skipped", "no_data") or one["value"] is None:
        return "open", metric or "no metric"
    if what == "of":
        numerator, denominator = right.split(" of ")
        found = (one["numerator"], one["denominator"])
        equal = close(found[0], numerator) and close(found[1], denominator)
        return ("equal" if equal else "WRONG"), f"{found[0]:g} of {found[1]:g}"
    found = one["value"] if what in ("value", "complement") else one[what]
    found = 100 - found if what == "complement" else found
    if found is None:
        return "open", metric
    return ("equal" if close(found, right) else "WRONG"), round(found, 4)


def close(found, right):
    return abs(float(found) - float(right)) <= 1e-4 * max(1.0, abs(float(right)))


if __name__ == "__main__":
    main()
