"""Texts for the reader of a file, in English, ready for another language."""


class Phrase(str):
    """An English text that remembers how it was made.

    :ivar source: the text before its values were put in, which a translation replaces
    :ivar values: ``{name: value}``; a value may be a phrase itself
    """

    def __new__(cls, source, values):
        phrase = super().__new__(cls, source % values if values else source)
        phrase.source = source
        phrase.values = values
        return phrase

    def say(self, translate):
        """This text in another language.

        :param translate: function from a source text to its translation
        """
        values = {
            name: value.say(translate) if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        text = translate(self.source)
        return text % values if values else text


def _(source, **values):
    """A phrase. The name is the one by which tools find what is to be translated."""
    return Phrase(source, values)
