import json
import tempfile
from pathlib import Path

from odoo.tests import tagged

from ..models.off_platform_connector_file import FOLDER_PARAMETER
from .common import PlatformCommon


@tagged("post_install", "-at_install")
class TestFiles(PlatformCommon):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / str(self.company.id)
        self.env["ir.config_parameter"].set_param(FOLDER_PARAMETER, folder.name)

    def test_an_invoice_is_written_once_and_can_be_taken_from_its_document(self):
        move = self._invoice()
        [file] = (self.root / "out").iterdir()
        document = self._get_documents(move)
        self.assertEqual(document.reference, file.name)
        self.assertTrue(file.name.endswith(".xml"))
        self.assertIn(move.name.encode(), file.read_bytes())
        self.assertTrue(document.content)
        document.state = "waiting"
        document._send()
        self.assertEqual(len(list((self.root / "out").iterdir())), 1)

    def test_bills_that_were_put_there_become_drafts(self):
        self._invoice()
        [file] = (self.root / "out").iterdir()
        folder = self.root / "in"
        folder.mkdir()
        (folder / "supplier.xml").write_bytes(file.read_bytes())
        self.platform.action_fetch()
        self.assertFalse([one for one in folder.iterdir() if one.is_file()])
        self.assertTrue((folder / "done" / "supplier.xml").is_file())
        self.assertEqual(self._get_documents(kind="bill").move_id.state, "draft")

    def test_sales_to_consumers_are_written(self):
        self._invoice(self.ann)
        self.env["off.platform.document"]._report_sales(
            self.platform, "2026-11-01", "2026-11-30"
        )
        [file] = (self.root / "out").iterdir()
        report = json.loads(file.read_text())
        self.assertEqual(report["lines"][0]["base"], "20.00")

    def test_a_name_never_leads_out_of_the_folder(self):
        connector = self.env["off.platform.connector.file"]
        name = connector._write(self.platform, "key", "../../../etc/x.xml", b"x")
        self.assertTrue((self.root / "out" / name).is_file())

    def test_a_folder_that_cannot_be_written_is_told_and_tried_again(self):
        (self.root.parent / "file").write_bytes(b"")
        self.env["ir.config_parameter"].set_param(
            FOLDER_PARAMETER, str(self.root.parent / "file")
        )
        move = self._invoice(post=False)
        self._queue()
        document = self.env["off.platform.document"].create(
            {
                "platform_id": self.platform.id,
                "kind": "invoice",
                "move_id": move.id,
                "filename": "x.xml",
                "content": b"eA==",
            }
        )
        document._send()
        self.assertEqual(document.state, "waiting")
        self.assertIn(FOLDER_PARAMETER, document.error)
