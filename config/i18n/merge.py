"""Bring each language file to its template: new texts come in empty, old ones leave."""

import sys
from pathlib import Path

import polib

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def main():
    empty = 0
    for template in sorted(ADDONS.glob("*/i18n/*.pot")):
        texts = polib.pofile(template)
        for file in sorted(template.parent.glob("*.po")):
            language = polib.pofile(file)
            language.merge(texts)
            for entry in language.obsolete_entries():
                language.remove(entry)
            language.save()
            for entry in language.untranslated_entries():
                empty += 1
                print(f"{file.relative_to(ADDONS)}: {entry.msgid!r}")
    print(f"{empty} texts to translate")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
