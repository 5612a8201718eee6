#!/usr/bin/env python3
"""Checks PDF reports by two independent programs: PyPI `page-validation` (PDF/UA-1 and PDF/A-2a) and PyPI `outloud`
(PDF/UA-1, and what a screen reader would say).

    check_ua.py FILE.pdf…

Findings that are no faults stand in `false_alarms.yaml` with their reasons; where a reason can be shown, it is shown for
each file. One that no document has any more is named. Ends with 1 on any other finding.
"""

import collections
import pathlib
import re
import subprocess
import sys

import outloud
import page
import pikepdf
import yaml

PROFILES = ("ua1", "2a")
ALARMS = pathlib.Path(__file__).with_name("false_alarms.yaml")


def stream_lengths(path, _):
    """Whether after each stream of the length that it says stands its end."""
    data = pathlib.Path(path).read_bytes()
    found = [one for one in re.finditer(rb"/Length (\d+)[^>]*?(?:>>|>> ?)\s*stream\r?\n", data)]
    return bool(found) and all(data[one.end() + int(one.group(1)) :].startswith(b"\nendstream") for one in found)


def group_headers_span(path, _):
    """Whether every row of header cells alone, but the first of its table, is one cell that spans several columns."""

    def rows(element):
        for one in children(element):
            if one.get("/S") == "/TR":
                yield one
            elif one.get("/S") in ("/THead", "/TBody", "/TFoot"):
                yield from rows(one)

    def children(element):
        below = element.get("/K", [])
        below = list(below) if isinstance(below, pikepdf.Array) else [below]
        return [one for one in below if isinstance(one, pikepdf.Dictionary) and "/S" in one]

    def span(cell):
        owners = cell.get("/A", [])
        owners = list(owners) if isinstance(owners, pikepdf.Array) else [owners]
        return max([int(one.get("/ColSpan", 1)) for one in owners if isinstance(one, pikepdf.Dictionary)], default=1)

    def tables(element):
        for one in children(element):
            if one.get("/S") == "/Table":
                yield one
            yield from tables(one)

    with pikepdf.open(path) as pdf:
        for table in tables(pdf.Root.StructTreeRoot):
            for row in list(rows(table))[1:]:
                cells = children(row)
                if all(cell.get("/S") == "/TH" for cell in cells) and not (len(cells) == 1 and span(cells[0]) > 1):
                    return False
    return True


def in_margin(_, finding):
    """Whether the line stands where the running header or footer of a page stands: in the first or the last 60 points."""
    outside = lambda box: box["y0"] > PAPERS[box["page"]] - 60 or box["y1"] < 60
    return bool(finding.boxes) and all(map(outside, finding.boxes))


def stands_before(path, finding):
    """Whether the same line stands on the page before, where it is announced: the header of a table that goes on."""
    text = subprocess.run(["pdftotext", "-layout", "-f", str(finding.page - 1), "-l", str(finding.page - 1), path, "-"], capture_output=True, text=True).stdout
    squeezed = lambda line: re.sub(r"\s+", "", line)
    return any(squeezed(finding.evidence.rstrip("…")) in squeezed(line) for line in text.splitlines())


def alternatives_are_words(path, _):
    """Whether every alternative text has words: two of two letters, or four characters of Chinese."""
    with pikepdf.open(path) as pdf:
        alts = [str(one["/Alt"]) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    words = lambda alt: len(re.findall(r"[A-Za-z]{2,}", alt)) >= 2 or len(re.findall(r"[\u4e00-\u9fff]", alt)) >= 4
    return bool(alts) and all(words(alt) for alt in alts)


PROOFS = {
    "stream_lengths": stream_lengths,
    "group_headers_span": group_headers_span,
    "in_margin": in_margin,
    "stands_before": stands_before,
    "alternatives_are_words": alternatives_are_words,
}
# Height of each page of the file that is looked at.
PAPERS = {}


class Alarms:
    """The listed false alarms: program, rule, a pattern of the message, and why it is none."""

    def __init__(self, text):
        self.listed = yaml.safe_load(text)
        self.seen = collections.Counter()
        for one in self.listed:
            if set(one) - {"proof"} != {"program", "rule", "message", "reason"} or one.get("proof", "stream_lengths") not in PROOFS:
                sys.exit(f"{ALARMS}: an entry has program, rule, message, reason and perhaps a proof that this script knows: {one}")

    def covers(self, path, finding, program, rule, message):
        for at, one in enumerate(self.listed):
            same = (one["program"], one["rule"]) == (program, rule) and re.search(one["message"], message)
            if same and ("proof" not in one or PROOFS[one["proof"]](path, finding)):
                self.seen[at] += 1
                return True
        return False

    def idle(self):
        return [one for at, one in enumerate(self.listed) if not self.seen[at]]


def by_page(path):
    for profile in PROFILES:
        report = page.validate_pdf(path, profile=profile)
        for failure in report.failures:
            yield None, "page-validation", failure.rule_id, f"{profile}: {failure.message}"


def by_outloud(path):
    result = outloud.check(path)
    for one in result.runs:
        if one.status == "crashed":
            yield None, "outloud", one.rule, f"the rule itself failed: {one.reason}"
    for finding in result.sorted_findings():
        if finding.severity != "info":
            place = f"page {finding.page}: " if finding.page else ""
            yield finding, "outloud", finding.rule, f"{place}{finding.message} | {finding.evidence or ''}"


def main(paths):
    if not paths:
        sys.exit(__doc__)
    alarms, faults, known = Alarms(ALARMS.read_text("utf-8")), 0, 0
    for path in paths:
        with pikepdf.open(path) as pdf:
            PAPERS.clear()
            PAPERS.update({at: float(one.mediabox[3]) for at, one in enumerate(pdf.pages, 1)})
        for check in (by_page, by_outloud):
            for finding, program, rule, message in check(path):
                if alarms.covers(path, finding, program, rule, message):
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
