"""The rows that count for a share, and its hits, written out once more for the models of teams and
weighting: (frame with `hit` and the time that places the row)."""

import pandas as pd


def false(column):
    """A nullable Boolean column with missing as no."""
    return column.astype("boolean").fillna(False).astype(bool)


def tickets_of(line):
    tickets = line.table("tickets")
    return tickets[~false(tickets["spam"]) & tickets["merged_into"].isna()]


def inbound(tickets):
    origin = tickets["origin"].astype("string").str.lower()
    return tickets[~origin.isin(["agent", "outbound", "internal"]).fillna(False).astype(bool)]


def at(frame, name):
    return pd.to_numeric(frame[name]).astype("Int64")


def resolution_rate_within_target(line):
    tickets = tickets_of(line)
    solved, due, created = at(tickets, "solved_at"), at(tickets, "resolution_due_at"), at(tickets, "created_at")
    keep = (created <= line.as_of).fillna(False)
    opened = tickets["is_open_by_status"].astype("boolean")
    keep &= ~(solved.isna() & (opened == False).fillna(False))  # noqa: E712
    keep &= ~(solved < created).fillna(False)
    matured = due.isna() | (solved.isna() & (due <= line.as_of).fillna(False)) | (solved > due).fillna(False)
    matured |= (solved.notna() & (line.days_later(solved, 7) <= line.as_of).fillna(False)).astype(bool)
    tickets = tickets[(keep & matured).astype(bool)]
    tickets = tickets[tickets["resolved_within_target"].notna()]
    return tickets.assign(hit=tickets["resolved_within_target"].astype(bool), when=at(tickets, "created_at"))


def solved_and_matured(line, tickets):
    solved = at(tickets, "solved_at")
    keep = (solved <= line.as_of).fillna(False) & ~(solved < at(tickets, "created_at")).fillna(False)
    keep &= (line.days_later(solved, 7) <= line.as_of).fillna(False)
    return tickets[keep.astype(bool)]


def first_contact_resolution(line):
    tickets = solved_and_matured(line, inbound(tickets_of(line)))
    tickets = tickets[tickets["customer_id"].notna() & tickets["category"].notna()]
    solved = at(tickets, "solved_at")
    single = (pd.to_numeric(tickets["contacts_n"]).fillna(1) <= 1).astype(bool)
    for column in ("reopened_at", "next_contact_at"):
        again = at(tickets, column)
        single &= (again.isna() | (again > line.days_later(solved, 7)).fillna(False)).astype(bool)
    return tickets.assign(hit=single, when=solved)


def reopen_rate(line):
    tickets = solved_and_matured(line, tickets_of(line))
    tickets = tickets[tickets["reopened_within_7d"].notna()]
    return tickets.assign(hit=tickets["reopened_within_7d"].astype(bool), when=at(tickets, "solved_at"))


def csat_top2(line):
    surveys = line.table("surveys")
    surveys = surveys[surveys["metric"].str.lower() == "csat"]
    value, low, high = surveys["value"], surveys["scale_min"], surveys["scale_max"]
    keep = ~false(surveys["late_response"]) & ~((value < low) | (value > high)) & (at(surveys, "responded_at") <= line.as_of)
    matured = (surveys["series"] != "transactional") | (line.days_later(at(surveys, "rated_at"), 14) <= line.as_of)
    steps = high - low
    keep &= matured & value.notna() & (steps >= 1) & (steps <= 10)
    surveys = surveys[keep.astype(bool)]
    steps = surveys["scale_max"] - surveys["scale_min"]
    floor = surveys["scale_max"] - (steps >= 4).astype(int)
    return surveys.assign(hit=surveys["value"] >= floor, when=at(surveys, "rated_at"))


SHARES = {
    one.__name__: one for one in (resolution_rate_within_target, first_contact_resolution, reopen_rate, csat_top2)
}
