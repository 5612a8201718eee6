"""One function per model; see ../models.py. A new file here is found by itself.

    @model("ladder")                      # the part of the study that it recomputes
    def ladder(line):
        rows = line.table("surveys")      # a pandas frame, instants as UTC timestamps
        ...
        yield "what", ours, theirs        # or with a tolerance as fourth
        yield from line.compare("metric_id", quarter, value=…, n=…, interval=(low, high))
"""

import importlib
import pkgutil

import duckdb
import numpy as np
import pandas as pd

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
        key = lambda one: (one["metric"], one["quarter"], segment_of(one))
        self.known = {key(one): one for one in line["known"]}
        self.figures = {key(one): one for one in line["figures"]}
        self._seen = set()

    @property
    def periods(self):
        """(quarter, start, end) in microseconds, ascending."""
        return [(quarter, start, end) for quarter, start, end in self.settings["periods"]]

    @property
    def as_of(self):
        return self.settings["as_of"]

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
                    micros = frame[column].dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[us]")
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
