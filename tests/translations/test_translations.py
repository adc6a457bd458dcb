"""The French of every add-on is complete, and made from the texts as they are now."""

import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader

ADDONS = Path(__file__).resolve().parents[2] / "addons"
# Only makes data, which is in French itself.
UNTRANSLATED = {"off_federation_demo"}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|\{\{.*?\}\}|<[^>]*>")


def list_addons():
    return sorted(
        folder.parent.name
        for folder in ADDONS.glob("*/__manifest__.py")
        if folder.parent.name not in UNTRANSLATED
    )


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def test_templates_are_made_from_the_texts_as_they_are(self):
        for addon in list_addons():
            reader = TranslationModuleReader(self.env.cr, modules=[addon])
            texts = {source for _module, _type, _name, _id, source, *_rest in reader}
            template = polib.pofile(ADDONS / addon / "i18n" / f"{addon}.pot")
            known = {entry.msgid for entry in template}
            with self.subTest(addon=addon):
                self.assertTrue(texts)
                self.assertFalse(texts - known, "new: config/i18n/update")
                self.assertFalse(known - texts, "gone: config/i18n/update")

    def test_every_text_has_its_french_with_the_same_placeholders(self):
        for addon in list_addons():
            folder = ADDONS / addon / "i18n"
            template = polib.pofile(folder / f"{addon}.pot")
            french = {entry.msgid: entry for entry in polib.pofile(folder / "fr.po")}
            with self.subTest(addon=addon):
                self.assertEqual(french.keys(), {entry.msgid for entry in template})
            for msgid, entry in french.items():
                with self.subTest(addon=addon, text=msgid):
                    self.assertTrue(entry.msgstr and not entry.fuzzy)
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgstr)),
                        sorted(PLACEHOLDER.findall(msgid)),
                    )
