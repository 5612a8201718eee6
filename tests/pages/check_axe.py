#!/usr/bin/env python3
"""Looks for barriers in HTML reports by axe-core in headless Chromium, at the widths of a phone, a tablet and a desk, on
light and on dark screens.

    check_axe.py FILE.html…

Needs PyPI axe-playwright-python, for the axe-core that it carries. Ends with 1 when axe finds a violation.
"""

import concurrent.futures
import html
import importlib.util
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

WIDTHS = (390, 768, 1280)
# What Chromium calls them.
SCREENS = {"dark": 0, "light": 1}
RUN = """
window.addEventListener('load', () => axe.run(document, {resultTypes: ['violations']}).then(found => {
  const lines = found.violations.map(one => ({id: one.id, times: one.nodes.length, first: one.nodes[0].html.slice(0, 160)}));
  parent.postMessage(JSON.stringify({checks: found.passes.length, lines}), '*');
}));
"""
FRAME = """<!DOCTYPE html><html lang="en"><title>waiting</title>
<iframe src="page.html" style="width:%dpx;height:900px;border:0"></iframe><pre id="found"></pre>
<script>addEventListener('message', event => { document.getElementById('found').textContent = event.data; });</script>
"""


def axe():
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None:
        sys.exit("PyPI axe-playwright-python is missing")
    return (pathlib.Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8")


def found(browser, script, page, width, screen):
    with tempfile.TemporaryDirectory() as folder:
        return found_in(pathlib.Path(folder), browser, script, page, width, screen)


def found_in(folder, browser, script, page, width, screen):
    text = pathlib.Path(page).read_text("utf-8")
    # The page allows no script: that is checked elsewhere, and lifted here.
    text, lifted = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    if lifted != 1:
        sys.exit(f"{page} has no policy of its own")
    scripts = "".join(f"<script>{one.replace('</script', chr(60) + chr(92) + '/script')}</script>" for one in (script, RUN))
    (folder / "page.html").write_text(text.replace("</body>", scripts + "</body>"), "utf-8")
    (folder / "frame.html").write_text(FRAME % width, "utf-8")
    line = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--allow-file-access-from-files",
            f"--user-data-dir={folder}/profile", f"--blink-settings=preferredColorScheme={SCREENS[screen]}", "--window-size=1400,1000", "--virtual-time-budget=60000", "--dump-dom",
            f"file://{folder}/frame.html"]
    dump = subprocess.run(line, capture_output=True, text=True).stdout
    answer = re.search(r'<pre id="found">(.+?)</pre>', dump, re.S)
    if not answer:
        sys.exit(f"axe did not answer for {page}")
    return json.loads(html.unescape(answer.group(1)))


def seen(page):
    """Widths and screens of a page; what is looked up and not read, an annex or the reference, at each width on one."""
    if page.endswith("_annex.html") or "/reference/" in page:
        return zip(WIDTHS, itertools.cycle(SCREENS))
    return itertools.product(WIDTHS, SCREENS)


def main(pages):
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not browser or not pages:
        sys.exit("usage: check_axe.py FILE.html… (with Chromium)")
    script, violations, fewest = axe(), 0, None
    looks = [(page, width, screen) for page in pages for width, screen in seen(page)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(lambda look: found(browser, script, *look), looks)
        for (page, width, screen), answer in zip(looks, answers):
            fewest = min(fewest or answer["checks"], answer["checks"])
            for one in answer["lines"]:
                violations += one["times"]
                print(f"{page} at {width} px, {screen}: {one['id']} {one['times']} times, first {one['first']}")
    print(f"{len(pages)} pages at {WIDTHS} px, light and dark, {len(looks)} looks: {violations} violations, at least {fewest} rules each")
    return 1 if violations or fewest < 20 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
