"""What is wrong with a file, told without a language."""


class Fault(ValueError):
    """Something in a file that cannot be taken.

    There is no environment here, so it bears a code; ``models.off_moving_words`` makes
    a sentence of it.

    :param code: key of that sentence
    :param row: number of the row in the file, 0 where it is the file itself
    :param column: as the file calls it
    :param value: what stands there, as text
    :param more: what else the sentence names
    """

    def __init__(self, code, row=0, column="", value="", **more):
        super().__init__(code)
        self.code = code
        self.row = row
        self.column = column
        self.value = str(value)[:80]
        self.more = more
