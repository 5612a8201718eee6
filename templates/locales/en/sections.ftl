# Sections
total = Total
sum = Total
provenance = { $period }; source: { $tables } data of { $client }; as of { $as_of }.
as-of-note = As of { $as_of }.
policy-note = Intervals at { $level } confidence; no verdict for n<{ $verdict_n }, not shown for n<{ $minimum_n }.
note-rounding = Owing to rounding, parts may not add up exactly to totals.
column-metric = Metric
column-chart = Comparison
column-industry = Industry average
column-qoq = Quarter on quarter (QoQ)
column-yoy = Year on year (YoY)
column-status = Status
column-eight-quarters = Eight quarters
column-value-in = { $quarter }
column-own-change = Own change
column-share-in = Share { $quarter }
column-rate-effect = Effect on the total
column-table = Table
column-files = Files
column-rows-in = Rows in
column-rows-used = Used
column-rows-rejected = Rejected
column-rows-merged = Duplicates merged
column-latest = Latest date
column-source-column = Source column
column-reason = Reason
column-rows = Rows
column-canonical = Canonical column
column-missing = Missing
column-missing-share = Share missing
column-item = Item
column-file = File
column-encoding = Encoding
commentary-heading = Commentary
summary-title-quiet = No change beyond random variation this quarter
summary-title-limited = Limited data: of { $all } main metrics, { $judged } can be judged
summary-no-findings = With the present sample no finding can be stated this quarter. That does not mean that nothing changed; the data cannot tell change from random variation.
verdict-targets = In { $quarter }, { $targets } metrics can be judged against a target: { $met } met, { $missed } missed, { $unclear } not significantly different
verdict-no-targets = { $quarter } has { $shown } main { $count ->
    [one] metric
   *[other] metrics
}, none with a target
verdict-moved = year on year { $better } improved and { $worse } worsened significantly
verdict-small-base = { $count_text } { $count ->
    [one] has
   *[other] have
} too few rows for a verdict
limited-title = Too little data: this report makes few statements
limited-judged = Of all { $all } main metrics, enough rows for a verdict (n≥{ $n }) exist for { $judged } this quarter
limited-missing = data is missing for { $quarters }
limited-read = the other figures are not shown or for orientation only; do not assess or rank by them
context-target = target { $target }
scorecard-title = Of { $targets } metrics judged against a target, { $met } are met, { $missed } missed and { $unclear } not significantly different
scorecard-title-no-targets = This quarter has { $shown } main { $count ->
    [one] metric
   *[other] metrics
}, none with a target
scorecard-caption = Scorecard ({ $quarter }): this quarter against target, industry average, last quarter and last year
scorecard-note-census = For complete data the interval is the uncertainty “if seen as one observation of the same process”, not a sampling error.
bullet-alt = { $metric }: { $value } this quarter, target { $target }, same quarter last year { $last }.
spark-alt = { $metric }, last eight quarters, from { $first } to { $last }
target-is = Target { $target }
trends-title = Year on year { $better } metrics improved and { $worse } worsened significantly
trends-title-quiet = No main metric changed significantly year on year
trends-note = Shading: { $level } interval. Hollow points: too few rows for a verdict. Gaps: no data. Year on year is the main comparison; quarter on quarter is not adjusted for season.
trend-caption = Unit: { $unit }; { $from }–{ $to }; this quarter n={ $n }; { $provenance }
trend-alt = Line chart, { $metric }: { $points }; target { $target }.
segments-title = No difference between segments beyond random variation
segments-title-worse = { $metric } is { $value } in { $dimension } “{ $part }”, significantly worse than the rest
segments-caption = Main metrics by { $dimension }, { $quarter }
segments-hidden = { $hidden } smaller { $count ->
    [one] group is
   *[other] groups are
} not listed.
segments-note = ✓ and ✗ mark parts that are significantly better or worse than the rest: { $tests } tests, false discovery rate held at 5% by Benjamini–Hochberg. No mark does not mean no difference.
mix-notice-title = { $metric }: the total moves against its parts by { $dimension }
mix-notice = Total change { $change } = own changes by { $dimension } { $rate } + change of mix { $mix } (Kitagawa decomposition). The parts move against the total, so the total says nothing about whether any part did better or worse.
mix-caption = { $metric }: the change taken apart by { $dimension }
mix-note = “Effect on the total” is each part's own change weighted by its mean share of both periods; together they are the own-change part; the rest of the total change comes from shifting shares.
step-rate = Own change
step-mix = Mix
step-entered = New parts
step-left = Parts gone
waterfall-title = Own change { $rate }, mix { $mix }
waterfall-alt = Waterfall: { $steps }.
slope-title = The total moves against its parts by { $dimension }
slope-alt = Slope graph: { $lines }.
bars-title = “{ $part }” is highest at { $value } ({ $metric })
bars-alt = Bar chart, { $metric }: { $bars }.
data-title = { $rows } rows read = { $used } used + { $rejected } rejected + { $merged } duplicates merged
data-title-unreconciled = Rows do not reconcile: { $rows } read, { $used } used, { $rejected } rejected, { $merged } duplicates merged
rows-caption = Records reconciled to the input files
rows-note = Rows in = used + rejected + duplicates merged, checked table by table.
rejects-caption = Rejected rows by reason
rejects-note = The list of rows (file, line, column, value, reason) is in the rejects folder of the output.
rejects-rest = All other reasons: { $rows } rows, see the rejects folder.
whole-row = (whole row)
quarters-caption = Rows used per quarter
missing-caption = Missing cells of mapped columns
missing-note = Missing is never zero and never “no”; only columns with missing cells, by share.
missing-rest = { $hidden } more { $count ->
    [one] column has
   *[other] columns have
} missing cells and { $count ->
    [one] is
   *[other] are
} not listed.
backlog-caption = Check of the backlog identity
backlog-difference = Difference (end − expected)
backlog-fault-text = Open at start + created + reopened − resolved ≠ open at end; check the recorded times of reopening and resolution.
note-naive = { $n } { $count ->
    [one] timestamp has
   *[other] timestamps have
} no offset and { $count ->
    [one] was
   *[other] were
} read in the source's zone (default { $zone }).
note-conflicting = { $n } { $count ->
    [one] row differs
   *[other] rows differ
} from another row with the same key; the latest state is kept by a fixed rule.
note-near-duplicates = { $n } { $count ->
    [one] ticket lies
   *[other] tickets lie
} within 24 hours of another of the same customer and category: flagged, not merged.
note-after-as-of = { $n } { $count ->
    [one] row is
   *[other] rows are
} dated after the data date and not counted.
note-reopened-unknown = { $n } { $count ->
    [one] ticket was
   *[other] tickets were
} reopened before the known time of resolution; the first resolution is unknown.
note-closed-without-time = { $n } { $count ->
    [one] ticket is
   *[other] tickets are
} closed by status without a time of resolution.
note-unmatched = { $n } { $count ->
    [one] row
   *[other] rows
} of { $from } { $count ->
    [one] has
   *[other] have
} no match in { $to }.
note-immature = “{ $metric }”: the follow-up window of { $n } { $count ->
    [one] row
   *[other] rows
} is still open (not yet due), not counted.
skipped-heading = Metrics that were not computed
skipped-line = { $reason }: { $metrics }
value-seconds = { $n } s
value-per-ten-thousand = { $n } per ten thousand
value-per-hundred-thousand = { $n } per hundred thousand users
value-per-million = { $n } per million users
value-per-hundred-million-yuan = { $n } per hundred million yuan of premium
benchmarks-caption = Beside published figures of the industry ({ $quarter })
benchmarks-note = Gap = own − published; only figures of the same or a similar definition get a gap and a verdict, the others are listed only. Better and worse follow the metric's direction and the interval: the whole interval on the good side is better, an interval that holds the published figure is no significant difference.
benchmarks-note-grades = Evidence: A is the publisher's own text, A- the same without a date, B a repost, S a claim of unknown origin. An industry average is a mean of companies, not a target.
benchmarks-without = No comparable industry figure: { $metrics }. These are compared with their own history and target only.
benchmarks-title = Of { $all } comparable { $count ->
    [one] metric
   *[other] metrics
}, { $better } better than the industry, { $worse } worse, { $same } not significantly different
benchmarks-title-none = No comparable industry figure: the metrics are compared with their own history and target
column-published = Published
column-gap = Gap
column-comparability = Comparability
column-verdict = Verdict
column-source = Source, region, year
benchmark-better = better than { $average }
benchmark-worse = worse than { $average }
benchmark-not-different = not significantly different from { $average }
statistic-mean = industry average
statistic-median = industry median
statistic-best = best in class
comparability-same = same definition
comparability-near = similar definition
comparability-incomparable = not comparable
difference-concept = another concept
difference-method = another method
difference-instrument = another instrument
difference-form = another form
difference-unit = another unit
difference-period-length = another period length
difference-region = another region
difference-population = another population
difference-year = another year
source-seen-in = { $source } (quoted by { $seen })
grade-is = grade { $grade }
warning-definition-unknown = definition unknown
warning-origin-unknown = origin unknown
warning-stale = old
warning-fixed = taken as fixed
undated = undated
region-cn = China
region-us = United States
region-uk = United Kingdom
region-north-america = North America
region-europe = Europe
region-global = global
region-mixed = several regions
region-not-stated = region not stated
dots-alt = Dot plot (this quarter / published): { $rows }.
