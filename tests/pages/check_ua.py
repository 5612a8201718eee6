#!/usr/bin/env python3
"""Checks PDF reports by two independent programs: PyPI `page-validation` (PDF/UA-1 and PDF/A-2a) and PyPI `outloud`
(PDF/UA-1, and what a screen reader would say).

    check_ua.py FILE.pdf…

Findings that are no faults stand in `false_alarms.yaml` with their reasons; each of them has to occur, or it is named as
idle (a note, no fault: not every run has all documents). Ends with 1 on any other finding.
"""

import collections
import pathlib
import re
import sys

import outloud
import page
import yaml

PROFILES = ("ua1", "2a")
ALARMS = pathlib.Path(__file__).with_name("false_alarms.yaml")


class Alarms:
    """The listed false alarms: program, rule, a pattern of the message, and why it is none."""

    def __init__(self, text):
        self.listed = yaml.safe_load(text)
        self.seen = collections.Counter()
        for one in self.listed:
            if set(one) != {"program", "rule", "message", "reason"} or not one["reason"].strip():
                sys.exit(f"{ALARMS}: an entry has program, rule, message and reason, and no other key: {one}")

    def covers(self, program, rule, message):
        for at, one in enumerate(self.listed):
            if (one["program"], one["rule"]) == (program, rule) and re.search(one["message"], message):
                self.seen[at] += 1
                return True
        return False

    def idle(self):
        return [one for at, one in enumerate(self.listed) if not self.seen[at]]


def by_page(path):
    for profile in PROFILES:
        report = page.validate_pdf(path, profile=profile)
        for failure in report.failures:
            yield "page-validation", failure.rule_id, f"{profile}: {failure.message}"


def by_outloud(path):
    for finding in outloud.check(path).sorted_findings():
        if finding.severity != "info":
            place = f"page {finding.page}: " if finding.page else ""
            yield "outloud", finding.rule, f"{place}{finding.message}"


def main(paths):
    if not paths:
        sys.exit(__doc__)
    alarms, faults, known = Alarms(ALARMS.read_text("utf-8")), 0, 0
    for path in paths:
        for check in (by_page, by_outloud):
            for program, rule, message in check(path):
                if alarms.covers(program, rule, message):
                    known += 1
                    continue
                faults += 1
                print(f"{path}: {program} {rule}: {message}")
    for one in alarms.idle():
        print(f"note: no document has the false alarm {one['program']} {one['rule']} any more")
    print(f"{len(paths)} PDF files by page-validation and outloud: {faults} faults, {known} listed false alarms")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
