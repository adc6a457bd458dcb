"""Tables as CSV in a ZIP, with a description that programs read.

Source: Frictionless Data Package v1, https://specs.frictionlessdata.io/data-package/
"""

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

MISSING = ""


@dataclass
class Column:
    """
    :param kind: of Frictionless: string, integer, number, boolean, date, datetime
    :param table: name of the table of which it holds ids, "" where of none
    """

    name: str
    kind: str
    title: str = ""
    table: str = ""

    def describe(self):
        described = {"name": self.name, "type": self.kind}
        if self.title:
            described["title"] = self.title
        if self.kind == "datetime":
            described["format"] = "%Y-%m-%dT%H:%M:%SZ"
        return described


@dataclass
class Resource:
    """A table of the package; ``count`` rows were written."""

    name: str
    title: str
    columns: list
    count: int = 0

    @property
    def path(self):
        return f"data/{self.name}.csv"

    def describe(self, names):
        """:param names: of the tables that are in the package"""
        keys = [
            {
                "fields": column.name,
                "reference": {
                    # A table that refers to itself is called "".
                    "resource": "" if column.table == self.name else column.table,
                    "fields": "id",
                },
            }
            for column in self.columns
            if column.table in names
        ]
        schema = {
            "fields": [column.describe() for column in self.columns],
            "missingValues": [MISSING],
        }
        if any(column.name == "id" for column in self.columns):
            schema["primaryKey"] = "id"
        if keys:
            schema["foreignKeys"] = keys
        return {
            "name": self.name,
            "title": self.title,
            "path": self.path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
            "rows": self.count,
            "schema": schema,
        }


@dataclass
class Package:
    """Written to a file as it goes; nothing but one batch is in memory.

    :param path: of the file that is written
    """

    path: str
    resources: list = field(default_factory=list)

    def __enter__(self):
        self.zip = zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED)
        return self

    def __exit__(self, *_error):
        self.zip.close()

    def write_table(self, resource, rows):
        """:param rows: iterable of lists of values, one for each column"""
        with (
            self.zip.open(resource.path, "w", force_zip64=True) as raw,
            io.TextIOWrapper(raw, encoding="utf-8", newline="") as text,
        ):
            writer = csv.writer(text)
            writer.writerow([column.name for column in resource.columns])
            for row in rows:
                writer.writerow([write_value(value) for value in row])
                resource.count += 1
        self.resources.append(resource)

    def write_file(self, path, data):
        self.zip.writestr(path, data)

    def write_description(self, **about):
        names = {resource.name for resource in self.resources}
        described = {
            "profile": "tabular-data-package",
            **about,
            "resources": [one.describe(names) for one in self.resources],
        }
        self.zip.writestr(
            "datapackage.json", json.dumps(described, indent=1, ensure_ascii=False)
        )


def write_value(value):
    """A value as CSV of Frictionless: days by ISO 8601, times in UTC, a decimal
    point."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
