# What the checks before release found
gate-cover-title = Checks of the data before release
gate-override-title = Released by decision
gate-override-label = Released by decision
gate-override = The checks before release held this report back; it was released all the same, for this reason: { $reason }.
gate-more = { $n } { $count ->
    [one] more finding is
   *[other] more findings are
} listed under Data quality.
gate-caption = Checks before release
gate-column-rule = Check
gate-column-found = Found
gate-note = Every report is checked before release against the quarter before and against stated limits; what is listed here reached one.
gate-rule-same-file = Files of others
gate-rule-rows-fall = Number of rows
gate-rule-rows-rise = Number of rows
gate-rule-freshness = Freshness
gate-rule-unchanged = Unchanged files
gate-rule-schema-drift = Tables and columns
gate-rule-rejects = Rejected rows
gate-rule-unreadable = Unreadable cells
gate-rule-missing = Missing cells
gate-rule-backlog = Backlog
gate-rule-unmapped-cost = Costs without a class
gate-rule-jumps = Sudden changes
gate-same-file = The file “{ $subject }” is the same as one that was delivered for another report.
gate-rows-fall = { $table }: { $value } fewer rows than expected from the quarter before (limit { $limit }).
gate-rows-rise = { $table }: { $value } more rows than expected from the quarter before (limit { $limit }).
gate-freshness = { $table }: the last record lies { $value } days before the end of the quarter (limit { $limit }).
gate-unchanged = { $table }: the files are the same as those of last quarter’s report.
gate-schema-drift = { $of ->
    [whole] { $table }: last quarter’s report had this table, this one has not.
   *[part] { $table }: last quarter’s report had the column { $subject }, this one has not.
}
gate-rejects = { $table }: { $value } of the rows were rejected (limit { $limit }).
gate-unreadable = { $table } · { $subject }: { $value } of the cells could not be read or understood (limit { $limit }).
gate-missing = { $table } · { $subject }: the share of missing cells has risen by { $value } (percentage points) since last quarter’s report (limit { $limit }).
gate-backlog = The backlog does not add up; it is off by { $value } of the quarter’s tickets.
gate-unmapped-cost = { $value } of the costs belong to no class (limit { $limit }).
gate-jumps = { $subject } moved { $value } times as far as it usually does from one quarter to the next (limit { $limit }).
