from datetime import date

from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.tests import new_test_user, tagged
from odoo.tools import file_path

from odoo.addons.off_hub_network.tests.common import NetworkCommon

from ..hooks import FRENCH_LABELS, KNOWN_LABELS, load_egalim_labels
from ..models.off_label import EGALIM_CATEGORIES

LAST_DAY = date(2026, 12, 31)
NEXT_DAY = date(2027, 1, 1)


@tagged("post_install", "-at_install")
class TestEgalim(NetworkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.product.product_tmpl_id
        cls.organic = cls.env.ref("off_hub_network.label_organic")
        cls.pgi = cls.env.ref("off_hub_network.label_pgi")
        cls.hve = cls.env.ref("off_l10n_fr.label_hve")
        cls.hve_2 = cls.env.ref("off_l10n_fr.label_hve_2")

    def _bear(self, label, start="2026-01-01", end="2027-12-31"):
        self.template.off_label_ids += label
        return self.env["off.certificate"].create(
            {
                "partner_id": self.producer.id,
                "label_id": label.id,
                "date_start": start,
                "date_end": end,
            }
        )

    def _get_category(self, day):
        return self.template._get_egalim_categories(day)[self.template]

    def test_each_label_that_ships_has_its_category(self):
        for xmlid, category in KNOWN_LABELS.items():
            self.assertEqual(self.env.ref(xmlid).off_egalim_category, category)
        for name, vals in FRENCH_LABELS.items():
            label = self.env.ref(f"off_l10n_fr.{name}")
            self.assertEqual(label.off_egalim_category, vals["off_egalim_category"])

    def test_one_label_wins_in_the_order_of_the_law(self):
        labels = self.env["off.label"]
        for key, name in reversed(EGALIM_CATEGORIES):
            labels += labels.create(
                {"name": name, "code": f"x-{key}", "off_egalim_category": key}
            )
            self.assertEqual(labels._get_egalim_category(LAST_DAY), key)

    def test_no_label_and_labels_without_category_do_not_count(self):
        local = self.env["off.label"].create({"name": "From here", "code": "HERE"})
        self._bear(local)
        self.assertIs(self._get_category(LAST_DAY), False)
        self.template.off_label_ids = False
        self.assertIs(self._get_category(LAST_DAY), False)

    def test_a_label_without_certificate_does_not_count(self):
        self.template.off_label_ids = self.organic
        self.assertIs(self._get_category(LAST_DAY), False)

    def test_a_certificate_without_label_on_the_product_does_not_count(self):
        self._bear(self.organic)
        self.template.off_label_ids = False
        self.assertIs(self._get_category(LAST_DAY), False)

    def test_when_the_winner_expires_the_next_label_counts(self):
        self._bear(self.organic, end="2026-06-30")
        self._bear(self.pgi)
        self.assertEqual(self._get_category(date(2026, 6, 30)), "BIO")
        self.assertEqual(self._get_category(date(2026, 7, 1)), "IGP")
        self.assertIs(self._get_category(date(2025, 12, 31)), False)

    def test_level_2_counts_until_the_end_of_2026_whatever_its_certificate(self):
        self._bear(self.hve_2)
        self.assertEqual(self._get_category(LAST_DAY), "HVE")
        self.assertIs(self._get_category(NEXT_DAY), False)

    def test_level_2_does_not_count_where_its_certificate_ended_before(self):
        self._bear(self.hve_2, end="2026-11-30")
        self.assertIs(self._get_category(LAST_DAY), False)

    def test_level_3_goes_on_counting(self):
        self._bear(self.hve)
        self._bear(self.hve_2)
        self.assertEqual(self._get_category(NEXT_DAY), "HVE")

    def test_who_sees_no_certificates_is_told_the_category(self):
        self._bear(self.organic)
        clerk = new_test_user(self.env, "clerk", groups="base.group_user")
        template = self.template.with_user(clerk)
        self.assertEqual(template._get_egalim_categories(LAST_DAY), {template: "BIO"})

    def test_many_products_take_no_more_queries_than_one(self):
        self._bear(self.organic)
        templates = self.template
        for number in range(5):
            product = self._create_product(f"Leeks {number}")
            product.off_label_ids = self.organic
            templates += product.product_tmpl_id
        self.env.flush_all()
        counts = []
        for some in (self.template, templates):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(
                set(some._get_egalim_categories(LAST_DAY).values()), {"BIO"}
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_loading_the_labels_again_keeps_what_users_set(self):
        self.organic.off_egalim_category = "PERFORMANCE"
        self.hve_2.off_egalim_until = "2028-12-31"
        self.env.ref("off_l10n_fr.label_farm").unlink()
        own = self.env["off.label"].create({"name": "From our farm", "code": "fermier"})
        load_egalim_labels(self.env)
        self.assertEqual(self.organic.off_egalim_category, "PERFORMANCE")
        self.assertEqual(self.hve_2.off_egalim_until, date(2028, 12, 31))
        self.assertFalse(
            self.env.ref("off_l10n_fr.label_farm", raise_if_not_found=False)
        )
        self.assertEqual(
            (own.name, own.off_egalim_category), ("From our farm", "FERMIER")
        )

    def test_an_upgrade_sets_the_labels_that_were_there_before(self):
        self.organic.off_egalim_category = False
        self.env.ref("off_l10n_fr.label_rup").unlink()
        path = "off_l10n_fr/migrations/19.0.1.1.0/post-egalim-labels.py"
        load_script(file_path(path), "off_l10n_fr_post").migrate(self.env.cr, "19.0.1")
        self.assertEqual(self.organic.off_egalim_category, "BIO")
        self.assertEqual(
            self.env.ref("off_l10n_fr.label_rup").off_egalim_category, "RUP"
        )

    def test_labels_are_in_french_where_french_was_there_first(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.hve.unlink()
        load_egalim_labels(self.env)
        label = self.env.ref("off_l10n_fr.label_hve").with_context(lang="fr_FR")
        self.assertEqual(label.name, "Haute valeur environnementale (HVE)")

    def test_an_upgrade_translates_the_labels_that_were_there_before(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.flush_all()
        self.env.cr.execute("UPDATE off_label SET name = name - 'fr_FR'")
        self.env.invalidate_all()
        label = self.hve.with_context(lang="fr_FR")
        self.assertIn("High", label.name)
        path = "off_l10n_fr/migrations/19.0.1.2.0/post-translate-labels.py"
        load_script(file_path(path), "off_l10n_fr_fr").migrate(self.env.cr, "19.0.1")
        label.invalidate_recordset()
        self.assertIn("Haute", label.name)

    def test_only_administrators_change_a_category(self):
        with self.assertRaises(AccessError):
            self.organic.with_user(self.coordinator_a).off_egalim_category = "RUP"
