# Recommendations and the follow-up of agreed actions
topic-recommendations = Recommendations
advice-title = { $n } { $count ->
    [one] recommendation
   *[other] recommendations
}; first: { $first } (expected for { $metric }: { $change })
advice-title-plain = { $n } { $count ->
    [one] recommendation
   *[other] recommendations
}; first: { $first }
advice-intro = Each recommendation follows from figures of this report, the surer effects first. An expected effect says what would be reached by closing the gap, not that it will be.
advice-caption = Recommendations of { $quarter }
advice-note = Expected effect: change of the metric if the gap named is closed in full, with the { $level } interval of today's figures; a best quarter is partly luck, so take it as the upper mark. Effects of several recommendations on one metric overlap and must not be added up.
advice-action = { $lever }: { $action }
advice-owner = { $owner }, by { $due }
column-advice = Recommendation
column-evidence = Evidence
column-effect = Expected effect
column-effort = Effort, cost and owner
column-success = Measure of success
column-action = Action
column-owner = Owner
column-done = Done?
column-since = Metric since the start
effort-low = Low
effort-medium = Medium
effort-high = High
impact-title = What removes most of today's shortfall for the least effort
impact-caption = Upright: share of today's shortfall that goes if the gap named is closed (for shares the part missing to 100%, for times, rates and costs the whole), with { $level } interval; a disc without a line has no interval; numbers as in the table; hollow: not quantified. { $provenance }
impact-alt = Impact against effort: { $points }.
impact-point = { $number } { $label }: { $impact }
impact-axis = Share of today's shortfall removed
impact-effort-axis = Effort
effect-none = not quantified
effect-none-by-rule = prepares or preserves; it does not move a metric by itself
effect-none-no-basis = no target is open, and no recent quarter was better beyond random variation
effect-detail = { $basis }; { $level } interval { $range }; removes { $removed } ({ $low }–{ $high }) of the shortfall
effect-worth = worth { $amount } a quarter by the client's own assumptions (range { $range })
effect-detail-exact = { $basis }; from complete accounts, without interval; removes { $removed } of the shortfall
basis-target = closes the gap to the target of { $to }
basis-best-quarter = back to the best of up to eight quarters before, { $quarter } ({ $to })
basis-worst-part = “{ $part }” comes up to the rest
basis-before-rise = back to the level before the rise ({ $quarter })
success-target = In { $quarter } the whole interval of “{ $metric }” is on the good side of { $to }
success-reached = In { $quarter } “{ $metric }” reaches { $to }
success-change = In { $quarter } “{ $metric }” is better than now beyond random variation; mark { $to }
success-noise = In { $quarter } “{ $metric }” is better than now beyond random variation
success-measured = From { $quarter } “{ $metric }” can be computed and judged
success-kept = In { $quarter } “{ $metric }” is no worse than now
evidence-uneven = { $metric }: { $dimension } “{ $part }” { $value } (n={ $n }) against { $rest } of the rest (n={ $rest_n }), significant after Benjamini–Hochberg
evidence-missed = misses the target of { $target }
evidence-run = { $movement } for { $k } quarters in a row
evidence-above = the whole interval of { $metric } is above { $limit }
evidence-below = the whole interval of { $metric } is below { $limit }
evidence-amount = { $metric } is { $value }, { $change } year on year
evidence-absent = the data lack what “{ $metric }” needs
lever-process = Process
lever-training = Training
lever-automation = Automation
lever-knowledge-base = Knowledge base
lever-tiered-service = Tiered service
lever-closed-loop = Closed-loop feedback
lever-standards = Standards and individual care
lever-staffing = Staffing
lever-root-cause = Root cause
lever-cost-structure = Cost structure
lever-data-foundation = Data foundation
follow-up-heading = What became of the actions agreed before
follow-up-summary = Of { $all } agreed { $count ->
    [one] action
   *[other] actions
} { $done } done, { $overdue } overdue; { $better } of their metrics improved beyond random variation, { $noise } did not move beyond it, { $worse } worsened
follow-up-note = The metric is compared with the last whole quarter before the action started; the { $level } interval is that of the change. Before and after without a comparison group: other causes are not controlled for.
action-done = done
action-done-late = done late
action-overdue = overdue
action-open = not yet due
due-on = due { $day }
since-line = { $base } { $before } → { $quarter } { $now }
since-detail = change { $change }, { $level } interval { $interval }
since-detail-plain = change { $change }, without interval
moved-as-expected = improved as expected
moved-less = improved, less than expected
moved-better = improved beyond random variation
moved-noise = not beyond random variation
moved-worse = worsened beyond random variation
moved-no-verdict = no verdict: too few rows, or no interval
moved-too-early = too early: no whole quarter since the start
moved-no-base = no figure before the start
expected-is = expected { $change }
advice-title-unsure = { $n } { $count ->
    [one] recommendation
   *[other] recommendations
}, none with a sure effect; first: { $first } (closing the gap is { $metric }: { $change })
advice-group-sure = Effect sure: the whole interval lies on the good side
advice-group-unsure = Effect not sure: no interval, or the interval reaches to no effect; not ranked against the others by size
advice-group-unknown = Effect not quantified

topic-departments = Departments
departments-title = “{ $department }” misses { $n } of its targets, the most of { $departments } departments
departments-title-met = { $count ->
    [one] The department that is named misses
   *[other] None of the { $n } departments misses
} { $count ->
    [one] no target
   *[other] a target
}
departments-caption = { $department }: figures of { $quarter }
departments-rest = { $count ->
    [one] One further metric stands
   *[other] { $n } further metrics stand
} in the table of all metrics.
departments-warning = Warning ({ $level }): { $text }
departments-advice = Advised: { $text } ({ $owner }, by { $due })
departments-title-one = “{ $department }” misses { $n } of its targets
