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


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise ValueError(f"{message}; see --help")


def read_arguments(argv):
    """The module to run and its arguments.

    :raise ValueError: says which argument is wrong, and what is expected
    """
    parser = Parser(prog=f"off {' '.join(argv[:2])}", allow_abbrev=False)
    # What the launcher adds is no business of who calls it.
    for name in ("kind", "name"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    for name in ("--config", "--database"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seed", type=int, default=1, help="another random choice")
    module = importlib.import_module(f"{FOLDERS[argv[0]]}.{argv[1]}")
    module.add_arguments(parser)
    args = parser.parse_args(argv)
    module.check_arguments(args)
    return module, args


def main(argv):
    try:
        module, args = read_arguments(argv)
    except ValueError as error:
        print(f"off: {error}", file=sys.stderr)
        if "--json" in argv:
            print(json.dumps(failure(error, argv[0]), indent=2, ensure_ascii=False))
        return 2
    if args.check:
        return 0
    from odoo.exceptions import UserError

    try:
        report = module.run(args)
    except UserError as error:
        print(f"off: {error.args[0]}", file=sys.stderr)
        report = failure(error, args.kind)
    except Exception as error:
        # Whoever reads the report gets one in every case; the cause goes beside it.
        traceback.print_exc()
        report = failure(error, args.kind)
    if args.json:
        print(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        print_report(report)
    return 0 if report["ok"] else 1


def failure(error, kind):
    detail = f"{type(error).__name__}: {error}"
    if kind == "bench":
        empty = {"figures": [], "ours": {}, "baseline": {}, "machine": {}}
        return {"ok": False, "error": detail, **empty}
    check = {"name": "ended", "ok": False, "detail": detail}
    return {"ok": False, "checks": [check], "made": {}, "totals": {}, "seconds": {}}


def print_report(report):
    if "figures" in report:
        print_figures(report)
        return
    for check in report["checks"]:
        print(f"{'ok  ' if check['ok'] else 'FAIL'} {check['name']}: {check['detail']}")
    for title in ("made", "totals", "seconds"):
        print(
            title, ", ".join(f"{key} {value}" for key, value in report[title].items())
        )


def print_figures(report):
    if report.get("error"):
        print(f"FAIL {report['error']}")
    for one in report["figures"]:
        at_most = "" if one["target"] is None else f" (at most {one['target']})"
        print(
            f"{'ok  ' if one['ok'] else 'FAIL'} {one['name']}: "
            f"{one['value']} {one['unit']}{at_most}"
        )
    for title in ("baseline", "machine"):
        print(
            title, ", ".join(f"{key} {value}" for key, value in report[title].items())
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
