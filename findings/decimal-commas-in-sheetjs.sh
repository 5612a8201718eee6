#!/usr/bin/env bash
# A German CSV opened by SheetJS: it finds the semicolon by itself but reads 1,5 as 15 and 0,875
# as 875 (the cell shows the comma, the value has lost it); with two such columns it cuts at the
# commas instead; 3-4 becomes 4 March 2001, 1/2 becomes 2 January 2001, (5) becomes -5.
# Seen with: xlsx 0.18.5 (the newest on npm)
# A reader of such files must: decide the decimal mark by the whole column; a semicolon file is a
#   hint of a comma, not of thousands.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5

cat > check.js <<'JS'
let changed = false;
const text = (v) => v instanceof Date ? v.toISOString() : typeof v === "string" ? v : JSON.stringify(v);
function compare(done, expected, recorded, value) {
  const seen = text(value);
  console.log(`done: ${done}\n  expected: ${expected}\n  seen:     ${seen}`);
  if (seen !== recorded) { console.log(`  recorded: ${recorded}`); changed = true; }
}
const version = (name) => JSON.parse(require("fs").readFileSync(`node_modules/${name}/package.json`)).version;
console.log("xlsx", version("xlsx"));
const Sheets = require("xlsx");
const sheet = (file) => Sheets.read(file, { type: "string", cellDates: true }).Sheets.Sheet1;
const german = sheet("score;weight\n5;0,875\n4;1,5\n");
compare("weights 0,875 and 1,5 in a file with semicolons", "0.875 and 1.5, or texts", "[875,15]", [german.B2.v, german.B3.v]);
compare("the texts that the same cells show", "0,875 and 1,5", '["0,875","1,5"]', [german.B2.w, german.B3.w]);
const two = sheet("hours;weight\n1,5;0,875\n");
compare("two such columns", "two columns", '[1,"5;0",875]', [two.A2.v, two.B2.v, two.C2.v]);
const short = sheet("floor,part,balance\n3-4,1/2,(5)\n");
compare("3-4, 1/2 and (5)", "texts", '["2001-03-04T00:00:00.000Z","2001-01-02T00:00:00.000Z",-5]', [short.A2.v, short.B2.v, short.C2.v]);
if (changed) { console.error("the behaviour has changed"); process.exit(1); }
JS
TZ=UTC node check.js
