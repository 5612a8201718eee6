#!/usr/bin/env python3
"""Renders every page, slide and sheet of a run to pictures and compares them with approved ones.

    look.py OUTPUT/2026-Q3                          compares; ends with 1 on any difference
    look.py OUTPUT/2026-Q3 --approve                makes what stands the approved pictures, after you have looked
    look.py OUTPUT/2026-Q3 --contact-sheet FOLDER   writes one picture per edition (report, language and form)
    look.py OUTPUT/2026-Q3 --differences FOLDER     writes approved and present side by side where they differ
    look.py --self-test                             shows that differences are found, and that none is invented

`--forms pdf,html,pptx,xlsx` (default: pdf and html; the other two need LibreOffice, and a run with those formats),
`--report ID` (may be repeated). Needs Pillow, NumPy, poppler's pdftoppm, for HTML Chromium.

What is compared: both pictures as they are kept (lossy, small), in CIE L*a*b*, by the mean colour of cells of 8 × 8 pixels.
Tolerance: no cell may differ by more than DELTA_E, and not more than FEW of all cells by more than BARELY. So a line that
moves, a colour that changes and a table that breaks otherwise are found; another smoothing of letters is not. Figures
are compared elsewhere, to the last digit.
"""

import argparse
import concurrent.futures
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import numpy
from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).resolve().parent
APPROVED = HERE / "approved"
CELL = 8
# Mean distance of a cell at which it is another one; 2.3 is what an eye just sees side by side on a large patch.
DELTA_E = 8.0
# Distance at which a cell may be another one, and the share of such cells that is none any more.
BARELY, FEW = 3.0, 0.02
# Pictures as they are kept: width in pixels, and how lossy.
WIDTHS = {"pdf": 300, "html": 320, "pptx": 320, "xlsx": 360}
QUALITY = 30
FORMS = ("pdf", "html", "pptx", "xlsx")
# An HTML page is photographed at the width of a desk, in slices that Chromium can paint.
DESK, SLICE = 1280, 4000


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, **options)
    if done.returncode:
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout


def pages_of_pdf(path, width):
    """The pages of a PDF as pictures."""
    with tempfile.TemporaryDirectory() as folder:
        run("pdftoppm", "-png", "-scale-to-x", 3 * width, "-scale-to-y", -1, path, f"{folder}/page")
        for one in sorted(pathlib.Path(folder).iterdir()):
            yield Image.open(one).convert("RGB").copy()


def browser():
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or sys.exit("Chromium is missing")


def page_of_html(path):
    """A page as tall as it is, as one picture."""
    frame = """<!DOCTYPE html><html lang="en"><title>frame</title><style>body{margin:0;overflow:hidden}iframe{border:0;display:block}</style>
<iframe src="page.html" style="width:%dpx;height:%dpx;margin-top:-%dpx"></iframe><pre id="height"></pre>
<script>onload=()=>{document.getElementById('height').textContent=document.querySelector('iframe').contentDocument.documentElement.scrollHeight}</script>"""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copy(path, folder / "page.html")
        (folder / "frame.html").write_text(frame % (DESK, 900, 0), "utf-8")
        line = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
                "--allow-file-access-from-files", f"--user-data-dir={folder}/profile", "--virtual-time-budget=20000"]
        dump = run(*line, f"--window-size={DESK},900", "--dump-dom", f"file://{folder}/frame.html").decode()
        height = int(re.search(r'<pre id="height">(\d+)</pre>', dump).group(1))
        whole = Image.new("RGB", (DESK, height), "white")
        for top in range(0, height, SLICE):
            tall = min(SLICE, height - top)
            (folder / "frame.html").write_text(frame % (DESK, height, top), "utf-8")
            run(*line, f"--window-size={DESK},{tall}", f"--screenshot={folder}/slice.png", f"file://{folder}/frame.html")
            whole.paste(Image.open(folder / "slice.png").convert("RGB").crop((0, 0, DESK, tall)), (0, top))
        # A page of many screens is kept in pictures of five screens each.
        for top in range(0, height, 5 * 900):
            yield whole.crop((0, top, DESK, min(top + 5 * 900, height)))


def pages_by_office(path, width):
    """Slides or sheets, as LibreOffice prints them."""
    office = shutil.which("soffice") or sys.exit("LibreOffice is missing")
    with tempfile.TemporaryDirectory() as folder:
        run(office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, path)
        yield from pages_of_pdf(f"{folder}/{path.stem}.pdf", width)


def pictures(path):
    """The pictures of a document, as they are kept."""
    form = path.suffix[1:]
    width = WIDTHS[form]
    made = {"pdf": lambda: pages_of_pdf(path, width), "html": lambda: page_of_html(path)}
    for page in made.get(form, lambda: pages_by_office(path, width))():
        small = page.resize((width, max(1, round(page.height * width / page.width))), Image.LANCZOS)
        kept = io.BytesIO()
        small.save(kept, "WEBP", quality=QUALITY, method=6)
        yield kept.getvalue()


def lab(picture):
    """sRGB → CIE L*a*b* (D65)."""
    value = numpy.asarray(picture.convert("RGB"), dtype=numpy.float64) / 255
    linear = numpy.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    xyz = linear @ numpy.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
    xyz /= numpy.array([0.9505, 1.0, 1.089])
    root = numpy.where(xyz > 0.008856, numpy.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return numpy.stack([116 * root[..., 1] - 16, 500 * (root[..., 0] - root[..., 1]), 200 * (root[..., 1] - root[..., 2])], axis=-1)


def cells(picture):
    """Mean colour of each cell."""
    value = lab(picture)
    high, wide = value.shape[0] // CELL * CELL, value.shape[1] // CELL * CELL
    return value[:high, :wide].reshape(high // CELL, CELL, wide // CELL, CELL, 3).mean(axis=(1, 3))


def difference(approved, present):
    """Why two kept pictures are not the same; nothing when they are."""
    if approved == present:
        return None
    one, two = (Image.open(io.BytesIO(kept)) for kept in (approved, present))
    if one.size != two.size:
        return f"{one.size[0]} × {one.size[1]} pixels were approved, {two.size[0]} × {two.size[1]} stand"
    apart = numpy.sqrt(((cells(one) - cells(two)) ** 2).sum(axis=-1))
    many = (apart > BARELY).mean()
    if apart.max() > DELTA_E or many > FEW:
        row, column = numpy.unravel_index(apart.argmax(), apart.shape)
        at = f"{100 * row // apart.shape[0]} % from above, {100 * column // apart.shape[1]} % from the left"
        return f"differs by ΔE {apart.max():.1f} at most ({at}), {100 * many:.1f} % of all cells by more than {BARELY}"
    return None


def documents(period, forms, reports):
    """Documents of the current issues, each with the name of its pictures."""
    for latest in sorted(period.glob("*/latest.json")):
        report, issue = latest.parent.name, json.loads(latest.read_text("utf-8")).get("issue")
        if issue is None or (reports and report not in reports):
            continue
        issue = latest.parent / f"issue-{issue}"
        for path in sorted(path for form in forms for path in issue.glob(f"*/*.{form}")):
            yield f"{report}/{path.parent.name}/{'annex-' if path.stem.endswith('_annex') else ''}{path.suffix[1:]}", path


def kept_of(name):
    return sorted(APPROVED.glob(f"{name}-[0-9][0-9][0-9].webp"))


def side_by_side(one, two):
    one, two = (Image.open(io.BytesIO(kept)).convert("RGB") for kept in (one, two))
    both = Image.new("RGB", (one.width + two.width + 12, max(one.height, two.height)), "red")
    both.paste(one, (0, 0))
    both.paste(two, (one.width + 12, 0))
    return both


def sheet(made, title):
    """All pictures of an edition on one."""
    images = [Image.open(io.BytesIO(kept)).convert("RGB") for kept in made]
    across = min(6, len(images))
    rows = [images[at : at + across] for at in range(0, len(images), across)]
    wide = across * (max(image.width for image in images) + 8) + 8
    whole = Image.new("RGB", (wide, 24 + sum(max(image.height for image in row) + 8 for row in rows) + 8), "#888888")
    ImageDraw.Draw(whole).text((8, 6), title, fill="white")
    top = 24
    for row in rows:
        for at, image in enumerate(row):
            whole.paste(image, (8 + at * (image.width + 8), top))
        top += max(image.height for image in row) + 8
    return whole


def look(options):
    found = list(documents(options.output, options.forms, options.report))
    if not found:
        sys.exit(f"{options.output} has no issue with a document of these forms")
    workers = concurrent.futures.ThreadPoolExecutor(2)
    faults = total = 0
    for (name, path), made in zip(found, workers.map(lambda one: list(pictures(one[1])), found)):
        total += len(made)
        if options.contact_sheet:
            options.contact_sheet.mkdir(parents=True, exist_ok=True)
            sheet(made, f"{name}: {path.name}").save(options.contact_sheet / f"{name.replace('/', '_')}.png", optimize=True)
            continue
        known = kept_of(name)
        if options.approve:
            for old in known:
                old.unlink()
            for at, kept in enumerate(made, 1):
                target = APPROVED / f"{name}-{at:03}.webp"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(kept)
            continue
        if len(known) != len(made):
            faults += 1
            print(f"{name}: {len(known)} pages are approved, {len(made)} stand")
        for at, (old, kept) in enumerate(zip(known, made), 1):
            why = difference(old.read_bytes(), kept)
            if why:
                faults += 1
                print(f"{name}, page {at}: {why}")
                if options.differences:
                    options.differences.mkdir(parents=True, exist_ok=True)
                    side_by_side(old.read_bytes(), kept).save(options.differences / f"{name.replace('/', '_')}-{at:03}.png")
    if options.approve:
        size = sum(path.stat().st_size for path in APPROVED.rglob("*.webp")) / 1e6
        print(f"{total} pictures of {len(found)} documents are approved; all approved pictures have {size:.1f} MB")
    elif options.contact_sheet:
        print(f"{len(found)} contact sheets with {total} pictures in {options.contact_sheet}")
    else:
        print(f"{total} pictures of {len(found)} documents compared with the approved ones: {faults} differ")
    return 1 if faults else 0


def self_test():
    """A page in the small, and what may and may not happen to it."""
    def page(shift=0, ink="#1a222d", good="#0b6e5a", lines=24):
        picture = Image.new("RGB", (900, 1272), "white")
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 0, 900, 160), fill="#1f4e79")
        for at in range(lines):
            draw.text((60, 220 + 40 * at + (shift if at > 11 else 0)), f"{at} of a line of words and 0123456789 figures", fill=ink, font_size=24)
        draw.rectangle((620, 300, 800, 340), fill=good)
        return picture

    def kept(picture, size=(300, 424)):
        written = io.BytesIO()
        picture.resize(size, Image.LANCZOS).save(written, "WEBP", quality=QUALITY, method=6)
        return written.getvalue()

    base = kept(page())
    same = {"the same": kept(page()), "another smoothing": kept(page().resize((880, 1244), Image.BICUBIC))}
    other = {
        "lines that moved": kept(page(shift=14)),
        "a verdict in another colour": kept(page(good="#b3261e")),
        "a line that is gone": kept(page(lines=23)),
        "grey letters": kept(page(ink="#b0b0b0")),
        "another size": kept(page(), size=(300, 400)),
    }
    faults = [f"{what} is said to differ: {difference(base, one)}" for what, one in same.items() if difference(base, one)]
    faults += [f"{what} is not seen" for what, one in other.items() if not difference(base, one)]
    print("\n".join(faults) or f"{len(same)} pictures are the same, {len(other)} are not, as they should be")
    return 1 if faults else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", nargs="?", type=pathlib.Path, metavar="OUTPUT/PERIOD")
    parser.add_argument("--forms", type=lambda text: text.split(","), default=["pdf", "html"])
    parser.add_argument("--report", action="append", default=[])
    parser.add_argument("--approve", action="store_true")
    parser.add_argument("--contact-sheet", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--differences", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    unknown = [form for form in options.forms if form not in FORMS]
    if options.output is None or unknown:
        parser.error(f"no such form: {', '.join(unknown)}" if unknown else "which output?")
    return look(options)


if __name__ == "__main__":
    sys.exit(main())
