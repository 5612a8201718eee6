#!/usr/bin/env bash
# csv-parse with cast and cast_date: 85% is 1 January 1985, "ticket 12" is December 2001, 12-11 is
# December 2001, and 0x1F is the number 0; d3.autoType and PapaParse leave the first three alone,
# d3 reads 0x1F as 31.
# Seen with: csv-parse 7.0.3, d3-dsv 3.0.2, papaparse 5.7.1
# A reader of such files must: state the date forms it accepts, and take nothing else for a date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . csv-parse@7.0.3 d3-dsv@3.0.2 papaparse@5.7.1

cat > check.js <<'JS'
let changed = false;
const text = (v) => v instanceof Date ? v.toISOString() : typeof v === "string" ? v : JSON.stringify(v);
function compare(done, expected, recorded, value) {
  const seen = text(value);
  console.log(`done: ${done}\n  expected: ${expected}\n  seen:     ${seen}`);
  if (seen !== recorded) { console.log(`  recorded: ${recorded}`); changed = true; }
}
const version = (name) => JSON.parse(require("fs").readFileSync(`node_modules/${name}/package.json`)).version;
(async () => {
  console.log("csv-parse", version("csv-parse"));
  console.log("d3-dsv", version("d3-dsv"));
  console.log("papaparse", version("papaparse"));
  const d3 = await import("d3-dsv");
  const Papa = require("papaparse");
  const { parse } = require("csv-parse/sync");
  const recorded = { "85%": "1985-01-01", "ticket 12": "2001-12-01", "12-11": "2001-12-11", "May 2026": "2026-05-01", "0x1F": "0" };
  for (const [cell, result] of Object.entries(recorded)) {
    const file = `id,value\na,${cell}\n`;
    const value = parse(file, { columns: true, cast: true, cast_date: true })[0].value;
    compare(`${cell} by csv-parse`, `the text ${cell}`, result, value instanceof Date ? value.toISOString().slice(0, 10) : value);
  }
  const others = (cell) => [d3.csvParse(`id,value\na,${cell}\n`, d3.autoType)[0].value,
    Papa.parse(`id,value\na,${cell}\n`, { header: true, dynamicTyping: true }).data[0].value];
  compare("85% by d3.autoType and PapaParse", "the text", '["85%","85%"]', others("85%"));
  compare("0x1F by d3.autoType and PapaParse", "the text", '[31,"0x1F"]', others("0x1F"));
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
TZ=UTC node check.js
