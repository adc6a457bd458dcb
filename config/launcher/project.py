"""Where everything lies."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Project:
    """The folders of one checkout.

    :param root: the checkout
    :param home: the one ignored folder for everything that is made
    :param cache: where downloads lie; shared between checkouts by OFF_CACHE
    """

    root: Path
    home: Path
    cache: Path

    @classmethod
    def from_env(cls, env=os.environ, root=ROOT):
        """Return the project as the environment variables place it."""
        home = Path(env.get("OFF_HOME") or root / ".off").expanduser().absolute()
        cache = Path(env.get("OFF_CACHE") or home).expanduser().absolute()
        return cls(Path(root), home, cache)

    @property
    def config(self):
        return self.root / "config"

    @property
    def addons(self):
        return self.root / "addons"

    @property
    def venv(self):
        return self.home / "venv"

    @property
    def python(self):
        return self.venv / "bin" / "python"

    @property
    def odoo_store(self):
        return self.cache / "odoo"

    @property
    def pip_cache(self):
        """Pip's cache, or None to leave pip its own."""
        return None if self.cache == self.home else self.cache / "pip"

    @property
    def pgdata(self):
        return self.home / "pg"

    @property
    def data(self):
        return self.home / "data"

    @property
    def run(self):
        return self.home / "run"

    @property
    def log(self):
        return self.home / "log"

    @property
    def key(self):
        """Six letters that tell the databases of two checkouts apart."""
        return hashlib.sha256(str(self.home).encode()).hexdigest()[:6]

    def filestore(self, database):
        return self.data / "filestore" / database

    def make_folders(self):
        """Create the folders that every command needs."""
        for folder in (self.home, self.cache, self.data, self.log):
            folder.mkdir(parents=True, exist_ok=True)
        self.run.mkdir(mode=0o700, exist_ok=True)
        self.run.chmod(0o700)
