"""Answers weighted to all contacts (M09) with pandas and statsmodels, and counts of themes (T14)."""

import re

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from . import model
from .shares import at, csat_top2, inbound, tickets_of

NONE = "\0"


def contacts_of(line):
    contacts = inbound(tickets_of(line))
    created = at(contacts, "created_at")
    contacts = contacts[(created <= line.as_of).fillna(False).astype(bool)]
    solved = (at(contacts, "solved_at") <= line.as_of).fillna(False).astype(bool)
    return contacts.assign(when=at(contacts, "created_at"), resolved=np.where(solved, "yes", "no"))


def answers_of(line):
    answers = csat_top2(line)
    tickets = line.table("tickets").set_index("ticket_id")
    solved = (pd.to_numeric(tickets["solved_at"]) <= line.as_of).fillna(False)
    resolved = answers["ticket_id"].map(solved).map({True: "yes", False: "no"})
    return answers.assign(resolved=resolved, channel=answers["ticket.channel"])


def weights(contacts, answers, cells):
    """One weight per answer; answers in cells without contacts weigh nothing."""
    key = lambda rows: rows[cells].fillna(NONE).astype(str).agg("\1".join, axis=1)
    have, gave = key(contacts).value_counts(), key(answers).value_counts()
    weight = key(answers).map(lambda cell: have.get(cell, 0) / gave[cell]).to_numpy(dtype=float)
    covered = have[have.index.isin(gave.index)].sum()
    return weight, 100 * covered / have.sum()


@model("voice")
def voice(line):
    study, level = line.study["voice"], line.settings["confidence"]
    contacts, answers = contacts_of(line), answers_of(line)
    cells = study["cells"]
    waves = {wave["quarter"]: wave for wave in study["waves"]}
    for quarter, start, end in line.periods:
        own, gave = (rows[(rows["when"] >= start) & (rows["when"] < end)] for rows in (contacts, answers))
        yield f"{quarter} is there", quarter in waves, len(own) > 0 and len(gave) > 0
        if quarter not in waves:
            continue
        wave = waves[quarter]
        hits = gave["hit"].to_numpy(dtype=float)
        yield f"{quarter} contacts", wave["contacts"], len(own)
        yield f"{quarter} answers", wave["answers"]["n"], len(gave)
        yield f"{quarter} raw", wave["raw"], 100 * hits.mean()
        weight, covered = weights(own, gave, cells)
        yield f"{quarter} covered", wave["covered"], covered
        weighted = DescrStatsW(hits, weight).mean
        effective = weight.sum() ** 2 / (weight**2).sum()
        yield f"{quarter} weighted", wave["weighted"], 100 * weighted
        yield f"{quarter} effective n", wave["effective_n"], effective
        interval = proportion_confint(weighted * effective, effective, 1 - level, "wilson")
        interval = tuple(100 * end for end in interval)
        for side in (0, 1):
            yield f"{quarter} weighted {side}", wave["weighted_interval"][side], interval[side]
        yield from line.compare("csat_top2_poststratified", quarter, value=100 * weighted, n=len(gave), interval=interval)
        for profile in wave["profile"]:
            name = profile["dimension"]
            have, said = own[name].fillna(NONE).value_counts(), gave[name].fillna(NONE).value_counts()
            for part in profile["parts"]:
                value = NONE if part["value"] is None else part["value"]
                yield f"{quarter} {name} {value} contacts", part["contacts"], int(have.get(value, 0))
                yield f"{quarter} {name} {value} answers", part["answers"], int(said.get(value, 0))
        rate = line.known.get(("survey_response_rate", quarter, None))
        if wave["invited"] is not None:
            asked = line.known.get(("survey_response_rate", quarter, ("metric", "csat"))) or rate
            yield f"{quarter} invited", wave["invited"], asked["n"]
            yield f"{quarter} answered", wave["answered"], int(asked["numerator"])
    now = study["waves"][-1]
    for shift in study["shifts"]:
        before = waves[shift["from"]]
        yield f"shift {shift['from']}", shift["raw"], now["raw"] - before["raw"]
        interval = confint_proportions_2indep(
            now["answers"]["hits"], now["answers"]["n"], before["answers"]["hits"], before["answers"]["n"],
            method="newcomb", compare="diff", alpha=1 - level,
        )
        for side in (0, 1):
            yield f"shift {shift['from']} {side}", shift["interval"][side], 100 * interval[side]


@model("themes")
def themes(line):
    found, level = line.study["themes"], line.settings["confidence"]
    rows = line.table("surveys")
    _, start, end = line.periods[-1]
    when = at(rows, "responded_at")
    inside = (when >= start) & (when < end) & (when <= line.as_of)
    rows = rows[inside.fillna(False).astype(bool)]
    text = rows["comment"].fillna("").str.strip()
    comments = rows.assign(text=text)[text != ""].drop_duplicates(["response_id", "text"])
    yield "comments", found["comments"], len(comments)
    lowered = comments["text"].str.lower()
    spoken = pd.Series(False, index=comments.index)
    raw = set(comments["text"].str.split().str.join(" "))
    for theme in found["themes"]:
        name = theme["name"]["en"]
        words = [("(?<![a-z0-9])" if word.isascii() else "") + re.escape(word) for word in theme["keywords"]]
        says = lowered.str.contains("|".join(words), regex=True)
        spoken |= says
        yield f"{name} n", theme["n"], int(says.sum())
        yield f"{name} share", theme["share"], 100 * theme["n"] / len(comments)
        interval = proportion_confint(theme["n"], len(comments), 1 - level, "wilson")
        for side in (0, 1):
            yield f"{name} share {side}", theme["interval"][side], 100 * interval[side]
        for verbatim in theme["verbatims"]:
            # Where nothing was cut off, these are a customer's own words.
            if not verbatim.endswith("…"):
                yield f"{name} verbatim", verbatim in raw, True
    yield "other", found["other"], int((~spoken).sum())
