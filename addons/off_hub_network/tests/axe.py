"""The engine that finds accessibility faults, from the npm registry."""

import shutil
import subprocess
from pathlib import Path
from unittest import SkipTest

FOLDER = Path(__file__).resolve().parents[3] / "config" / "axe"
SCRIPT = FOLDER / "node_modules" / "axe-core" / "axe.min.js"

# Loads the engine, and tells what is serious or critical.
CHECK = """
const script = document.createElement("script");
script.src = %r;
script.onload = async () => {
    const {violations} = await axe.run(document, {resultTypes: ["violations"]});
    const bad = violations.filter(({impact}) => /serious|critical/.test(impact));
    for (const {id, help, nodes} of bad) {
        console.error(`${id}: ${help}: ${nodes.map(({html}) => html).join(" ")}`);
    }
    if (!bad.length) console.log("test successful");
};
script.onerror = () => console.error("axe-core is not served");
document.head.append(script);
"""


def get_axe():
    """The script of axe-core, installed if it is missing.

    :raise SkipTest: where npm cannot install it
    """
    if not SCRIPT.exists():
        npm = shutil.which("npm")
        if not npm:
            raise SkipTest(
                f"No npm: run “npm ci” in {FOLDER} on a machine that has it."
            )
        done = subprocess.run(
            [npm, "ci", "--prefix", FOLDER, "--no-audit", "--no-fund"],
            capture_output=True,
            text=True,
            timeout=180,
        )
        if done.returncode:
            raise SkipTest(f"npm ci in {FOLDER}: {done.stderr.strip()}")
    return SCRIPT.read_bytes()
