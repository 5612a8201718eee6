# What changed since the issue before
topic-changes = What changed
changes-title = Issue { $issue } takes the place of issue { $follows }: { $n } main { $count ->
    [one] figure
   *[other] figures
} of the quarter moved
changes-title-none = Issue { $issue } takes the place of issue { $follows }: none of the main figures of the quarter moved
changes-intro = This report was issued before. What follows sets it against issue { $follows }; please use this one from now on.
changes-causes = Why the report was issued again
changes-column-cause = Cause
changes-column-what = What is different
changes-data = Data
changes-definitions = Definitions
changes-settings = Settings
changes-templates = Templates
changes-program-label = Program
changes-none = unchanged
changes-taken = the data were taken at another time
changes-file-added = { $table }: { $path } is new
changes-file-removed = { $table }: { $path } is gone
changes-file-changed = { $table }: { $path } has other content
changes-more = { $n } { $count ->
    [one] more file
   *[other] more files
}
changes-settings-text = targets, terms, sections or texts of the report are set differently
changes-templates-text = the look or the fixed words are different
changes-program = { $before } → { $after }
changes-figures = Main figures of the quarter that moved
changes-column-figure = Figure
changes-column-before = Before
changes-column-after = Now
changes-column-n-before = n before
changes-column-n-after = n now
changes-rest = { $n } { $count ->
    [one] further figure (of a part, of another quarter or outside the scorecard) moved as well.
   *[other] further figures (of parts, of other quarters or outside the scorecard) moved as well.
}
