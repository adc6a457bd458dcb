"""What a benchmark reports: figures, each with what it is to reach."""

import os
import platform


def figure(name, value, unit, target=None):
    """One measured value.

    :param target: the most that is well; None where a value only informs
    """
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "target": target,
        "ok": target is None or value <= target,
    }


def report(figures, ours, baseline):
    """The report that ``./off bench`` prints.

    :param ours: ``{name: value}`` of what was measured here
    :param baseline: the same of stock Odoo in the same run
    """
    return {
        "ok": bool(figures) and all(one["ok"] for one in figures),
        "figures": figures,
        "ours": ours,
        "baseline": baseline,
        "machine": get_machine(),
    }


def get_machine():
    return {
        "cpus": os.cpu_count(),
        "processor": _get_processor(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def _get_processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()
