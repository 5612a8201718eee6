# Findings: headline, evidence, advice, decision. Up and down say movement; improved and worse are verdicts.
clause-separator = ;_
sentence-end = .
with-verdict = { $text } ({ $verdict })
clause-interval = { $level } interval { $interval }
clause-whole-better = the whole interval is better than the target
clause-whole-worse = the whole interval is worse than the target
clause-yoy = { $movement } { $size } year on year
clause-qoq = { $movement } { $size } quarter on quarter
clause-yoy-flat = unchanged year on year
clause-qoq-flat = unchanged quarter on quarter
clause-before = same quarter last year ({ $quarter }) { $value }
clause-change-interval = { $level } interval of the change { $interval }
clause-chance = by chance alone { $chance }, about { $expected } of { $watched } metrics: a warning, not a proof
clause-run-significant = change over the run { $change }, beyond random variation
clause-run-not-significant = change over the run { $change }, not beyond random variation
clause-mix = total change { $change } = own changes by { $dimension } { $rate } + change of the { $dimension } mix { $mix }
clause-mix-part = the share of “{ $part }” rose from { $before } to { $after }; its level is { $value }
clause-events = complaints rose from { $before } ({ $rate_before }) to { $now } ({ $rate_now })
clause-ratio = ratio { $ratio }, { $level } interval { $interval }
clause-concentration = { $dimension } “{ $part }” rose from { $before } to { $now }, { $share } of the net increase
clause-concentration-all = { $dimension } “{ $part }” rose from { $before } to { $now }, all others together went from { $others_before } to { $others_now }
clause-cost = { $metric } { $value }, { $change }; { $partner } { $partner_value }, { $partner_change }
against-year = a year ago
against-quarter = last quarter
parts-improve = every part improves
parts-worsen = every part worsens
headline-target-missed = { $metric } at { $value }, target of { $target } missed
headline-target-met = { $metric } at { $value } meets the target of { $target }
headline-moved = { $metric } at { $value }, { $change }
headline-plain = { $metric } is { $value }
headline-decline = { $metric } { $movement } for { $k } quarters in a row, now { $value }
headline-mix = { $metric } is { $movement } to { $value } in total, although by { $dimension } { $parts }: an effect of the mix
headline-complaints = { $metric } rose to { $value }, { $ratio } times { $against }
headline-complaints-part = { $metric } rose to { $value }, { $ratio } times { $against }, mostly in { $dimension } “{ $part }”
headline-cost-beside = { $metric } at { $value }, { $change }; { $partner } at { $partner_value }, { $partner_change }
headline-benchmark-better = { $metric } is { $value }, better than the industry average of { $average } ({ $gap })
headline-peers-better = { $metric } is { $value }, better than the peers' median of { $average } ({ $gap })
headline-peers-worse = { $metric } is { $value }, worse than the peers' median of { $average } ({ $gap })
clause-peers = { $n } anonymous peers of the industry, rank { $rank }
headline-benchmark-worse = { $metric } is { $value }, worse than the industry average of { $average } ({ $gap })
clause-benchmark = industry average ({ $source }, { $region }, { $year }), { $grade }
clause-benchmark-fixed = the sample size of the average is unknown; it is treated as fixed
part-all = all
decision-title = Decision asked
decision-mix = Whether to resize capacity for the new { $part } mix, and to set the target of “{ $metric }” with the mix held constant.
decision-complaints = Whether to start a root-cause investigation of the complaints with { $dimension } “{ $part }” now, with an owner and a date.
decision-complaints-all = Whether to start a root-cause investigation of the additional complaints now, with an owner and a date.
decision-cost = Whether to approve unit cost and satisfaction as one joint target before service spending is changed.
decision-benchmark = Whether to set an improvement target for “{ $metric }” next quarter, with the industry average as reference.
decision-decline = Whether to start an analysis of “{ $metric }” and review at the end of next quarter whether the run has stopped.
decision-missed = Whether to approve an improvement plan for “{ $metric }” (owner, date, measure of success) or to revise its target.
decision-good = Whether to keep the present effort and confirm next quarter's target for “{ $metric }”.
advice-mix = Do not judge the teams of any { $dimension } by the total; review the capacity of the growing part and reflect the mix in the target.
advice-complaints = Classify each complaint by cause and check whether product, process or channel changed; read it beside satisfaction and contact volume.
advice-complaints-part = Classify each complaint with { $dimension } “{ $part }” by cause (batch, process or information); do not blame the service team before that is known.
advice-cost = Judge unit cost only beside satisfaction: a low cost with falling satisfaction is no success, and a higher cost must show its effect.
advice-benchmark-good = It can be quoted outside, together with source, year and definition.
advice-improved = Record what was done this quarter, so that it can be seen whether the improvement lasts.
advice-speed = Check staffing against contacts by channel and time of day; start with the longest waits.
advice-quality = Review a sample of tickets that took more than one contact or were reopened, find the three main causes and treat each.
advice-satisfaction = Read the low scores, classify them by cause and start with the largest cause that can be controlled.
advice-loyalty = Look at the reasons for churn and repeat purchase by customer tier; contact high-value customers first.
advice-volume = Read it beside demand; it is neither good nor bad.
advice-m01 = Check staffing against contacts by channel and time of day; answer the tickets that were never replied to first.
advice-m03 = Separate tickets that are overdue and open from those solved late, and check assignment and escalation by priority.
advice-m05 = Clear the oldest tickets first and check whether inflow and capacity balance.
headline-with-target = { $headline } (target { $target })
verdict-met-but = { $count ->
    [one] The target is met
   *[other] All { $targets } targets are met
}, but { $headline }
sentence-separator = _
tile-over = { $gap } over
tile-short = { $gap } short
tile-above = { $gap } above
tile-below = { $gap } below
tile-change = year on year { $change }
exhibit-quarters = Quarter by quarter
exhibit-n = n
exhibit-share = Share, %
exhibit-parts = { $dimension }: { $before } → { $now }
exhibit-metric = { $metric } ({ $unit })
option-due = by { $due }
option-review-event = Review “{ $event }”: keep it, change it or take it back
option-find-out = Find out why: { $what }
option-open = to be set
option-nobody = owner and date to be set
option-effort = effort: { $effort }

# Causes.
cause-place = { $dimension } “{ $part }”
cause-places = { $one } with { $other }
cause-mix = the share of { $place } { $way ->
    [up] rose
   *[down] fell
} from { $before } to { $after }
cause-own = { $metric } for { $place } { $way ->
    [up] rose
    [longer] rose
    [shorter] fell
   *[down] fell
} from { $before } to { $after }
cause-own-plain = { $place } by itself moved { $metric } by { $contribution }
cause-interaction = { $place } together moved { $metric } by { $contribution }
cause-event = since { $date }, { $metric } for { $place } has been { $gradual ->
    [yes] { $way ->
        [up] rising
       *[down] falling
    }
   *[no] { $way ->
        [up] higher
       *[down] lower
    }
}
cause-event-all = since { $date }, { $metric } has been { $gradual ->
    [yes] { $way ->
        [up] rising
       *[down] falling
    }
   *[no] { $way ->
        [up] higher
       *[down] lower
    }
}
headline-cause-mix = { $cause }: { $metric } { $way ->
    [up] rose
    [longer] rose
    [shorter] fell
   *[down] fell
} to { $value }
headline-cause-total = { $cause }; in total it { $way ->
    [up] rose
    [longer] rose
    [shorter] fell
   *[down] fell
} to { $value }
headline-cause-hidden = { $cause }; the total of { $value } does not show it
clause-cause-of = it adds { $contribution } to the total change of { $change }
clause-cause-adds = it adds { $contribution } to the total
clause-cause-mix = the shift of shares adds { $mix }, the work within by { $dimension } { $rate }
clause-cause-interval = { $level } interval of this part { $interval }
clause-cause-also = the same cause also brings { $metrics }
clause-cause-further = besides: { $causes }
clause-cause-held = the other dimensions held fixed; an association, not a proof
clause-missed-always = off target in all { $n } quarters measured
clause-missed-before = off target in { $k } of the { $n } quarters measured
clause-no-cause = the data do not show a cause
clause-cause-documented = on record: { $event }
trend-events = Events: { $events }.
cause-share = { $metric } { $contribution }
cause-short-mix = share of { $place }
cause-short-event = since { $date }
cause-short-day = a day of change
causes-caption = What is behind the movements ({ $before } → { $now })
causes-what = What changed
causes-adds = Adds to the total
causes-also = Also moves
causes-rejected = Rejected instead
causes-note = { $n } main { $count ->
    [one] metric was
   *[other] metrics were
} searched row by row: mix and own change of every value, pairs of values, and days from which a figure differs, the others held fixed; the number of candidates is paid for. Contributions are in the unit of the metric, with their 95% interval. An association, not a proof.
causes-none = { $n } main { $count ->
    [one] metric was
   *[other] metrics were
} searched row by row for what is behind their movements; no cause was found in the data.
causes-more = { $n } further causes stand in insights.json.
decision-cause = Whether to find out by a set date what changed at { $part }, with an owner, before “{ $metric }” is treated everywhere.
decision-event = Whether to find out by a set date what changed on or just before { $part }, with an owner.
advice-cause = Find out what changed there (staff, process, product, system) and treat it there, not everywhere.
advice-event = Find out what was introduced, switched off or announced on or just before that day.
headline-target-met-worse = { $metric } at { $value } still meets the target of { $target }, but is worse than a year ago
headline-target-just = { $metric } at { $value }, just short of the target of { $target }
