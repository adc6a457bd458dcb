"""Days and periods of a roster: plain Python over dates, no Odoo import."""
