# Control charts, years over equal working days, warnings
topic-warnings = Risks and warnings
control-heading = By month: special-cause variation this quarter { $count ->
    [one] in { $special } of { $charts } metric
   *[other] in { $special } of { $charts } metrics
}
control-heading-quiet = By month: common-cause variation only this quarter { $count ->
    [one] in { $charts } metric
   *[other] in all { $charts } metrics
}
control-note = Dashed: control limits; thin line: centre; pale ground: the baseline months that the limits stand on (frozen, restarted only at a documented change; provisional below 24 months). Squares are special-cause variation on the bad side, discs on the good side: a point outside the limits, 3 of 4 successive points nearer a limit than the centre, or 8 in a row on one side; of shares and rates the last two count only where at least 5 cases a month are expected. All else is common-cause variation. Hollow points have too few rows and are not judged.
control-title-worse = { $metric }: unfavourable special-cause variation in { $month } ({ $rule })
control-title-better = { $metric }: favourable special-cause variation in { $month } ({ $rule })
control-title-special = { $metric }: special-cause variation in { $month } ({ $rule })
control-title-earlier = { $metric }: common-cause variation only this quarter, special causes before
control-title-common = { $metric }: common-cause variation only
control-rule-outside = outside the limits
control-rule-near = 3 of 4 points near a limit
control-rule-run = 8 in a row on one side
control-method-p = p-chart, limits centre ± 3 binomial standard errors
control-method-u = u-chart, limits centre ± 3 Poisson standard errors
control-method-xmr = XmR chart, limits mean ± 2.66 × mean moving range
control-method-dispersed = over-dispersed (φ={ $dispersion }), hence XmR limits
control-centre = Centre { $value }
control-upper = Upper { $value }
control-lower = Lower { $value }
control-baseline = Baseline ({ $n })
control-caption = Unit: { $unit }; by month { $from } to { $to }; n={ $n }; { $method }; { $provenance }
control-alt = Control chart, { $metric }, centre { $centre }: { $points }.
shares-slope-title = Against last year’s quarter { $moved } of { $all } shares changed significantly
shares-slope-caption = Unit: %; last year’s quarter → this quarter; coloured: significant change, others: no significant difference; { $provenance }
shares-slope-alt = Slope graph: { $lines }.
days-caption = Volumes year on year over equal working days, { $quarter }
days-raw = Year on year (raw)
days-days = Working days (now / a year before)
days-adjusted = Year on year (per working day)
days-spring = { $metric } (Jan–Feb together)
days-note = Working days follow the business calendar (make-up days in, holidays out). Spring Festival moves between January and February, hence both are compared together.
warnings-title = Warnings: { $red } red, { $yellow } yellow; first of all { $metric }
warnings-title-red = Red warnings: { $red }, first of all { $metric }
warnings-title-yellow = Yellow warnings: { $yellow }, first of all { $metric }
warnings-title-none = No warning: of the metrics watched ({ $watched }) none worsened beyond random variation
warnings-expected = Metrics watched: { $runs } for runs of worsening quarters, { $charts } by control charts, { $targets } for missed targets. Even when nothing happens, chance alone brings { $false_runs } runs of three worsening quarters (4.2% each) and about { $false_signals } unfavourable signals of control charts within the quarter (about 5.5% each, simulated). A warning asks for the cause; it does not prove a decline.
warnings-caption = Warnings given, { $quarter }
warnings-level = Level
warnings-rule = Rule and values
warnings-since = Since
warnings-owner = Owner
warnings-next = Next step
warnings-rules = Yellow: 3 worsening quarters in a row. Red: 4 in a row, or 3 whose whole change lies beyond its interval, or unfavourable special-cause variation this quarter. Yellow: the whole interval on the wrong side of the target 2 quarters in a row. 2 worsening quarters are only noted.
warnings-rule-run = { $k } worsening quarters in a row: { $values } (in all { $whole }; by chance { $chance })
warnings-rule-control = Special-cause variation: { $what }, { $month } is { $value } (limits { $limits }, centre { $centre })
warnings-rule-missed-once = Target missed this quarter: { $values } (target { $target })
warnings-rule-missed = Target missed { $k } quarters in a row since { $from }: { $values } (target { $target })
warnings-between = ;_
warnings-also = Also warning: { $metrics }
warnings-because = Behind it: { $cause }
warnings-notes = Only noted: two worsening quarters, or a target missed for one
warnings-note = { $metric }: { $rule }
warnings-no-owner = Not named
level-red = Red
level-yellow = Yellow
level-note = Note
warnings-next-complaints = Within a week check new complaints by cause and product, stop the source once confirmed, call back every case
warnings-next-advice = Recommendation { $number }: { $text }
warnings-next-speed = Within two weeks compare inflow and rosters by channel and hour, find the first stage that queues
warnings-next-quality = Within two weeks review a sample of reopened and unsolved tickets, close gaps in the knowledge base
warnings-next-satisfaction = Within two weeks split low ratings by channel and category, call back, check changes in process and staff
warnings-next-loyalty = Within two weeks interview lost customers, check reasons by tier
warnings-next-cost = Within two weeks split the change by cost item and volume, read it beside satisfaction
control-restart = baseline restarted in { $month } ({ $reason })
convention-control = Control charts are by month: the first 12 months are a frozen baseline, restarted only at a documented change; p-chart for shares, u-chart for rates, XmR (mean ± 2.66 × mean moving range) for all else and where dispersion φ>1.5. Special-cause variation: a point outside the limits; 3 of 4 points nearer a limit than the centre; 8 in a row on one side of the centre.
