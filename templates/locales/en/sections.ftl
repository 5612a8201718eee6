# Sections
total = Total
sum = Total
provenance = { $period }; source: { $tables }.
as-of-note = As of { $as_of }.
policy-note = Intervals at { $level } confidence; no verdict for n<{ $verdict_n }, not shown for n<{ $minimum_n }.
note-rounding = Owing to rounding, parts may not add up exactly to totals.
column-metric = Metric
column-chart = Comparison
column-industry = Industry average
column-qoq = Quarter on quarter (QoQ)
column-yoy = Year on year (YoY)
column-status = Status
column-recent-quarters = Last { $n } quarters
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
column-rows-folded = Folded
column-merged-kind = What the row is
column-merged-example = Example
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
verdict-all-met = { $quarter }: { $count ->
    [one] { $targets } target, met
   *[other] all { $targets } targets are met
}
verdict-industry = Industry: { $text }
verdict-industry-none = Industry: no comparable figure
verdict-some-unjudged = { $quarter }: { $met } of { $count ->
    [one] { $targets } target
   *[other] { $targets } targets
} met, { $unjudged } cannot be judged
verdict-none-missed = { $quarter }: { $met } of { $count ->
    [one] { $targets } target
   *[other] { $targets } targets
} met, none missed
parts-separator = ,_
part-met = { $n } met
part-missed = { $n } missed
part-met-narrowly = { $n } met narrowly
part-just-missed = { $n } just missed
part-unjudged = { $n } without a verdict
verdict-moved = year on year { $better } { $count ->
    [one] metric
   *[other] metrics
} significantly improved, { $worse } worsened
verdict-moved-better = year on year { $better } { $count ->
    [one] metric
   *[other] metrics
} significantly improved, none worsened
verdict-moved-worse = year on year { $worse } { $count ->
    [one] metric
   *[other] metrics
} significantly worsened, none improved
verdict-small-base = { $count_text } { $count ->
    [one] has
   *[other] have
} too few rows for a verdict
limited-title = Too few rows: this report makes few statements
limited-judged = Of { $all } main metrics, { $judged } can be judged this quarter ({ $reasons })
limited-missing = data is missing for { $quarters }
limited-read = the other figures are not shown or for orientation only; do not assess or rank by them
context-target = target { $target }
scorecard-title = { $count ->
    [one] Of { $targets } target { $parts }
   *[other] Of { $targets } targets { $parts }
}
scorecard-title-all-met = { $count ->
    [one] { $targets } target, met
   *[other] All { $targets } targets are met
}
scorecard-title-no-targets = This quarter has { $shown } main { $count ->
    [one] metric
   *[other] metrics
}, none with a target
scorecard-caption = Scorecard ({ $quarter }): this quarter against target, industry average, last quarter and last year
scorecard-note-census = For complete data the interval is the uncertainty “if seen as one observation of the same process”, not a sampling error.
bullet-alt = { $metric }: { $value } this quarter, target { $target }, same quarter last year { $last }.
spark-alt = { $metric }, last { $n } quarters, from { $first } to { $last }
target-is = Target { $target }
trends-title = Worse than a year ago: { $worse }; better: { $better }
trends-title-better = Better than a year ago: { $better }
trends-title-worse = Worse than a year ago: { $worse }
trends-title-quiet = No main metric moved beyond chance since a year ago
trends-note = Shading: { $level } interval. Hollow points: too few rows for a verdict. Gaps: no data. Year on year is the main comparison; quarter on quarter is not adjusted for season.
trend-caption = { $from }–{ $to }; n={ $n } in { $provenance }
trend-alt = Line chart, { $metric }: { $points }; target { $target }.
segments-title = No part differs from the rest beyond chance
segments-title-unjudged = Figures of the parts, without a verdict: none could be set against the rest
segments-title-worse = { $metric } is { $value } in { $dimension } “{ $part }”, significantly worse than the rest
segments-title-better = { $metric } is { $value } in { $dimension } “{ $part }”, significantly better than the rest
segments-caption = Main metrics by { $dimension }, { $quarter }
segments-hidden = { $hidden } smaller { $count ->
    [one] group is
   *[other] groups are
} not listed.
segments-note = ▲ and ▼ mark parts that are significantly better or worse than the rest: { $tests } tests, false discovery rate held at 5% by Benjamini–Hochberg. Shares by the z test, means by Welch’s t, times by the log-rank or Mann–Whitney test. No mark does not mean no difference.
segments-effects = Against the rest: { $list }.
segments-effect-welch = { $part }, { $metric }: mean { $effect }
segments-effect-mann-whitney = { $part }, { $metric }: larger in { $effect } of all pairs
segments-effect-log-rank = { $part }, { $metric }: { $effect } times the completions expected at equal speed
mix-notice-title = { $metric }: the total moves against its parts by { $dimension }
mix-notice = Total change { $change } = own changes by { $dimension } { $rate } + change of mix { $mix } (Kitagawa decomposition). The parts move against the total, so the total says nothing about whether any part did better or worse.
mix-caption = { $metric }: the change taken apart by { $dimension }
mix-note = “Effect on the total” is each part's own change weighted by its mean share of both periods; together they are the own-change part; the rest of the total change comes from shifting shares.
step-rate = Within parts
step-mix = Shift of shares
step-entered = New parts
step-left = Parts gone
waterfall-title = Within parts { $rate }, shift of shares { $mix }
waterfall-alt = Waterfall: { $steps }.
slope-title-plain = { $metric } by { $dimension }
slope-title = The total moves against its parts by { $dimension }
slope-alt = Slope graph: { $lines }.
bars-title = “{ $part }” is highest at { $value } ({ $metric })
bars-title-part = “{ $part }” stands at { $value } ({ $metric })
bars-alt = Bar chart, { $metric }: { $bars }.
data-title = { $rows } rows read = { $used } used + { $rejected } rejected + { $merged } merged as { $count ->
    [one] duplicate
   *[other] duplicates
}
data-title-folded = { $rows } rows read = { $used } used + { $folded } folded + { $rejected } rejected + { $merged } merged as { $count ->
    [one] duplicate
   *[other] duplicates
}
data-title-unreconciled = Rows do not reconcile: { $rows } read, { $used } used, { $rejected } rejected, { $merged } duplicates merged, { $folded } folded
rows-caption = Records reconciled to the input files
rows-note = Rows in = used + rejected + duplicates merged, checked table by table.
rows-note-folded = Rows in = used + folded + rejected + duplicates merged, checked table by table. Folded are lines that were added to the record of which they are a part.
rejects-caption = Rejected rows by reason
rejects-note = The list of rows (file, line, column, value, reason) is in the rejects folder of the output.
rejects-rest = All other reasons: { $rows } { $count ->
    [one] row
   *[other] rows
}, see the rejects folder.
merged-caption = Rows for which another row of the same key stands
merged-note = The list of rows is in the merged folder of the output. The arrow points from a row to the row that stands for it.
merged-copy = equal to the other row in every mapped column
merged-earlier-state = an earlier state of the same record: the latest counts
merged-replaced = the other row counts, as the configuration says
merged-conflicting = differs from the other row without a later state: a fixed rule by content chose
merged-folded = a line of the same record: its amounts are added
whole-row = (whole row)
quarters-caption = Rows used per quarter, { $span }
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
note-skipped-times = { $n } { $count ->
    [one] time of day
   *[other] times of day
} that the clocks never showed, because they were put forward; read as the first instant afterwards.
note-doubled-times = { $n } { $count ->
    [one] time of day occurs
   *[other] times of day occur
} twice, because the clocks were put back; read as the first of the two unless the source says `doubled_hour: last`.
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
skipped-caption = { $n } { $count ->
    [one] metric
   *[other] metrics
} of the catalogue could not be computed from these data
skipped-note = Nothing is estimated in their place; the method appendix says what each would need.
value-seconds = { $n } s
value-per-ten-thousand = { $n } per ten thousand
value-per-hundred-thousand = { $n } per hundred thousand users
value-per-million = { $n } per million users
value-per-hundred-million-yuan = { $n } per hundred million yuan of premium
benchmarks-caption = Beside published figures of the industry ({ $quarter })
benchmarks-note = Gap = own − published; only figures of the same or a similar definition get one. Better and worse follow the metric's direction: the whole interval lies on the good side, or on the bad one. Only figures of the own region are marked in colour.
benchmarks-note-grades = Evidence: A is the publisher's own text, A- the same without a date, B a repost or an average that the client supplied, S a claim of unknown origin. An industry average is a mean of companies, not a target.
benchmarks-without = No comparable industry figure: { $metrics }. These are compared with their own history and target only.
benchmarks-title = { $count ->
    [one] Of { $all } comparable metric { $parts }
   *[other] Of { $all } comparable metrics { $parts }
}
part-better-industry = { $n } better than the industry
part-worse-industry = { $n } worse than the industry
part-same-industry = { $n } not significantly different
whom-peers = the peers' median
whom-industry = the industry average
benchmarks-title-behind = { $metric } trails { $whom } by { $gap }
benchmarks-title-ahead = { $metric } leads { $whom } by { $gap }
benchmarks-title-none = No comparable industry figure: the metrics are compared with their own history and target
benchmarks-title-abroad = No comparable figure of the own region; those of other regions are for orientation only
benchmarks-others-caption = Further published figures ({ $quarter })
benchmarks-note-twin = Like meets like: where a publisher defines a figure otherwise, the client's data are counted by that definition and this report's own figure stands below.
benchmarks-note-bound = Comparable one way: { $proof }
benchmarks-note-peers = Peers are other clients of the same industry and region in the same quarter, known as aggregates only: at least five, none with more than 25% of the rows, the client itself left out. Their median is the industry's figure here.
benchmarks-note-claimed = “Origin unknown” marks a claim whose publisher nobody has found: its verdict is a word without weight and leads nowhere.
industry-abroad = other regions only
benchmark-at-least = at least as good
benchmark-at-most = no better
source-claimed = Consulting article; origin not found
own-beside-twin = own form { $value }
source-peers = { $n } anonymous peers
level-company = company
level-ombudsman = ombudsman
level-regulator = regulator
peers-caption = Against anonymous peers ({ $quarter })
column-peer-median = Median (interval)
column-peer-quartiles = Middle half
column-peer-mean = Weighted mean
column-peer-rank = Rank
peer-rank = { $rank } of { $all }
peers-too-few = Fewer than five peers: { $metrics }.
peers-dominated = One peer has more than 25% of the rows: { $metrics }.
range = { $low } – { $high }
part-better-peers = { $n } better than peers
part-worse-peers = { $n } worse than peers
column-published = Published
column-gap = Gap
column-comparability = Comparability
column-verdict = Verdict
column-source = Source, region, period
benchmark-better = better
benchmark-worse = worse
benchmark-not-different = no clear difference
statistic-mean = industry average
statistic-median = industry median
statistic-best = best in class
statistic-peers = median of peers
comparability-same = same definition
comparability-near = similar definition
comparability-incomparable = not comparable
comparability-claimed = origin unknown
difference-concept = another concept
difference-method = another method
difference-instrument = another instrument
difference-form = another form
difference-one-sided = comparable one way
difference-level = another level
difference-product = one product only
difference-unstated = definition unknown
difference-unit = another unit
difference-period-length = another period length
difference-region = another region
difference-population = another population
difference-industry = all industries
difference-year = another year
source-seen-in = { $source } (quoted by { $seen })
grade-is = grade { $grade }
warning-definition-unknown = definition unknown
warning-origin-unknown = origin unknown
warning-stale = old
warning-fixed = taken as fixed
warning-by-value = by the values alone
undated = undated
region-cn = China
region-us = United States
region-uk = United Kingdom
region-north-america = North America
region-europe = Europe
region-au = Australia
region-ca = Canada
region-hk = Hong Kong
region-global = global
region-mixed = several regions
region-not-stated = region not stated
dots-alt = Dot plot (this quarter / published): { $rows }.
economics-title-unit = Service cost { $cost }, cost per contact { $unit }
economics-title-cost = Service cost { $cost }
economics-title-none = No cost data this quarter
composition-title = Service cost is { $cost }, of which { $part } { $share }
composition-alt = Stacked bars, total service cost: { $bars }.
cost-caption = Cost composition
cost-note = Accrual, by accounting period; classes by the configured mapping.
cost-note-indirect = Indirect cost (such as brand loss) is estimated at { $amount }; a line of its own, never inside the total.
cost-note-missing = { $n } { $count ->
    [one] line has
   *[other] lines have
} no amount and { $count ->
    [one] is
   *[other] are
} not counted.
column-cost-class = Cost class
column-share = Share
column-benefit = Benefit
column-low = Low
column-base = Base
column-high = High
column-unit = Unit
column-used-by = Used by
column-assumption = Assumption
column-assumption-source = Source
column-period = Period
column-flow-cost = Cost
column-flow-benefit = Benefit
column-cumulative = Cumulative net
column-cumulative-discounted = Cumulative net, discounted
unit-cost-caption = Unit costs
unit-cost-contact = Cost per contact
unit-cost-resolution = Cost per resolution
cost-parts-caption = Cost by { $dimension }
cost-parts-note = Cost lines that name none stand as shared cost and are not allocated; cost per contact is the part's own cost ÷ its own contacts.
cost-parts-shared = Shared (not allocated)
unit-cost-note = Unit cost = accounting total ÷ contacts (or resolutions); read it beside satisfaction.
unmapped-title = Unmapped cost is { $share }, above 2%
unmapped-text = Categories without a class: { $n }. Give them one in the configuration, the largest first: { $categories }.
unmapped-rest = { $n } more
benefits-heading = Benefits
benefit-retained-margin = Margin of retained customers
benefit-repeat-purchase = Margin of repeat purchase
benefit-referral = Margin of referrals
benefit-avoided-cost = Marginal cost of contacts avoided
benefit-acquisition-saved = Acquisition cost saved
benefit-caption = Measurable benefits ({ $quarter }, changes against the baseline)
benefit-note = Baseline { $baseline }; low, base and high are the three values of the assumptions; negative means worse than the baseline.
benefit-note-not-controlled = other causes not controlled
benefit-note-differences = the change of the untouched units is taken out (difference-in-differences)
benefit-note-within-noise = change within random variation
benefit-note-estimated-referrals = referrals are estimated
benefit-note-negative = worse than the baseline
benefit-note-fixed-cost = fixed cost falls only if people or space really go
benefit-note-one-order = one further order per customer
benefit-skipped = “{ $benefit }” was not computed: { $reasons }
missing-measured = no figure for “{ $name }”
missing-assumption = assumption “{ $name }” is not configured
missing-refused = assumption “{ $name }” is refused ({ $why })
missing-overlaps = the same customers are counted as retained
missing-average-cost = the marginal cost equals the average cost, which would count fixed cost as saved
refusal-no-source = no source
refusal-unordered = not low ≤ base ≤ high
refusal-folklore = a claim without a reliable origin
refusal-revenue = revenue, not contribution margin
term-customers-at-start = Customers at the start
term-churn-now = Churn of the quarter
term-churn-baseline = Churn of the baseline
term-repeat-purchase-now = Repeat purchase of the quarter
term-repeat-purchase-baseline = Repeat purchase of the baseline
term-repeat-purchase-customers = Customers in the repeat-purchase cohort
term-referred-customers = Referred customers
term-promoters = Promoters
term-contacts-per-customer-now = Contacts per customer
term-contacts-per-customer-baseline = Contacts per customer of the baseline
term-customers-active = Mean active customers
term-contribution-margin-per-customer = Contribution margin per customer and quarter
term-retention-years = Years of retention
term-contribution-margin-per-order = Contribution margin per order
term-orders-per-repeat-customer = Further orders per repeat customer
term-contribution-margin-per-new-customer = Contribution margin per new customer
term-referrals-per-promoter = Referrals per promoter
term-marginal-cost-per-contact = Marginal cost per contact
term-acquisition-cost-per-customer = Acquisition cost per customer
step-cost = Cost
step-net = Net
net-title = Measurable benefit { $benefit }; { $net } after the whole cost of service
net-caption = Benefits are changes against the baseline, cost is the whole cost of the quarter; side by side is not cause and effect.
balance-caption = Benefit and cost
balance-cost = Total service cost of the quarter
balance-benefit = Measurable benefit
balance-net = Net (benefit − total cost)
balance-ratio = Benefit–cost ratio (total cost)
balance-incremental = Cost above the baseline
balance-incremental-ratio = Benefit–cost ratio (cost above the baseline)
balance-note = Benefits are changes against the baseline ({ $baseline }); beside the cost above the baseline they compare like with like, the ratio to total cost is for reference only.
check-title-holds = Double-counting check: passed
check-title-fails = Double-counting check: failed
check-retained-or-acquisition = retained margin and acquisition saved: only one is counted
check-repeat-without-retained = repeat purchase leaves out customers counted as retained
check-marginal = contacts avoided are at marginal, not average, cost
check-margin = contribution margin, not revenue
check-one-generation = referrals for one generation only
appraisal-heading = Appraisal of the programme
appraisal-caption = Cash flows of the programme
appraisal-result = Discount rate per period { $rate }; present value of costs { $costs }, of benefits { $benefits }; net present value (NPV) { $npv }; benefit–cost ratio (BCR) { $bcr }; return on investment (ROI) { $roi }; payback { $payback }, discounted { $payback_discounted }.
appraisal-note = Period 0 is not discounted; payback is interpolated within the period. BCR > 1 and NPV > 0 agree, ROI = BCR − 1, checked.
appraisal-failed = The appraisal could not be computed: { $reason }.
payback-none = not within the periods
payback-periods = { $n } periods
assumption-caption = Assumptions
assumption-note = Assumptions come from the sources listed and were not verified here; changing any of them changes the benefits.
assumption-unused = not used here
column-off-target = Off target (%)
column-variation = Variation
off-target-alt = { $metric }: { $share }% off the target, better is positive
scorecard-legend = Off target: the upright line is the target, right is better, scale ±{ $limit }% (an arrow goes beyond), line: interval, ○ same quarter last year. Variation: ▲ improves, ▼ worsens, ～ by chance; by the control limits of recent months the target is reached always, sometimes or never.
variation-concern = worsens
variation-improvement = improves
variation-special = unusual
variation-common = by chance
assurance-pass = always on target
assurance-fail = never on target
assurance-random = on target at times
and-more = { $names } and { $n } more
heat-caption = How the parts differ from the rest ({ $quarter })
heat-note = ▲ better and ▼ worse than the rest, beyond chance (false discovery rate of 5% for each metric); cells without colour do not differ or have too few rows.
limited-title-absent = Much is not in the data: this report makes few statements
limited-title-uncovered = The data do not cover the quarter: this report makes few statements
unjudged-absent = { $n } without data
unjudged-uncovered = { $n } whose time the data do not cover
unjudged-few = { $n } with too few rows
unjudged-hidden = { $n } not shown
quiet-nothing-judged = No metric can be judged this quarter: { $reasons }.
quiet-first-quarter = This is the first quarter with data: there is nothing yet to compare it with.
quiet-nothing-comparable = No figure of the same quarter of last year can be set beside this quarter's; changes cannot be told yet.
quiet-nothing-changed = { $count ->
    [one] { $n } main metric is
   *[other] { $n } main metrics are
} compared with the same quarter of last year; none differs beyond random variation in a way that calls for a finding.
summary-title-limited-target = { $headline }; only { $judged } of { $all } main metrics can be judged
fact-of-targets = Targets: { $text }
fact-targets = of { $targets }, { $parts }
fact-no-targets = none is set; { $shown } main { $count ->
    [one] metric is
   *[other] metrics are
} shown
fact-unjudged = not judged: { $metrics }
fact-unjudged-one = { $metric } – { $why }
fact-cost = Cost: { $text }
fact-cost-none = Cost: the data hold no service cost
cost-total = service cost of the quarter { $value }
cost-total-change = service cost of the quarter { $value }, { $change } year on year
cost-over-target = { $metric } is above its target, which adds { $value } to the quarter
cost-worth = { $metric } at { $to } would be worth about { $range } a quarter
