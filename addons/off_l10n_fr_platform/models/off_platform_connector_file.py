import json
import os
from pathlib import Path

from odoo import fields, models
from odoo.tools import config

from .off_platform_connector import PlatformUnavailable

FOLDER_PARAMETER = "off_l10n_fr_platform.folder"


class OffPlatformConnectorFile(models.AbstractModel):
    """Files that somebody, or another program, carries to the platform and back: usable
    without a contract for an interface.

    What goes out is written to ``<folder>/<company>/out``, and is an attachment of its
    document too; what a platform received is put into ``<folder>/<company>/in`` and
    moved to ``in/done`` once it is a bill. The folder is a system parameter, which
    administrators of the server set; by default it lies beside the file store.
    """

    _name = "off.platform.connector.file"
    _inherit = "off.platform.connector"
    _description = "Files Exchanged by Hand"

    def _get_folder(self, platform, name):
        root = self.env["ir.config_parameter"].sudo().get_param(FOLDER_PARAMETER)
        root = root or os.path.join(
            config["data_dir"], "off_einvoicing", self.env.cr.dbname
        )
        folder = Path(root) / str(platform.company_id.id) / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlatformUnavailable(
                self.env._(
                    "The folder %(folder)s cannot be written to: %(error)s. See the "
                    "system parameter %(parameter)s.",
                    folder=folder,
                    error=error.strerror,
                    parameter=FOLDER_PARAMETER,
                )
            ) from error
        return folder

    def _write(self, platform, key, filename, content):
        """Whole or not at all; the same key writes the same file."""
        folder = self._get_folder(platform, "out")
        name = f"{key}-{Path(filename).name}"
        partial = folder / f".{name}.partial"
        try:
            partial.write_bytes(content)
            partial.replace(folder / name)
        except OSError as error:
            raise PlatformUnavailable(
                self.env._(
                    "%(file)s cannot be written: %(error)s.",
                    file=folder / name,
                    error=error.strerror,
                )
            ) from error
        return name

    def _send_invoice(self, platform, key, filename, content, move):
        return self._write(platform, key, filename, content)

    def _send_status(self, platform, key, reference, code, date, amount):
        content = {
            "invoice": reference,
            "code": code,
            "date": fields.Datetime.to_string(date),
            "amount": amount,
        }
        return self._write(
            platform, key, f"status-{code}.json", json.dumps(content).encode()
        )

    def _send_report(self, platform, key, report):
        name = f"ereporting-{report['date_from']}-{report['date_to']}.json"
        return self._write(platform, key, name, json.dumps(report, indent=1).encode())

    def _fetch_bills(self, platform):
        folder = self._get_folder(platform, "in")
        files = sorted(one for one in folder.iterdir() if one.is_file())
        return [
            {"reference": one.name, "filename": one.name, "content": one.read_bytes()}
            for one in files
            if not one.name.startswith(".")
        ]

    def _confirm_bills(self, platform, references):
        folder = self._get_folder(platform, "in")
        done = self._get_folder(platform, "in/done")
        for name in references:
            file = folder / Path(name).name
            if file.is_file():
                file.replace(done / file.name)
