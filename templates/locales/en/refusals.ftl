# Why a row was refused: these are the words of the reject files, and stay as they are.
refused-no-date = not a date or time
refused-no-date-as-configured = not a date or time in a configured date format
refused-empty = empty, but every row needs it
refused-negative-duration = `{ $a }` is before `{ $b }`: negative duration
refused-cells = { $a } cells where the header has { $b }
refused-scale = outside the scale { $a } to { $b }
refused-nps-scale = nps needs 0–10, the scale is another
refused-nps = nps needs 0–10
refused-word = unknown word `{ $a }`
