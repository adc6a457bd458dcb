from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import PortalPagesCase

PATH = "/my/network/labels"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@tagged("post_install", "-at_install")
class TestLabelsPage(PortalPagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.label = cls.env.ref("off_hub_network.label_organic")
        cls.today = fields.Date.context_today(cls.producer)
        cls.certificate = cls.env["off.certificate"].create(
            {
                "partner_id": cls.producer.id,
                "label_id": cls.label.id,
                "number": "FR-1",
                "date_start": cls.today - timedelta(days=300),
                "date_end": cls.today + timedelta(days=12),
            }
        )

    def _save(self, path=f"{PATH}/new", content=PDF, name="proof.pdf", **values):
        page = self.url_open(f"{PATH}/new").text
        token = page.split('csrf_token" value="')[1].split('"')[0]
        data = {
            "csrf_token": token,
            "label_id": self.label.id,
            "number": "FR-2",
            "date_start": "2030-01-01",
            "date_end": "2030-12-31",
            **values,
        }
        files = {"proof": (name, content)} if content else None
        return self.url_open(path, data=data, files=files)

    def _get_new(self):
        return self.producer.off_certificate_ids - self.certificate

    def test_the_days_left_are_said(self):
        self._login(self.grower_user)
        page = " ".join(self.url_open(PATH).text.split())
        self.assertIn("Expires in 12 days", page)
        self.assertIn("expires in 12", self.url_open("/my/network").text)

    def test_a_certificate_is_renewed_with_its_proof(self):
        self._login(self.grower_user)
        form = self.url_open(f"{PATH}/new?renew={self.certificate.id}").text
        self.assertIn(str(self.today + timedelta(days=13)), form)
        self._save(
            date_start=str(self.today), date_end=str(self.today + timedelta(days=365))
        )
        new = self._get_new()
        self.assertEqual(new.number, "FR-2")
        self.assertTrue(new.proof)
        self.assertNotIn("Expires in", self.url_open(PATH).text)
        proof = self.url_open(f"{PATH}/{new.id}/proof")
        self.assertEqual(proof.content, PDF)
        self.assertIn("attachment", proof.headers["Content-Disposition"])

    def test_a_proof_is_known_by_its_content(self):
        self._login(self.grower_user)
        for content, message in (
            (b"<html><script>1</script></html>", "cannot be used"),
            (b"MZ\x90\x00" + b"\0" * 200, "cannot be used"),
            (PDF + b"0" * (10 * 1024 * 1024), "bigger than 10"),
            (None, "Add the certificate itself"),
        ):
            with self.subTest(message):
                response = self._save(content=content)
                self.assertIn(message, response.text)
                self.assertIn('value="FR-2"', response.text, "Nothing typed is lost.")
        self.assertFalse(self._get_new())

    def test_dates_and_label_are_checked(self):
        self._login(self.grower_user)
        for values, message in (
            ({"date_start": "soon"}, "Fill in both dates"),
            ({"date_end": ""}, "Fill in both dates"),
            ({"date_end": "2029-01-01"}, "before the first"),
            ({"label_id": "0"}, "Choose the label"),
            ({"label_id": "9" * 5000}, "Choose the label"),
            ({"date_end": "9999-12-31"}, "9999-12-31 is no day of a certificate"),
            ({"date_start": "1030-01-01"}, "1030-01-01 is no day of a certificate"),
        ):
            with self.subTest(message):
                self.assertIn(message, self._save(**values).text)

    def test_a_certificate_older_than_the_check_of_its_dates_is_renewed(self):
        self.env.cr.execute(
            "UPDATE off_certificate SET date_end = '9999-12-31' WHERE id = %s",
            [self.certificate.id],
        )
        self.certificate.invalidate_recordset()
        self._login(self.grower_user)
        for renew in (self.certificate.id, "9" * 5000, "%00", "x"):
            response = self.url_open(f"{PATH}/new?renew={renew}")
            self.assertEqual(response.status_code, 200)

    def test_what_stands_in_for_a_file_or_an_id_is_no_error(self):
        self._login(self.grower_user)
        response = self._save(content=None, proof="text")
        self.assertIn("Add the certificate itself", response.text)
        response = self.url_open(f"{PATH}/new?certificate_id=x")
        self.assertEqual(response.status_code, 403)

    def test_a_mistake_is_corrected(self):
        self._login(self.grower_user)
        self.certificate.proof = "JVBERi0xLjQ="
        self._save(f"{PATH}/{self.certificate.id}", content=None, number="FR-9")
        self.assertEqual(self.certificate.number, "FR-9")
        self.assertTrue(self.certificate.proof)

    def test_certificates_of_others_are_refused(self):
        self.certificate.proof = "JVBERi0xLjQ="
        for user, status in ((self.neighbour_user, 403), (self.family_user, 404)):
            self._login(user)
            for path in (
                f"{PATH}/{self.certificate.id}",
                f"{PATH}/{self.certificate.id}/proof",
                f"{PATH}/new?renew={self.certificate.id}",
            ):
                with self.subTest(f"{user.name} {path}"):
                    self.assertEqual(self.url_open(path).status_code, status)
        self._login(self.neighbour_user)
        response = self._save(f"{PATH}/{self.certificate.id}", number="mine")
        self.assertEqual(response.status_code, 403)
        self.assertEqual(self.certificate.number, "FR-1")
