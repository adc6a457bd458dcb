from odoo import api, models


class OffMovingWords(models.AbstractModel):
    """Sentences for what ``engine`` finds wrong."""

    _name = "off.moving.words"
    _description = "What Is Wrong With a File"

    @api.model
    def _say_fault(self, fault):
        """One sentence: what is wrong and what to do, without the place."""
        say = getattr(self, f"_say_{fault.code}", None)
        text = say(fault) if say else self._get_texts()[fault.code]
        return text % {"value": fault.value, "column": fault.column, **fault.more}

    @api.model
    def _locate_fault(self, fault):
        """The same with the row and the column before it."""
        text = self._say_fault(fault)
        if fault.row and fault.column:
            return self.env._(
                "Row %(row)s, column %(column)s: %(text)s",
                row=fault.row,
                column=fault.column,
                text=text,
            )
        if fault.row:
            return self.env._("Row %(row)s: %(text)s", row=fault.row, text=text)
        return text

    @api.model
    def _get_texts(self):
        return {
            **self._get_file_texts(),
            **self._get_cell_texts(),
            **self._get_fec_texts(),
        }

    def _get_file_texts(self):
        return {
            "too_large": self.env._(
                "The file is too large: at most %(limit)s MB are read."
            ),
            "too_many_rows": self.env._(
                "The file has too many rows: at most %(limit)s are read at once. Split "
                "it."
            ),
            "no_text": self.env._(
                "This file is neither a table nor text. Choose a spreadsheet (xlsx, "
                "xls, ods) or a CSV file."
            ),
            "no_table": self.env._(
                "This spreadsheet cannot be read. Open it, save it again as xlsx or "
                "CSV, and choose that file."
            ),
            "no_rows": self.env._("The file has no rows below its header."),
            "beyond": self.env._(
                "“%(value)s” stands under no column: give the column a header, or put "
                "cells that hold the separator in quotation marks."
            ),
            "quotes": self.env._(
                "The quotation marks do not match (%(value)s). Double those inside a "
                "cell."
            ),
        }

    def _get_cell_texts(self):
        return {
            "no_amount": self.env._("“%(value)s” is no amount. Write it like 1234,56."),
            "ambiguous_amount": self.env._(
                "“%(value)s” may be a thousand times more or less. Write it with two "
                "decimals."
            ),
            "large_amount": self.env._("“%(value)s” is too large to be an amount."),
            "decimals": self.env._(
                "“%(value)s” has more than %(places)s decimals. Round it to cents."
            ),
            "no_day": self.env._("“%(value)s” is no day. Write it like 31/12/2025."),
            "no_yes": self.env._("“%(value)s” is neither yes nor no."),
            "no_email": self.env._("“%(value)s” is not one e-mail address."),
            "no_phone": self.env._("“%(value)s” is no phone number."),
            "no_siret": self.env._(
                "“%(value)s” is no SIRET: fourteen digits, the last one checks the "
                "others. A spreadsheet keeps them if the cells are text."
            ),
            "no_iban": self.env._(
                "“%(value)s” is no IBAN: its check digits do not fit."
            ),
            "no_website": self.env._("“%(value)s” is no address of a website."),
        }

    def _get_fec_texts(self):
        return {
            "fec_columns": self.env._(
                "This is no FEC: it lacks the columns %(value)s. Ask for the file of "
                "the decree of 29 July 2013."
            ),
            "fec_width": self.env._(
                "The row has %(value)s cells where %(width)s are expected."
            ),
            "fec_empty": self.env._(
                "The cell is empty: each line of a FEC fills it in."
            ),
            "fec_day": self.env._("“%(value)s” is no day: a FEC writes 20251231."),
            "fec_amount": self.env._(
                "“%(value)s” is no amount: a FEC writes 1234,56, without spaces."
            ),
            "fec_sense": self.env._(
                "“%(value)s” is no side: a FEC writes D or C, or +1 or -1."
            ),
            "fec_unbalanced": self.env._(
                "The entry %(value)s is not balanced: %(difference)s too much on the "
                "debit side. Ask the former program for a complete file."
            ),
            "fec_class": self.env._(
                "The accounts of class %(value)s do not cancel out (%(difference)s), "
                "and have no place in an opening. Clear them in the former books."
            ),
            "fec_total": self.env._("Debit and credit differ by %(difference)s."),
        }
