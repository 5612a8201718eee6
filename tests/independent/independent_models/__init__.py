"""One function per model; see ../models.py. A new file here is found by itself.

    @model("ladder")                      # the part of the study that it recomputes
    def ladder(line):
        rows = line.table("surveys")      # a pandas frame, instants as microseconds
        line = line.on_wall_clock()       # the same by the wall clock, where every day has 24 hours
        ...
        yield "what", ours, theirs        # or with a tolerance as fourth
        yield from line.compare("metric_id", quarter, value=…, n=…, interval=(low, high))
"""

import copy
import importlib
import pkgutil
import zoneinfo

import duckdb
import numpy as np
import pandas as pd

# Rules of the package `tzdata`, never the system's.
zoneinfo.reset_tzpath(to=())

CHECKS = {}
DAY = 86_400_000_000


def model(part):
    """Registers the function that recomputes a part of the study."""

    def register(function):
        CHECKS[part] = function
        return function

    return register


def load():
    """Imports every file of this package."""
    for found in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{found.name}")


def segment_of(figure):
    part = figure["segment"]
    return None if part == "total" else (part["part"]["dimension"], part["part"]["value"])


class Line:
    """One report: its settings, rows, our figures and findings."""

    def __init__(self, line):
        self.report = line["report"]
        self.settings = line["settings"]
        self.study = line["study"]
        self.relations = line["relations"]
        self._tables = {}
        self._wall = False
        key = lambda one: (one["metric"], one["quarter"], segment_of(one))
        self.known = {key(one): one for one in line["known"]}
        self.figures = {key(one): one for one in line["figures"]}
        self._seen = set()

    @property
    def periods(self):
        """(quarter, start, end) in microseconds, ascending."""
        bounds = [(quarter, self._local(start), self._local(end)) for quarter, start, end in self.settings["periods"]]
        return bounds if self._wall else self.settings["periods"]

    @property
    def as_of(self):
        return self._local(self.settings["as_of"]) if self._wall else self.settings["as_of"]

    def on_wall_clock(self):
        """The same report with every instant as the wall clock of its zone showed it."""
        line = copy.copy(self)
        line._wall, line._tables = True, {}
        return line

    def _local(self, micros):
        at = pd.Timestamp(micros, unit="us", tz="UTC").tz_convert(self.settings["time_zone"])
        return at.tz_localize(None).value // 1_000

    def instant(self, local):
        """The instant (microseconds) of a wall-clock time: the first of two, the first after a gap."""
        at = pd.Timestamp(local, unit="us")
        at = at.tz_localize(self.settings["time_zone"], ambiguous=True, nonexistent="shift_forward")
        return at.value // 1_000

    def days_later(self, column, days):
        """Instants of a column at the same wall-clock time days later."""
        at = pd.to_datetime(column.astype("Int64"), unit="us", utc=True).dt.tz_convert(self.settings["time_zone"])
        later = at.dt.tz_localize(None) + pd.Timedelta(days=days)
        later = later.dt.tz_localize(self.settings["time_zone"], ambiguous="NaT", nonexistent="shift_forward")
        micros = later.dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[us]")
        whole = pd.Series(pd.array(micros.astype("int64"), dtype="Int64"), index=column.index)
        first = at.notna() & later.isna()
        whole[later.isna()] = pd.NA
        for row in column.index[first]:
            whole[row] = self.instant(self._local(int(column[row])) + days * DAY)
        return whole

    def has(self, table):
        return table in self.relations

    def table(self, name):
        """A table's rows as a frame; instants as whole microseconds (nullable integers)."""
        if name not in self._tables:
            connection = duckdb.connect()
            connection.execute("SET TimeZone = 'UTC'")
            frame = connection.execute(self.relations[name]).df()
            for column in frame.columns:
                if isinstance(frame[column].dtype, pd.DatetimeTZDtype):
                    zone = self.settings["time_zone"] if self._wall else "UTC"
                    micros = frame[column].dt.tz_convert(zone).dt.tz_localize(None).astype("datetime64[us]")
                    whole = pd.array(micros.astype("int64"), dtype="Int64")
                    whole[frame[column].isna().to_numpy()] = pd.NA
                    frame[column] = whole
            self._tables[name] = frame
        return self._tables[name].copy()

    def value(self, metric, quarter, segment=None):
        """The value of one of our other figures, such as a component."""
        figure = self.known.get((metric, quarter, segment)) or self.figures.get((metric, quarter, segment))
        return None if figure is None else figure["value"]

    def compare(self, metric, quarter, segment=None, **expected):
        """Compares fields of one of our model's figures; `interval` is (low, high)."""
        figure = self.figures.get((metric, quarter, segment))
        self._seen.add((metric, quarter, segment))
        place = f"{metric} {quarter}" + (f" {segment}" if segment else "")
        if figure is None:
            yield f"{place} exists", False, True
            return
        for field, theirs in expected.items():
            if field == "interval":
                ours = figure["interval"] or {"low": None, "high": None}
                low, high = theirs if theirs is not None else (None, None)
                yield f"{place} low", ours["low"], number(low)
                yield f"{place} high", ours["high"], number(high)
            else:
                yield f"{place} {field}", figure[field], number(theirs)

    def unseen(self):
        """Our figures with a value that nobody compared."""
        for key, figure in sorted(self.figures.items(), key=str):
            if key not in self._seen and figure["value"] is not None:
                yield " ".join(str(part) for part in key if part is not None)


def number(value):
    """A NumPy value as Python's own; a missing one as None."""
    if value is None or value is pd.NA:
        return None
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (np.integer, int)):
        return int(value)
    if isinstance(value, str):
        return value
    value = float(value)
    return None if np.isnan(value) else value
