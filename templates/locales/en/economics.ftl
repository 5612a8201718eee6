# Cost and benefit, and how sure they are.
topic-sensitivity = Sensitivity
clause-joint = ;_
economics-title-verdicts = Service cost { $cost }: { $clauses }
economics-title-verdicts-only = { $clauses }
economics-title-more = { $cost } more spent, about { $benefit } gained; { $sure }
economics-title-less = { $cost } less spent, about { $benefit } gained; { $sure }
sure-none = how surely it pays back was not tested
verdict-clause-expand = expand “{ $name }” (benefit–cost ratio { $ratio })
verdict-clause-drop = drop “{ $name }” (benefit–cost ratio { $ratio })
verdict-clause-undecided = “{ $name }” is undecided (benefit–cost ratio { $ratio })
verdict-clause-several = { $n } initiatives are undecided: their intervals include break-even
verdict-clause-other = { $verdict } “{ $name }” (benefit–cost ratio { $ratio })
verdict-expand = Expand
verdict-keep = Keep
verdict-improve = Improve
verdict-drop = Drop
verdict-undecided = Undecided
verdict-item = “{ $name }” (benefit–cost ratio { $ratio }, net present value { $net })
verdict-line = { $verdict }: { $names }.
key-cost = Total service cost
key-accrual = Accounting total
key-changes = QoQ { $qoq }, YoY { $yoy }
key-per-resolution = { $value } per resolution
key-benefit = Measurable benefit
key-range = Low to high assumptions: { $range }
key-controlled = Difference-in-differences
key-not-controlled = Other causes not controlled
key-net = Net present value (base)
key-quantiles = P5 to P95: { $range }
key-positive = { $share } probability of NPV > zero
message-largest = “{ $name }” matters most: all else equal, it must differ by { $distance } from base to break even.
message-largest-inside = “{ $name }” matters most: all else equal, a difference of { $distance } from base breaks even, and that lies within its range.
message-largest-only = “{ $name }” matters most; by itself it does not make the net present value zero.
information-first = “{ $name }” is worth measuring first: knowing its true value before the decision is worth { $amount } at most
information-measured = Only “{ $name }” could change the decision on its own (worth { $amount } at most). It is measured, not assumed: more observations narrow it, a better assumption does not
information-title = What to measure first
information-none = No single piece of information would change the decision
information-note = {" "}Estimated as the expected value of perfect information (EVPPI): an upper limit of what measuring may cost, not a gain.
strategy-cost-leadership = Strategy: cost leadership. A ratio of { $expand } is needed to expand, one below { $drop } to drop; the strategy changes thresholds and wording, never a figure.
strategy-differentiation = Strategy: differentiation. A ratio of { $expand } is needed to expand, one below { $drop } to drop; the strategy changes thresholds and wording, never a figure.
stage-opening = Stage of the market: opening up. Context only, it enters no formula.
stage-competing = Stage of the market: competition. Context only, it enters no formula.
stage-mature = Stage of the market: mature. Context only, it enters no formula.
not-counted-title = What this chapter does not count
not-counted-text = Price premium, market share and image stand on lines of their own, in no sum and no ratio; brand loss is an estimate on its own line; shared cost is not allocated to single processes; satisfaction of employees and effects on society are not turned into money; benefits after the quarters counted are left out. Amounts are nominal and before tax.
no-costs-title = No cost data: the chapter on cost and benefit is left out
no-costs-text = Supply the costs table (“costs” under “tables”: period, category, amount, and if possible process, product, channel, team) and the chapter appears.
costs-heading = Cost of service
brand-loss = Brand loss (estimate)
brand-loss-outside = not in the total
brand-loss-missing = missing: { $inputs }
brand-loss-note = Brand loss = unresolved complaints × (people told each × share who would have bought × their margin + own margin lost); every factor is an assumption, the result an estimate, not an accounting cost.
cost-change-volume = Volume
cost-change-mix = Mix
cost-change-mix-of = Mix ({ $dimension })
cost-change-unit = Unit cost
cost-change-up = Service cost rose by { $size } on the quarter before: { $parts }
cost-change-down = Service cost fell by { $size } on the quarter before: { $parts }
cost-change-flat = Service cost is that of the quarter before ({ $size }): { $parts }
cost-change-part = { $name } { $size }
part-separator = ,_
cost-change-caption-two = Volume = change of contacts × mean unit cost of both quarters; the rest is unit cost. No dimension has both cost and contacts of its parts, hence no mix. The two add up to the change.
cost-change-caption = Volume = change of contacts × mean unit cost of both quarters; mix = change in the share of dear and cheap contacts; the rest is unit cost (shared cost included). The three add up to the change.
column-account = Account
column-cost-moved = Change
column-contribution = Contribution to the change
driver-caption = Cost drivers: accounts that moved most (on the quarter before)
driver-note = Contribution = change of the account ÷ total cost of the quarter before; the accounts add up to the change of the total.
driver-rest = { $n } other { $count ->
    [one] account
   *[other] accounts
}
baseline-last-year = same quarter last year, { $span }
baseline-previous = previous quarter, { $span }
baseline-pre-project = mean of the quarters before the project, { $span }
baseline-differences = difference-in-differences: { $treated } against { $untouched }, before the project { $span }
initiatives-heading = Processes and initiatives
column-initiative = Process or initiative
column-present-cost = PV of cost
column-present-benefit = PV of benefit
column-net-present = Net present value
column-ratio = Benefit–cost ratio
column-payback = Payback
column-internal-rate = Internal rate (per quarter)
column-initiative-verdict = Advice
initiative-caption = Cost, benefit and advice by process and initiative
initiative-quarters = { $n } { $count ->
    [one] quarter
   *[other] quarters
}
initiative-part = { $dimension }: { $part }, { $quarters }
initiative-rule = Rule: P5 to P95 of the net present value above zero and a ratio of at least { $expand } is expand, the others above zero keep; below zero with a ratio under { $drop } is drop, the others below zero improve; an interval that includes zero is undecided.
initiative-note = The second line is P5 to P95. Ratios favour small items: read them beside the net present value; return on investment = ratio − 1 (same discounting), checked.
initiative-unknown = “{ $name }” was not appraised; missing: { $inputs }
roi = ROI { $roi }
irr-none = none (no change of sign)
irr-ambiguous = not unique, not given
irr-out-of-range = beyond interpretation
payback-quarters = { $n } quarters
payback-discounted = discounted { $value }
ratios-title = Of { $all } processes and initiatives { $sure } can be judged
ratios-title-none = None of the { $all } processes and initiatives can be judged yet
ratios-caption = Dots are base values, lines P5 to P95; where a line crosses the dashed one there is no verdict.
ratios-alt = Benefit–cost ratios with intervals: { $rows }.
ratios-reference = benefit = cost
flow-caption = Cash flows and formulas
column-flow-kind = Kind
column-flow = Item and formula
column-per-quarter = Per quarter
column-quarters = Quarters
flow-cost-lines = Cost lines of the part (amount of this quarter goes on)
flow-note = Quarter 0 is now and not discounted; factors in % count in hundredths.
marginal-heading = Marginal analysis
marginal-caption = Spend and benefit step by step
column-spend = Spend
column-observed-benefit = Benefit
column-more-spend = More spend
column-more-benefit = More benefit
column-marginal = Marginal benefit ÷ marginal cost
marginal-note = Observations of equal spend are averaged; where the ratio falls to 1, more spend no longer pays. Spend moves with volume and season: an observed relation is not a cause.
marginal-fit = Fit: benefit = a + b·ln(spend), explains { $explained } of the variation; the optimum is b, its interval comes from { $draws } bootstrap draws.
marginal-source = n={ $n }; source: { $source }.
marginal-optimum = The optimal spend within the observed range is about { $optimum } (interval { $range }, n={ $n })
marginal-refused = The marginal analysis names no optimum: { $reason }
marginal-refused-title = No optimal spend is named
marginal-too-few = only { $n } { $count ->
    [one] observation
   *[other] observations
}, fewer than { $fewest }
marginal-spend-not-positive = some spend is not positive and has no logarithm
marginal-too-few-levels = fewer than three levels of spend
marginal-no-return = more spend brought no more benefit (b ≤ 0)
marginal-outside = the optimum { $at } lies outside the observed range ({ $range })
marginal-undetermined = the observations differ too much to tell the slope of the curve
marginal-mark = Optimum { $optimum } ({ $level } interval { $range })
marginal-one = marginal benefit = marginal cost
marginal-spend-axis = Spend { $of } ({ $unit })
marginal-ratio-axis = Benefit per 1 of further spend
marginal-alt = Marginal benefit of each step: { $steps }.
sensitivity-title-positive = { $chance }: nine times in ten the net present value is { $range }, always above zero
sensitivity-title-negative = { $chance }: nine times in ten the net present value is { $range }, always below zero
sensitivity-title-unclear = { $chance }: nine times in ten the net present value is { $range }
subject-service = the change of service against the baseline this quarter
subject-sentence = What is tested: the net present value of { $names } together, { $base } at base.
subject-sentence-service = What is tested: { $names }; net present value = present benefits − cost above the baseline, { $base } at base.
input-rate = Annual discount rate
input-of = { $name } ({ $part })
formula-annuity = present value of 1 per quarter over { $years }
formula-remaining = ({ $cohort } − customers counted as retained)
tornado-label = { $name } ({ $low }–{ $high }{ $unit })
tornado-base = Base { $value }
tornado-title = “{ $name }” moves the net present value most
tornado-caption = One input at a time, all others at base; by size of effect. { $source }
tornado-alt = Net present value with each input at its low and high end: { $bars }.
tornado-low = at low
tornado-high = at high
net-unit = Net present value ({ $unit })
histogram-title = { $share } of the simulated net present values are positive; median { $median }
histogram-caption = Monte Carlo simulation, { $draws } draws, seed { $seed }.
histogram-alt = Distribution of the net present value: { $share } positive, median { $median }, P5 to P95 { $range }.
histogram-below = zero or less: { $share }
histogram-above = above zero: { $share }
histogram-count = Draws
correlations-none = none configured, independent
converged-yes = converged
converged-no = not converged, draw more
simulation-method = Simulation: { $draws } draws, seed { $seed }, the same seed gives the same result; rank correlations: { $correlations }. The medians of both halves differ by { $drift } of the width from P5 to P95, the standard error of the mean is { $error } of it: { $converged }.
simulation-measured = {" "}Measured figures are drawn from normal distributions by their { $level } intervals.
honest-note = Amounts keep two digits of the width from P5 to P95: the assumptions carry no more.
switching-caption = One input at a time, and switching values
switching-note = Switching value: where the net present value is zero with all others at base; distance relative to base.
switching-none = none in reach
switching-inside = within its range
column-input = Input
column-net-at-low = NPV at low
column-net-at-high = NPV at high
column-switching = Switching value
column-distance = From base
two-way-caption = Net present value with “{ $rows }” and “{ $columns }” moving together
two-way-corner = { $rows } \ { $columns }
two-way-note = Rows and columns are the two inputs that matter most, at low, half way, base, half way and high; all others at base.
scenarios-heading = Scenarios
scenario-caption = Extremes and scenarios
column-scenario = Scenario
column-changes = What it changes
column-against-base = Against base
scenario-group-extremes = All inputs together
scenario-group-what-if = What if …
scenario-worst = Worst
scenario-best = Best
scenario-base = Base
scenario-worst-changes = every input at its worse end
scenario-best-changes = every input at its better end
scenario-of-service = of the change of service against the baseline
scenario-held = Held: { $held }
scenario-held-all = all other inputs held
scenario-unused = “{ $name }” enters no formula
scenario-note = Every scenario goes through the same formulas; one-way ranges hide joint moves, hence the extremes.
distribution-triangular = triangular
distribution-pert = PERT
distribution-normal = normal
distribution-fixed = fixed
step-cost-added = Cost above the baseline
net-title-added = Measurable benefit { $benefit }; { $net } after the cost above the baseline
net-caption-added = Both benefit and cost are changes against the baseline; side by side is not cause and effect.
cost-change-all = Total change
payback-no-outlay = no outlay before
scenario-no-formula = no formula of a net present value uses what is changed; that is not an effect of zero
scenario-not-computed = not computed
scenario-impossible = “{ $name }” would be { $value }, which it cannot be
scenarios-failed = The scenarios could not be computed: { $reason }.
sensitivity-title-fixed = No input of the formulas has a range: how sure the net present value is was not tested; scenarios through the same formulas
appraisal-error-empty = there is no cash flow
appraisal-error-rate = the discount rate must be above −100%
appraisal-error-overflow = an amount is too large to compute with
appraisal-error-identity = benefit–cost ratio, net present value and return on investment contradict each other; no amount is printed
missing-project-not-begun = the project has not begun by this quarter; there is no time before and after to compare
balance-note-differences = The untouched units take out what moved all units alike in the benefits only; the cost above the baseline is that of the whole service, not controlled, and may hold increases that have nothing to do with the project.
key-partly-controlled = Partly difference-in-differences, the rest not controlled
cost-note-refused = { $n } { $count ->
    [one] row
   *[other] rows
} of the cost table were refused (no amount, another currency, no date …) and are not in these figures: see data quality.
benefit-outside = Outside the sum and every ratio
benefit-price-premium = Price premium
benefit-market-share = Market share
benefit-image = Image
benefit-no-evidence = no evidence supplied by the client, not valued
money-pays = The service is worth its cost: net present value about { $net }, { $chance }
money-loses = The service costs more than it brings: net present value about { $net }, { $chance }
money-open = Whether the service is worth its cost is open: net present value about { $net }, { $chance }
money-chance = { $count ->
    [0] less than one chance in ten
    [1] one chance in ten
    [2] two chances in ten
    [3] three chances in ten
    [4] four chances in ten
    [5] an even chance
    [6] six chances in ten
    [7] seven chances in ten
    [8] eight chances in ten
    [9] nine chances in ten
   *[other] almost a certainty
} of paying back ({ $share })
money-range = nine times in ten: { $range }

cost-shares-caption = Service cost beside revenue and margin of orders, { $quarter }
cost-above-margin-title = Service costs more than the margin of the orders
cost-above-margin = Service cost is { $share } of the margin of the quarter’s valid orders: each unit of margin is spent on service and more.
