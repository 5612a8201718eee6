#!/usr/bin/env bash
# Opens HTML reports in headless Chromium at the widths of a phone, a tablet and a desk, and fails
# when one scrolls sideways or logs an error. Usage: tests/pages/check.sh FILE.html…
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 FILE.html…" >&2; exit 2; }
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  { echo "no Chromium found" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
for file in "$@"; do
  page=$(realpath "$file")
  for width in 360 768 1280; do
    # The window of a headless browser cannot be as narrow as a phone; a frame can.
    cat > "$work/frame.html" <<HTML
<!DOCTYPE html><iframe id="f" src="file://$page" style="width:${width}px;height:900px;border:0"></iframe>
<script>
document.getElementById('f').onload = event => {
  const page = event.target.contentDocument.documentElement;
  const wide = [...page.querySelectorAll('body *')].filter(element => !element.closest('.scroll, svg, .skip') &&
    element.getBoundingClientRect().right > page.clientWidth + 1).map(element => element.tagName + '.' + element.className);
  document.title = 'width ' + page.scrollWidth + ' of ' + page.clientWidth + ' ' + wide.slice(0, 5).join(' ');
};
</script>
HTML
    found=$("$browser" --headless --no-sandbox --hide-scrollbars --disable-gpu --disable-background-networking \
      --allow-file-access-from-files --user-data-dir="$work/profile" --virtual-time-budget=3000 --enable-logging=stderr \
      --window-size=1400,1000 --dump-dom "file://$work/frame.html" 2> "$work/log" | grep -o '<title>[^<]*' || true)
    if ! grep -q "^<title>width $width of $width \?$" <<< "$found"; then
      echo "$file at $width px: ${found#<title>}"; failed=1
    fi
    if grep "CONSOLE" "$work/log"; then echo "$file at $width px: the browser complains"; failed=1; fi
  done
done
[ $failed = 0 ] && echo "$# pages fit at 360, 768 and 1280 px"
exit $failed
