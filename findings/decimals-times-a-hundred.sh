#!/usr/bin/env bash
# A money column 12.50 and -3.00 in an Arrow file: the JavaScript reader of Arrow gives 1250 and
# -300, also in toJSON and Number(); the scale stands only in the schema. hyparquet reads the same
# column of a Parquet file as 12.5, but a bigger one as a float that loses the cents.
# Seen with: pyarrow 26.0.1, apache-arrow 21.2.0 (npm), hyparquet 1.33.0
# A reader of such files must: apply the scale of the schema, and keep money in decimals.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
npm install --silent --no-audit --no-fund --prefix . apache-arrow@21.2.0 hyparquet@1.33.0

venv/bin/python - <<'PY'
import sys
from decimal import Decimal
from importlib.metadata import version

import pyarrow
import pyarrow.feather
import pyarrow.parquet

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pyarrow", version("pyarrow"))
amounts = [Decimal("12.50"), Decimal("-3.00"), Decimal("12345678901234567.89")]
table = pyarrow.table({"amount": pyarrow.array(amounts, pyarrow.decimal128(20, 2))})
pyarrow.feather.write_feather(table, "cost.arrow", compression="uncompressed")
pyarrow.parquet.write_table(table, "cost.parquet")
print("written:", [str(a) for a in amounts])

sys.exit("the behaviour has changed" if changed else 0)
PY

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
  console.log("apache-arrow", version("apache-arrow"));
  console.log("hyparquet", version("hyparquet"));
  const fs = require("fs");
  const { tableFromIPC } = require("apache-arrow");
  const { parquetReadObjects } = await import("hyparquet");
  const table = tableFromIPC(fs.readFileSync("cost.arrow"));
  compare("Arrow: amounts as text", "12.50, -3.00, 12345678901234567.89", '["1250","-300","1234567890123456789"]', table.toArray().map((row) => String(row.amount)));
  compare("Arrow: Number() of the first two", "12.5 and -3", "[1250,-300]", table.toArray().slice(0, 2).map((row) => Number(row.amount)));
  compare("Arrow: scale in the schema", "2", "2", table.schema.fields[0].type.scale);
  const bytes = fs.readFileSync("cost.parquet");
  const rows = await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) });
  compare("Parquet by hyparquet", "12.50, -3.00, 12345678901234567.89", "[12.5,-3,12345678901234568]", rows.map((row) => row.amount));
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
node check.js
