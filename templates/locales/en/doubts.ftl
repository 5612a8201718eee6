# What is in doubt about the data
not-recorded = not recorded
doubt-column = { $table } · { $column }: { $cells } of { $rows } ({ $parts })
doubt-unreadable = { $n } unreadable
doubt-unknown = { $n } { $count ->
    [one] unknown word
   *[other] unknown words
}
doubt-rejected = { $n } { $count ->
    [one] row rejected
   *[other] rows rejected
}
doubt-more = { $n } { $count ->
    [one] more column
   *[other] more columns
}
doubt-separator = ;_
doubt-footnote = { $sign } Stands on cells in doubt, more than { $share } of the rows: { $columns }.
cover-doubt-title = Some figures stand on data in doubt
cover-doubt-text = Could not be read or understood: { $columns }. The figures that stand on them carry the sign { $sign }.
cover-blank-text = In { $table }, { $count ->
    [one] the column { $columns } is there and holds (next to) nothing; figures that need it are withheld.
   *[other] the columns { $columns } are there and hold (next to) nothing; figures that need them are withheld.
}
cover-join-text = Of { $keys } rows with a key in { $from }, { $found } are found in { $to }; figures that join the two stand on next to nothing.
cover-crowd-text = The id “{ $id }” stands in { $share } of the { $table } ({ $column }); figures per customer are in doubt.
cover-conflicting-text = { $table }: { $n } { $count ->
    [one] row contradicts
   *[other] rows contradict
} another row of the same key ({ $example }); a fixed rule chose one of them.
cover-zeros-text = { $column }: { $n } { $count ->
    [one] id differs
   *[other] ids differ
} from others by leading zeros only (“{ $short }” in { $table }, “{ $long }” in { $other }); they count as different ids.
cover-zeros-restored = { $column }: { $n } { $count ->
    [one] id
   *[other] ids
} without leading zeros (“{ $short }” in { $table }) were taken for those with them (“{ $long }” in { $other }).
cover-doubt-separator = _
column-unreadable = Unreadable
column-unknown = Unknown words
doubts-caption = Cells in doubt
doubts-note = Unreadable cells and unknown words count as missing; their rows stay. Every rejected row with its reason is in the rejects folder.
cover-lost = Lost on the way in
lost-rows = { $n } of { $rows } rows rejected
lost-unreadable = { $n } { $count ->
    [one] cell unreadable
   *[other] cells unreadable
}
lost-unknown = { $n } { $count ->
    [one] unknown word
   *[other] unknown words
}
part-others = { $count ->
    [one] others ({ $n } value)
   *[other] others ({ $n } values)
}
stand-in-title = Some characters of the data cannot be printed
stand-in-text = { $n } { $count ->
    [one] character
   *[other] characters
} of the data that no font has, or that have no meaning on a page, { $count ->
    [one] is
   *[other] are
} printed as { $sign } or, in a picture, left out: { $characters }. No figure is changed by it.
stand-in-more = { $n } more
uncovered-not-over = the quarter was not over on { $day }, when the data were taken
uncovered-starts-late = { $table } begin on { $day } only
uncovered-ends-early = { $table } end on { $day }
uncovered-gap = { $table } are missing from { $from } to { $until }
uncovered-unchanged = { $table } have not changed since { $day }
uncovered-more = { $n } more
uncovered-footnote = { $sign } The data do not cover all that this figure speaks of ({ $reasons }); it is neither judged nor compared.
uncovered-cover = The data do not reach the end of the quarter: { $reasons }. Figures that stand on them carry the sign { $sign } and are not judged.
not-yet-due = not yet due
uncovered-not-due = the follow-up of some cases is not over
