"""Spread of satisfaction across channels (M33) from the figures by channel, which DuckDB has checked."""

from . import model


@model("csat_spread")
def csat_spread(line):
    ours = {one["quarter"]: one for one in line.study["csat_spread"]["quarters"]}
    least = line.settings.get("verdict_n", 0)
    for quarter, _, _ in line.periods:
        channels = []
        for dimension in ("ticket.channel", "channel"):
            channels = [
                (one["value"], one["n"])
                for (metric, when, part), one in line.known.items()
                if metric == "csat_top2" and when == quarter and part and part[0] == dimension and part[1] is not None
                and one["value"] is not None and one["n"] >= least
            ]
            if len(channels) > 1:
                break
        yield f"{quarter} is there", quarter in ours, len(channels) > 1
        if len(channels) > 1:
            values = [value for value, _ in channels]
            n = sum(count for _, count in channels)
            yield f"{quarter} n", ours[quarter]["n"], n
            yield from line.compare("csat_channel_spread", quarter, value=max(values) - min(values), n=n)
