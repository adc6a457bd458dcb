import base64
import io

from PIL import Image

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PortalPagesCase

PROFILE = "/my/network/profile"
PHOTOS = "/my/network/photos"


def make_photo(size=(3000, 2000), kind="JPEG"):
    """A photo that holds the position where it was taken."""
    image = Image.new("RGB", size, "green")
    exif = Image.Exif()
    exif[0x0110] = "A phone"
    exif.get_ifd(0x8825)[1] = "N"
    output = io.BytesIO()
    image.save(output, kind, exif=exif)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestProfilePage(PortalPagesCase):
    def _save(self, **values):
        return self._post(PROFILE, values)

    def test_a_member_writes_its_profile(self):
        self._login(self.grower_user)
        self._save(
            story="Since 1987.\n\nWith horses.",
            off_practices="No plough",
            email="farm@example.org",
            city="Nantes",
            off_phone_visibility="hidden",
            days=self.env.ref("off_hub_network.weekday_1").id,
        )
        self.assertIn("With horses", self.producer.off_story)
        self.assertEqual(self.producer.off_practices, "No plough")
        self.assertEqual(self.producer.email, "farm@example.org")
        self.assertEqual(self.producer.off_phone_visibility, "hidden")
        self.assertEqual(self.producer.off_delivery_day_ids.number, 1)

    def test_a_story_is_text_and_a_formatted_one_stays(self):
        self._login(self.grower_user)
        self._save(story="<script>alert(1)</script>")
        self.assertNotIn("<script", self.producer.off_story)
        formatted = "<h2>Us</h2><p>We <b>grow</b> things</p>"
        self.producer.off_story = formatted
        self._save(story=self.producer._off_get_plain_story())
        self.assertIn("<b>grow</b>", self.producer.off_story)

    def test_what_is_no_profile_is_not_written(self):
        self._login(self.grower_user)
        self._save(name="Emperor", vat="1", off_visibility="everything", company_id="2")
        self.assertEqual(self.producer.name, "Grower")
        self.assertFalse(self.producer.vat)
        self.assertEqual(self.producer.off_visibility, "public")

    def test_what_the_database_does_not_take_is_no_error(self):
        self._login(self.grower_user)
        self._save(off_practices="No\0 plough", days="9" * 5000)
        self.assertEqual(self.producer.off_practices, "No plough")
        page = self.url_open("/my/network/links?search=%00")
        self.assertEqual(page.status_code, 200)

    def test_contacts_are_checked_as_in_the_form_to_join(self):
        self.producer.write({"zip": "44000", "city": "Nantes"})
        self.producer.country_id = self.env.ref("base.fr")
        self._login(self.grower_user)
        wrong = {
            "email": "notanemail",
            "phone": "x" * 500,
            "website": "javascript:alert(1)",
            "zip": "٤٤٠٠٠",
            "city": "",
        }
        response = self._save(**wrong, off_practices="No plough")
        for name, value in wrong.items():
            self.assertIn(f'id="{name}_error"', response.text)
            self.assertIn(f'value="{value}"', response.text)
        self.assertIn("No plough</textarea>", response.text)
        self.assertFalse(self.producer.email or self.producer.off_practices)
        self.assertEqual(self.producer.city, "Nantes")

    def test_contacts_older_than_the_checks_stay(self):
        self.producer.write({"phone": "ask the neighbour", "website": "http://x"})
        self._login(self.grower_user)
        self._save(phone="ask the neighbour", website="http://x", email="A@example.org")
        self.assertEqual(self.producer.email, "a@example.org")
        self._save(website="farm.example")
        self.assertEqual(self.producer.website, "https://farm.example")

    def test_a_new_address_is_told_to_be_looked_up(self):
        place = {"partner_latitude": 47.2, "partner_longitude": -1.5}
        self.producer.write({"city": "Nantes", "street": "1 rue du Port", **place})
        self._login(self.grower_user)
        page = self._save(city="Nantes", street="").text
        self.assertIn("will be looked up", page)
        self.assertFalse(self.producer.off_is_located)
        page = self._save(city="Nantes", street="1, rue du Port").text
        self.assertIn("will be looked up", page)
        page = self._save(city="Nantes", street="1 rue du Port").text
        self.assertNotIn("will be looked up", page)
        self.assertEqual(self.producer.partner_latitude, 47.2)

    def test_an_address_that_stays_keeps_its_place(self):
        self.producer.city = "Nantes"
        self.producer.write({"partner_latitude": 47.2, "partner_longitude": -1.5})
        self._login(self.grower_user)
        self._save(city="Nantes", off_practices="Hand work")
        self.assertEqual(self.producer.partner_latitude, 47.2)

    def test_the_preview_hides_what_is_not_for_everybody(self):
        self.producer.write(
            {"email": "farm@example.org", "phone": "0240", "off_story": "<p>Hello</p>"}
        )
        self.producer.off_phone_visibility = "public"
        self._login(self.grower_user)
        page = self.url_open("/my/network/preview").text
        main = page.partition("<main")[2]
        self.assertIn("0240", main)
        self.assertIn("Hello", main)
        self.assertNotIn("farm@example.org", main)
        self.producer.off_visibility = "hidden"
        self.assertIn("not shown", self.url_open("/my/network/preview").text)

    def test_nobody_else_writes_it(self):
        for user in (self.neighbour_user, self.family_user):
            with self.assertRaises(AccessError):
                self.producer.with_user(user)._off_write_profile({"city": "X"})
        self._login(self.family_user)
        for path in (PROFILE, PHOTOS, "/my/network/preview"):
            self.assertEqual(self.url_open(path).status_code, 404)

    # -- photos ------------------------------------------------------------------------
    def _upload(self, *contents):
        page = self.url_open(PHOTOS).text
        token = page.split('csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            f"{PHOTOS}/add",
            data={"csrf_token": token},
            files=[
                ("photos", (f"{number}.jpg", content))
                for number, content in enumerate(contents)
            ],
        )

    def test_a_photo_is_made_smaller_and_forgets_where_it_was_taken(self):
        self._login(self.grower_user)
        self._upload(make_photo(), make_photo((50, 40)))
        photos = self.producer.off_photo_ids
        self.assertEqual(len(photos), 2)
        for photo, size in zip(photos, ((1920, 1280), (50, 40)), strict=True):
            image = Image.open(io.BytesIO(base64.b64decode(photo.image_1920)))
            self.assertEqual(image.size, size)
            self.assertFalse(image.getexif())
        answer = self.url_open(f"{PHOTOS}/{photos[0].id}.jpg")
        self.assertEqual(answer.headers["Content-Type"], "image/jpeg")

    def test_only_photos_are_taken(self):
        self._login(self.grower_user)
        for content, message in (
            (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "cannot be used"),
            (b"%PDF-1.4 text", "cannot be used"),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 99, "damaged"),
            (b"\xff\xd8\xff\xe0" + b"0" * (10 * 1024 * 1024), "bigger than 10"),
        ):
            with self.subTest(message):
                self.assertIn(message, self._upload(content).text)
        self.assertFalse(self.producer.off_photo_ids)

    def test_a_photo_with_too_many_pixels_is_called_too_large(self):
        self._login(self.grower_user)
        for side in (7500, 20000):
            output = io.BytesIO()
            Image.new("1", (side, side)).save(output, "PNG")
            page = self._upload(output.getvalue())
            self.assertIn("too large: send a smaller photo", page.text)
            self.assertNotIn("damaged", page.text)
        self.assertFalse(self.producer.off_photo_ids)

    def test_photos_are_moved_named_and_deleted(self):
        self._login(self.grower_user)
        self._upload(*(make_photo((20 + n, 20)) for n in range(3)))
        first, second, third = self.producer.off_photo_ids.sorted()

        def change(photo, **values):
            self._post(f"{PHOTOS}/{photo.id}/change", values, PHOTOS)
            self.producer.invalidate_recordset(["off_photo_ids"])

        change(third, step="earlier")
        self.assertEqual(self.producer.off_photo_ids, first + third + second)
        change(first, name="Our field")
        self.assertEqual(first.name, "Our field")
        change(third, step="delete")
        self.assertEqual(self.producer.off_photo_ids, first + second)

    def test_photos_of_others_are_refused(self):
        self._login(self.grower_user)
        self._upload(make_photo((20, 20)))
        photo = self.producer.off_photo_ids
        for user, status in ((self.neighbour_user, 403), (self.family_user, 404)):
            self._login(user)
            self.assertEqual(
                self.url_open(f"{PHOTOS}/{photo.id}.jpg").status_code, status
            )
            response = self._post(
                f"{PHOTOS}/{photo.id}/change", {"step": "delete"}, "/my/sign-in"
            )
            self.assertEqual(response.status_code, status)
        self.assertTrue(photo.exists())
