"""Run a scenario or a benchmark on a database made for it.

``run.py scenario NAME --config FILE --database NAME [--json] [options]``

The launcher makes the database and drops it afterwards. What is printed on standard
output is the report, nothing else goes there.
"""

import argparse
import importlib
import json
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

FOLDERS = {"scenario": "scenarios", "bench": "benchmarks"}


def main(argv):
    parser = argparse.ArgumentParser(prog="off", allow_abbrev=False)
    parser.add_argument("kind", choices=FOLDERS)
    parser.add_argument("name")
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    known, _rest = parser.parse_known_args(argv)
    module = importlib.import_module(f"{FOLDERS[known.kind]}.{known.name}")
    module.add_arguments(parser)
    args = parser.parse_args(argv)
    try:
        report = module.run(args)
    except Exception as error:
        # Whoever reads the report gets one in every case; the cause goes beside it.
        traceback.print_exc()
        report = failure(error)
    if args.json:
        print(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        print_report(report)
    return 0 if report["ok"] else 1


def failure(error):
    check = {"name": "ended", "ok": False, "detail": f"{type(error).__name__}: {error}"}
    return {"ok": False, "checks": [check], "made": {}, "totals": {}, "seconds": {}}


def print_report(report):
    for check in report["checks"]:
        print(f"{'ok  ' if check['ok'] else 'FAIL'} {check['name']}: {check['detail']}")
    for title in ("made", "totals", "seconds"):
        print(
            title, ", ".join(f"{key} {value}" for key, value in report[title].items())
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
