# The board pack over all reports of a quarter
portfolio-kicker = Internal board pack
portfolio-title = Portfolio
portfolio-document = Internal · Portfolio, { $quarter }
portfolio-internal = INTERNAL: for the management only, never for clients
portfolio-internal-word = internal
portfolio-author = Management
portfolio-reports = Reports
portfolio-reports-n = { $count ->
    [one] 1 report
   *[other] { $n } reports
}
portfolio-fiscal-own = some clients have fiscal years of their own: the quarter is theirs
portfolio-topic-overview = Overview
portfolio-topic-wall = Status wall
portfolio-topic-worse = Who got worse
portfolio-topic-deliveries = Deliveries
portfolio-topic-gate = Gate
portfolio-topic-cost = Cost to serve
portfolio-topic-outliers = Outliers
portfolio-topic-reading = How to read this
portfolio-column-client = Client
portfolio-column-report = Report
portfolio-column-why = Why
portfolio-column-issue = Issue
portfolio-column-release = Release
portfolio-column-recipients = Recipients
portfolio-column-sent = Sent
portfolio-column-open = Not yet
portfolio-column-failed = Failed
portfolio-column-unknown = Unknown
portfolio-column-due = Due
portfolio-column-share = Share
portfolio-state-current = Current
portfolio-state-warned = Current, warned of
portfolio-state-overridden = Made all the same
portfolio-state-held = Held
portfolio-state-failed = Failed
portfolio-state-unreadable = Unreadable
portfolio-state-missing = Not made
portfolio-older-issue = figures of issue { $issue }
portfolio-outdated = settings changed since
portfolio-overview-title = { $count ->
    [one] The report { $current ->
        [0] is not current
       *[other] is current
    }
   *[other] { $current } of { $n } reports are current
}; { $missed } of { $targets } targets are missed, { $worse ->
    [0] no main figure got worse for certain
    [1] 1 main figure got worse
   *[other] { $worse } main figures got worse
}
portfolio-figure-current = Current reports
portfolio-figure-current-of = of { $n } of the configuration
portfolio-figure-missed = Missed targets
portfolio-figure-missed-of = of { $n } targets
portfolio-figure-worse = Figures that got worse
portfolio-figure-worse-of = of { $n } that could be tested
portfolio-figure-sent = Deliveries sent
portfolio-figure-sent-of = to { $n } recipients of current issues
portfolio-to-do = To be looked at
portfolio-in-order = In order
portfolio-nobody = Nobody receives anything
portfolio-needed-caption = Reports that need a person
portfolio-needed-note = What their figures say stands on the next pages.
portfolio-why-held = held by the gate
portfolio-why-missing = was not made for this quarter
portfolio-why-failed = the newest run failed
portfolio-why-unknown = { $count ->
    [one] nobody knows whether 1 message arrived
   *[other] nobody knows whether { $n } messages arrived
}
portfolio-why-undelivered = { $count ->
    [one] 1 message was not taken
   *[other] { $n } messages were not taken
}
portfolio-why-overdue = { $count ->
    [one] overdue for 1 recipient
   *[other] overdue for { $n } recipients
}
portfolio-why-outdated = its settings have changed since it was made; verdicts here are by the present ones
portfolio-wall-title = { $count ->
    [one] 1 of { $all } clients misses at least one target
   *[other] { $n } of { $all } clients miss at least one target
}
portfolio-wall-title-none = No client misses a target for certain
portfolio-wall-caption = Clients and main metrics, { $quarter }
portfolio-wall-legend = ✓ target met; ○ met narrowly or just missed, so that chance may explain it; ✗ missed; – no verdict; without a sign: no target. Below each figure its target. Clients with most missed targets stand first.
portfolio-wall-more = { $count ->
    [one] 1 further target of a client has no column here; it stands in the client's report.
   *[other] { $n } further targets of clients have no column here; they stand in the clients' reports.
}
portfolio-target = target { $target }
portfolio-worse-title = { $count ->
    [one] 1 main figure got worse, beyond chance
   *[other] { $n } main figures got worse, beyond chance
}
portfolio-worse-title-none = No main figure got worse beyond chance
portfolio-worse-none = { $count ->
    [one] 1 figure could be tested against the quarter before or the same quarter of last year; it did not get worse beyond chance.
    [0] No figure could be tested against an earlier quarter.
   *[other] { $tested } figures were tested against the quarter before and the same quarter of last year; none got worse beyond chance.
}
portfolio-worse-caption = Main figures that got worse, the surest first
portfolio-worse-note = { $tested } figures were tested, each against the quarter before and the same quarter of last year. Listed is what passes the false discovery rate over all these tests in one of the two; the words in the cells are each report's own verdicts.
portfolio-more-lines = { $count ->
    [one] 1 more line is not listed.
   *[other] { $n } more lines are not listed.
}
portfolio-deliveries-title = { $count ->
    [one] { $sent } of 1 recipient served
   *[other] { $sent } of { $n } recipients served
}
portfolio-deliveries-title-none = Nothing is delivered by the program
portfolio-deliveries-none = No report of the configuration has a delivery.
portfolio-deliveries-caption = Messages of the issues shown, by the ledger
portfolio-deliveries-note = Not yet: recipients of whom the ledger knows nothing. Unknown: nobody knows whether the message arrived; it is not sent again unless a person says so. Days are those of each client's time zone.
portfolio-deliveries-without = { $count ->
    [one] 1 report is delivered by hand.
   *[other] { $n } reports are delivered by hand.
}
portfolio-ledger-doubt = The ledger of deliveries cannot be trusted
portfolio-overdue = overdue
portfolio-release-not-needed = Not needed
portfolio-release-approved = Released
portfolio-release-waiting = Waiting
portfolio-release-outdated = Changed since
portfolio-gate-title = { $held ->
    [0] No report is held
    [1] 1 report is held
   *[other] { $held } reports are held
}, { $warned ->
    [0] none is marked
    [1] 1 is marked
   *[other] { $warned } are marked
}
portfolio-gate-title-none = The gate found nothing
portfolio-gate-title-failed = The gate holds nothing; some reports could not be made
portfolio-gate-none = No rule found anything in the data of these reports.
portfolio-gate-caption = What the gate found, and what failed
portfolio-gate-note = A held report is not rendered before a person has looked; one that is marked says so on its cover. The reasons of failures are the program's own words.
portfolio-cost-title = { $count ->
    [0] No client's cost per contact rose
    [one] The cost per contact rose for 1 of { $all } clients
   *[other] The cost per contact rose for { $n } of { $all } clients
}
portfolio-cost-currency = Amounts in { $currency }
portfolio-cost-caption = What service costs, the dearest contact first
portfolio-cost-note = Read cost beside satisfaction only. Amounts of different currencies are not added up; a total stands where each report of a currency has the figure.
portfolio-cost-without = { $count ->
    [one] 1 report has no costs.
   *[other] { $n } reports have no costs.
}
portfolio-outliers-title = { $count ->
    [one] 1 client lies outside the funnel limits
   *[other] { $n } clients lie outside the funnel limits
}, in { $metrics ->
    [1] 1 metric
   *[other] { $metrics } metrics
}
portfolio-outliers-title-none = No client lies outside the funnel limits
portfolio-outliers-title-few = Too few clients for funnel limits
portfolio-outliers-few = Limits need at least { $least } clients that have a share by the same definition and on cases enough.
portfolio-outliers-inside = Inside the limits: { $metrics }.
portfolio-outliers-caption = Clients outside the limits, the farthest first
portfolio-outliers-note = Clients differ in industry and customers: a place outside the limits is a question, not a verdict, and there are no ranks.
portfolio-centre = All { $value }
portfolio-group = { $metric }: all clients { $centre }
portfolio-group-wide = { $metric }: all clients { $centre }; limits widened { $by } times, as clients differ by more than chance
portfolio-funnel-title = { $metric }: { $worse } worse, { $better } better than chance explains
portfolio-funnel-caption = { $clients } clients, n={ $n }; limits round the share of all
portfolio-funnel-alt = { $metric } of { $clients } clients by number of cases; all { $centre }; outside the limits: { $names }
portfolio-reading-title = Signs, limits and sums
portfolio-reading-figures = Figures are those of the current issue of each report, read from its own files and checked against its list; verdicts are by the present targets.
portfolio-reading-signs = A verdict needs n of at least { $verdict_n }, or what a report has configured; met and missed mean that the whole { $level } interval lies on one side of the target.
portfolio-reading-worse = With many clients and metrics some change would look real by chance alone: the list of what got worse holds the false discovery rate over all of them.
portfolio-reading-outliers = Funnel limits (95% and 99.8%, Spiegelhalter 2005) are drawn round the share of all clients that have the metric by the same definition, at least { $least } of them; where clients differ by more than chance they are widened.
portfolio-reading-money = Amounts are in each client's own currency and are added up within one currency only.
portfolio-reading-deliveries = Deliveries are those that the ledger knew when this pack was made; it names no recipient.
portfolio-gate-more = { $n } more
