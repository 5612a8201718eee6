#!/usr/bin/env python3
"""Checks PDF reports with poppler's tools: conformance marks, embedded fonts, text that comes back,
one page of summary, no empty page, no word outside its page, no word printed over another.
Usage: tests/pages/check_pdf.py FILE.pdf…"""

import html
import re
import subprocess
import sys

MARKS = [b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<", b"/StructTreeRoot", b"/Outlines"]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def fonts(path):
    for line in run("pdffonts", path).splitlines()[2:]:
        embedded, subset, unicode = line.split()[-5:-2]
        if (embedded, subset, unicode) != ("yes", "yes", "yes"):
            yield f"font not embedded, cut and mapped: {line.strip()}"


def words(path):
    """Per page: its size and its words with their boxes."""
    number = r'="([-\d.]+)"'
    for page in re.split(r"<page ", run("pdftotext", "-bbox", path, "-"))[1:]:
        width, height = map(float, re.search(rf"width{number} height{number}", page).groups())
        found = re.findall(rf"<word xMin{number} yMin{number} xMax{number} yMax{number}>(.*?)</word>", page)
        yield width, height, [(*map(float, box), html.unescape(text)) for *box, text in found]


def squeezed(text):
    """Full-width punctuation next to another mark gives up its blank half: its box is no ink."""
    return all(mark in "，。；：、？！）》」』”’（《「『“‘" for mark in text)


def covered(one, two):
    """How much of the smaller of two boxes lies under the other one."""
    width = min(one[2], two[2]) - max(one[0], two[0])
    height = min(one[3], two[3]) - max(one[1], two[1])
    if width <= 0 or height <= 0:
        return 0
    area = lambda box: max((box[2] - box[0]) * (box[3] - box[1]), 1e-6)
    return width * height / min(area(one), area(two))


def page_faults(width, height, found):
    if not found:
        yield "no text"
    for left, top, right, bottom, text in found:
        if left < -1 or top < -1 or right > width + 1 or bottom > height + 1:
            yield f"`{text}` leaves the page"
        if "\ufffd" in text:
            yield f"`{text}` has a character that does not come back"
    for index, one in enumerate(found):
        for two in found[index + 1 :]:
            if covered(one, two) > 0.4 and not squeezed(one[4]) and not squeezed(two[4]):
                yield f"`{one[4]}` and `{two[4]}` are printed over each other"


def summary_faults(pages):
    """The executive summary is one page: the running header names its topic once."""
    def topics(page):
        width, height, found = page
        return " ".join(text for left, top, _, _, text in found if top < 75 and left > width / 2)
    named = [number for number, page in enumerate(pages, 1) if re.search("执行摘要|Executive summary", topics(page))]
    if len(named) != 1:
        yield f"the executive summary stands on pages {named}, not on one"


def faults(path):
    with open(path, "rb") as file:
        content = file.read()
    yield from (f"no {mark.decode()}" for mark in MARKS if mark not in content)
    yield from fonts(path)
    pages = list(words(path))
    # Annexes and board packs have no executive summary.
    if not path.endswith("_annex.pdf") and "/portfolio_" not in path:
        yield from summary_faults(pages)
    for number, page in enumerate(pages, 1):
        yield from (f"page {number}: {fault}" for fault in page_faults(*page))


def main(paths):
    if not paths:
        sys.exit(__doc__)
    failed = False
    for path in paths:
        for fault in faults(path):
            print(f"{path}: {fault}")
            failed = True
    if failed:
        sys.exit(1)
    print(f"{len(paths)} PDF files checked")


main(sys.argv[1:])
