# Teams
topic-teams = Teams
column-team = Team
column-agent = Agent
column-cases = Cases n
column-observed = Observed
column-expected = Expected
column-raw-share = Observed share
column-adjusted-share = Adjusted for mix
column-limits = 95% limits
column-position = Position
teams-intro = Shares are adjusted for { $mix }, since teams get cases of different difficulty (observed ÷ expected from the company’s rate among cases of the same kind). Inside the limits differences can be chance; nothing here is a rank, and teams with n<{ $verdict_n } get no verdict.
teams-no-mix = (no attribute of cases available)
teams-title-worse = Adjusted for the mix of cases, { $metric } of { $team } is { $value }, worse than the { $centre } of all teams
teams-title-better = Adjusted for the mix of cases, { $metric } of { $team } is { $value }, better than the { $centre } of all teams
teams-title-quiet = Adjusted for the mix of cases, the { $teams } teams do not differ beyond random variation
teams-title-small = Too few cases per team: figures only, no verdict
teams-centre = All { $value }
teams-limit = { $level } limits
teams-axis = { $metric }, adjusted for mix
teams-axis-n = Cases n
teams-caption = Unit: %; adjusted for: { $mix }; n={ $n }; { $provenance }
teams-alt = Funnel plot, { $metric } (adjusted for mix): { $teams }.
teams-chart-inside = { $metric }: all teams within random variation
teams-chart-worse = { $metric }: { $worse } worse than all teams together
teams-chart-better = { $metric }: { $better } better than all teams together
teams-chart-both = { $metric }: { $better } better, { $worse } worse than all teams together
teams-dispersed-title = Limits are widened
teams-dispersed-one = { $metric }: dispersion φ={ $phi }, limits × { $by }
teams-dispersed-text = Teams differ more than sampling alone can make them (φ>1.5): some common factor is not accounted for, and the limits are widened by √φ. { $metrics }.
teams-adjusted-caption = Shares of teams adjusted for mix ({ $quarter })
teams-agents-caption = Shares of agents adjusted for mix ({ $quarter })
teams-group = { $metric } (all teams { $centre })
teams-adjusted-note = Expected hits take the company's rate among cases of the same kind ({ $mix }), case by case; adjusted = rate of all teams × observed ÷ expected; limits are exact binomial ones for n<30, else ±1.96 standard errors (outer limits ±3.09). In order of name, not of rank.
teams-hidden = n too small, not shown
teams-inside = Inside the limits
teams-better = Better, outside 95%
teams-worse = Worse, outside 95%
teams-clearly-better = Better, outside 99.8%
teams-clearly-worse = Worse, outside 99.8%
teams-no-verdict = Few cases, no verdict
teams-overview-caption = What the teams did ({ $quarter })
teams-overview-note = Not adjusted for mix: not to be compared directly; for verdicts see the table above.
teams-overview-cost = Cost lines that name no team, { $share } of all cost, are in the total but in no team's cost per contact.
teams-no-agents = Figures of single agents are personal data and are not listed by default.
teams-title-dispersed = { $metric } runs from { $low } ({ $worst }) to { $high } ({ $best }): the teams differ so much that limits single out nobody
teams-chart-dispersed = { $metric }: from { $low } ({ $worst }) to { $high } ({ $best }); limits say nothing
teams-limits-say-nothing = Limits too wide to tell
teams-more = { $n } more
teams-rest = { $n } { $count ->
    [one] further team is
   *[other] further teams are
} counted in the totals and not listed; those farthest outside the limits and the largest are.
