"""Fixtures that several tests share: a small data folder with one good table, to be broken in known ways."""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Where outside data are at hand (CI sets WTT_NO_SKIPS then), a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("WTT_NO_SKIPS") and reporter and reporter.stats.get("skipped") and exitstatus == pytest.ExitCode.OK:
        reporter.write_line("\nskipped, though outside data are at hand (WTT_NO_SKIPS):", red=True)
        for report in reporter.stats["skipped"]:
            reporter.write_line(f"  {report.nodeid}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


SIDECAR = """\
name: demand
title: A small table
description: One row is one year of one vintage.
producer: Nobody
citation: Nobody (2026)
url: https://example.org
vintage: "2026"
retrieved: "2026-11-22"
licence: CC-BY-4.0
redistribution: true
kind: curated
schema:
  primaryKey: [vintage, year]
  fields:
    - {name: vintage, type: string, description: Report, constraints: {required: true, enum: [old, new]}}
    - {name: year, type: integer, unit: year, description: Year, constraints: {required: true, minimum: 1990, maximum: 2060}}
    - {name: energy_twh, type: number, unit: TWh, description: Energy, constraints: {minimum: 0, maximum: 1500}}
    - {name: history, type: boolean, description: History or forecast}
    - {name: published, type: date, description: Date}
    - {name: source, type: string, description: Key, constraints: {required: true}}
"""

TABLE = """\
vintage,year,energy_twh,history,published,source
old,2018,76,true,2024-12-20,lbnl2024
old,2023,176.5,true,2024-12-20,lbnl2024
old,2028,,false,2024-12-20,lbnl2024
new,2018,80,true,2026-06-18,lbnl2026
"""


@pytest.fixture
def data_folder(tmp_path):
    """A data folder with ``power/demand``; returns (root, write) where write replaces the CSV's text."""
    root = tmp_path / "data"
    (root / "power").mkdir(parents=True)
    (root / "power" / "demand.yml").write_text(SIDECAR)
    csv = root / "power" / "demand.csv"
    csv.write_text(TABLE)

    def write(text=None, *, replace=None):
        csv.write_text(TABLE.replace(*replace) if replace else text)

    return root, write
