# Complaints; all metrics
topic-complaints = Complaints
complaints-title = { $metric }: { $value }
complaints-title-causes = { $metric }: { $value }; { $count ->
    [one] one cause makes
   *[other] { $count } causes make
} up { $share }, “{ $first }” first of all
complaint-rates-caption = Complaint rate in its forms ({ $quarter })
complaint-handling-caption = Complaint handling ({ $quarter })
complaint-causes-title = { $dimension }: { $count ->
    [one] one makes
   *[other] { $count } make
} up { $share } of the complaints
complaint-causes-even = { $dimension }: no few stand out; “{ $first }” leads with { $share }
complaint-causes-legend = Cases and running share; dark: causes that together reach 80%
complaint-causes-bar = { $count } · { $share } running
complaint-causes-rest = All others and not stated
complaint-causes-alt = Pareto chart: { $bars }.
complaint-ages-title = { $open } { $count ->
    [one] complaint
   *[other] complaints
} open at period end, { $old } of them for more than 30 days
complaint-ages-alt = Age of open complaints: { $bars }.
complaints-note = A complaint expresses dissatisfaction and expects a response (ISO 10002). Easier channels raise the rate while service improves, and a very low rate can mean that complaining is hard: read it beside satisfaction and contact volume. Appeals to regulators are on another scale and listed apart.
age-0-7-days = 0–7 days
age-8-15-days = 8–15 days
age-16-30-days = 16–30 days
age-over-30-days = Over 30 days
method-all-metrics = All metrics
all-metrics-caption = All metrics with a figure in the quarter ({ $quarter })
