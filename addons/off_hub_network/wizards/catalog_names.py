"""Names in every language: who reads a file may have another than who wrote it."""

from odoo.tools import SQL


def fold(text):
    """Key under which two spellings of a name are the same."""
    return " ".join((text or "").split()).casefold()


def read_translations(records, name="name"):
    """A stored text of each record in all its languages, in one query.

    :return: ``{id: {language: text}}``; a text that is not translated is that of
        ``en_US``, and a record without text has no languages
    """
    records.flush_recordset([name])
    found = records.env.execute_query(
        SQL(
            "SELECT id, %s FROM %s WHERE id = ANY(%s)",
            SQL.identifier(name),
            SQL.identifier(records._table),
            list(records.ids),
        )
    )
    return {
        id_: value if isinstance(value, dict) else {"en_US": value} if value else {}
        for id_, value in found
    }


def read_texts(records, name="name"):
    """The same without the languages: ``{id: [text]}``, what the user reads first."""
    lang = records.env.lang or "en_US"
    return {
        id_: list(dict.fromkeys([say(texts, lang), *texts.values()] if texts else ()))
        for id_, texts in read_translations(records, name).items()
    }


def say(texts, lang):
    """What a reader of ``lang`` reads of ``{language: text}``, as in Odoo."""
    return texts.get(lang) or texts.get("en_US") or ""


class KnownNames(dict):
    """Records by what a file may call them: ``{folded name: record}``.

    A name that two records have, each in its language, means the one that the user
    calls so; then the one whose import names have it; of equal ones the first.

    :param imported: whether the records have ``import_names``
    """

    def __init__(self, records, imported=False):
        super().__init__()
        texts = read_texts(records)
        names = {id_: list(map(fold, found)) for id_, found in texts.items()}
        aliases = {
            record.id: [fold(name) for name in (record.import_names or "").split(";")]
            for record in records
            if imported
        }
        for tell in (
            lambda record: names[record.id][:1],
            lambda record: aliases.get(record.id, ()),
            lambda record: names[record.id][1:],
        ):
            for record in records:
                for name in tell(record):
                    if name:
                        self.setdefault(name, record)
        self._names = names
        self._same = {
            id_: self[found[0]].id for id_, found in names.items() if any(found[:1])
        }

    def calls(self, record, text):
        """Whether ``text`` is the name of ``record`` in whatever language."""
        return fold(text) in self._names.get(record.id, ())

    def find_key(self, text):
        """Key of the record of this name, else the name as it is folded."""
        record = self.get(fold(text))
        return self.get_key(record) if record else fold(text)

    def get_key(self, record):
        """The same for all records of one name, as files cannot tell them apart."""
        return self._same.get(record.id, record.id)
