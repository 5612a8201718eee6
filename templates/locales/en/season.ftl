# Season of volumes
season-heading-high = Season, { $metric }: highest in { $quarter }, { $size } above the year’s mean; without the season { $change } on last quarter (raw { $raw })
season-heading-low = Season, { $metric }: lowest in { $quarter }, { $size } below the year’s mean; without the season { $change } on last quarter (raw { $raw })
season-heading-high-only = Season, { $metric }: highest in { $quarter }, { $size } above the year’s mean
season-heading-low-only = Season, { $metric }: lowest in { $quarter }, { $size } below the year’s mean
season-heading-none = Season: no quarter of the year differs from the others beyond chance
season-caption = Seasonal index of volumes by quarter of the year (mean of the year = 1), { $count } quarters to { $to } ({ $years } full years)
season-first = Q1
season-second = Q2
season-third = Q3
season-fourth = Q4
season-adjusted = Without season
season-raw-change = Quarter on quarter (raw)
season-adjusted-change = Quarter on quarter (without season)
season-note = Index: value ÷ centred moving average of four quarters, averaged by quarter of the year and brought to a mean of 1 (ratio to moving average, multiplicative); below it the range of the years’ ratios, which are few. Pale: may be chance (the years disagree, or the distance from 1 lies within the random variation of a count at { $level }). Without season: value ÷ index. The index describes the years measured; it is no forecast. Year on year needs no such correction.
