from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import BaseCommon

COORDINATOR = "off_hub_network.group_coordinator"
BEFORE = datetime(2030, 5, 1, 8)
DEADLINE = datetime(2030, 6, 1, 12)
AFTER = DEADLINE + timedelta(minutes=1)


class TenderCommon(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator, cls.stranger = cls.env["res.company"].create(
            [{"name": "Operator"}, {"name": "Stranger"}]
        )
        cls.buyer = cls.env["res.partner"].create({"name": "Town"})
        cls.operator_user = cls._new_user("operator", cls.operator)
        cls.stranger_user = cls._new_user("stranger", cls.stranger)

    @classmethod
    def _new_user(cls, login, company, groups=COORDINATOR):
        return new_test_user(
            cls.env,
            f"tender_{login}",
            groups=groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def _tender(cls, *lots, **values):
        return cls.env["off.tender"].create(
            {
                "name": "Canteens",
                "company_id": cls.operator.id,
                "partner_id": cls.buyer.id,
                "date_deadline": DEADLINE,
                "lot_ids": [Command.create({"name": lot}) for lot in lots],
                **values,
            }
        )

    @classmethod
    def _published(cls, *lots):
        tender = cls._tender(*(lots or ("Carrots",)))
        with freeze_time(BEFORE):
            tender.action_publish()
        return tender

    @classmethod
    def _opened(cls, *lots):
        tender = cls._published(*lots)
        with freeze_time(AFTER):
            tender.action_open()
        return tender


@tagged("post_install", "-at_install")
class TestTender(TenderCommon):
    def test_a_tender_is_published_opened_and_awarded(self):
        tender = self._published()
        self.assertEqual(tender.state, "published")
        self.assertEqual(tender.date_publish, BEFORE)
        with freeze_time(AFTER):
            tender.action_open()
        self.assertEqual(tender.state, "opened")
        tender.lot_ids.action_award()
        tender.action_award()
        self.assertEqual(tender.state, "awarded")

    def test_a_step_out_of_turn_says_what_to_do(self):
        tender = self._tender("Carrots")
        with self.assertRaisesRegex(UserError, "Canteens.*Draft.*Publish it first"):
            tender.action_open()
        with self.assertRaises(UserError):
            tender.action_award()
        tender = self._opened()
        with self.assertRaisesRegex(UserError, "Decide on its lots"):
            tender.action_publish()
        tender.lot_ids.action_award()
        tender.action_award()
        with self.assertRaisesRegex(UserError, "copy it"):
            tender.action_cancel()

    def test_a_tender_is_not_opened_before_its_deadline(self):
        tender = self._published()
        with freeze_time(BEFORE), self.assertRaisesRegex(UserError, "deadline is over"):
            tender.action_open()
        self.assertEqual(tender.state, "published")

    @freeze_time(BEFORE)
    def test_a_tender_is_published_with_lots_and_a_deadline_to_come(self):
        with self.assertRaisesRegex(UserError, "add at least one"):
            self._tender().action_publish()
        for deadline in (False, BEFORE):
            with (
                self.subTest(deadline=deadline),
                self.assertRaisesRegex(UserError, "deadline in the future"),
            ):
                self._tender("Carrots", date_deadline=deadline).action_publish()

    def test_a_deadline_is_after_the_publication(self):
        tender = self._tender("Carrots", date_publish=BEFORE)
        for wrong in (DEADLINE, AFTER):
            with (
                self.subTest(publish=wrong),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                tender.date_publish = wrong
                self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(tender.date_publish, BEFORE)

    def test_a_draft_is_deleted_with_its_lots(self):
        tender = self._tender("Carrots")
        lot = tender.lot_ids
        tender.unlink()
        self.assertFalse(lot.exists())

    def test_a_tender_once_published_is_not_deleted(self):
        tender = self._published()
        with self.assertRaisesRegex(UserError, "stays on record"):
            tender.unlink()
        with self.assertRaisesRegex(UserError, "drop the lot"):
            tender.lot_ids.unlink()
        tender.action_cancel()
        self.assertEqual(tender.state, "cancel")
        with self.assertRaisesRegex(UserError, "stays on record"):
            tender.unlink()

    def test_a_copy_is_a_draft_with_open_lots_and_no_dates(self):
        tender = self._opened()
        tender.lot_ids.action_award()
        copy = tender.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.lot_ids.state, "open")
        self.assertFalse(copy.date_publish or copy.date_deadline)

    def test_counting_lots_takes_one_query(self):
        tenders = self._tender("Carrots", "Leeks") | self._tender()
        self.env.flush_all()
        tenders.invalidate_recordset()
        with self.assertQueryCount(1):
            self.assertEqual(tenders.mapped("lot_count"), [2, 0])


@tagged("post_install", "-at_install")
class TestTenderLot(TenderCommon):
    def test_a_tender_is_awarded_once_each_lot_is_decided(self):
        tender = self._opened("Carrots", "Leeks", "Beef")
        carrots, leeks, beef = tender.lot_ids
        carrots.action_award()
        leeks.action_fruitless()
        with self.assertRaisesRegex(UserError, "without a decision: Beef"):
            tender.action_award()
        beef.drop_reason = "Bought elsewhere"
        beef.action_drop()
        tender.action_award()
        self.assertEqual(
            tender.lot_ids.mapped("state"), ["awarded", "fruitless", "dropped"]
        )

    def test_a_lot_is_dropped_with_a_reason(self):
        lot = self._published().lot_ids
        for reason in (False, "  "):
            lot.drop_reason = reason
            with (
                self.subTest(reason=reason),
                self.assertRaisesRegex(ValidationError, "Give the reason"),
                self.env.cr.savepoint(),
            ):
                lot.action_drop()
        lot.drop_reason = "No budget"
        lot.action_drop()
        self.assertEqual(lot.state, "dropped")
        with self.assertRaises(ValidationError):
            lot.drop_reason = False

    def test_a_lot_is_awarded_only_in_an_opened_tender(self):
        lot = self._published().lot_ids
        for step in (lot.action_award, lot.action_fruitless):
            with self.assertRaisesRegex(UserError, "Canteens.*Published.*Opened"):
                step()

    def test_a_decision_is_taken_back_before_another(self):
        tender = self._opened()
        lot = tender.lot_ids
        lot.action_award()
        with self.assertRaisesRegex(UserError, "reopen it first"):
            lot.action_fruitless()
        lot.action_reopen()
        lot.action_fruitless()
        self.assertEqual(lot.state, "fruitless")
        tender.action_award()
        with self.assertRaises(UserError):
            lot.action_reopen()

    def test_quantities_and_amounts_are_not_negative(self):
        lot = self._tender("Carrots").lot_ids
        for name in ("quantity", "amount_estimated"):
            with (
                self.subTest(field=name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                lot[name] = -1
                self.env.flush_all()


@tagged("post_install", "-at_install")
class TestTenderIsolation(TenderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tender = cls._tender("Carrots")
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_an_operator_reads_and_changes_its_own_tenders(self):
        tender = self.tender.with_user(self.operator_user)
        self.assertEqual(tender.lot_ids.name, "Carrots")
        tender.name = "Hospitals"
        tender.lot_ids.quantity = 12
        with freeze_time(BEFORE):
            tender.action_publish()
        self.assertEqual(tender.state, "published")

    def test_another_operator_sees_and_changes_nothing(self):
        for record, name in ((self.tender, "name"), (self.tender.lot_ids, "quantity")):
            record = record.with_user(self.stranger_user)
            with self.subTest(model=record._name):
                self.assertFalse(record.search([("id", "in", record.ids)]))
                with self.assertRaises(AccessError):
                    record.read([name])
                with self.assertRaises(AccessError):
                    record.write({name: "5"})
                with self.assertRaises(AccessError):
                    record.unlink()

    def test_another_operator_adds_no_lot(self):
        lots = self.env["off.tender.lot"].with_user(self.stranger_user)
        with self.assertRaises(AccessError):
            lots.create({"tender_id": self.tender.id, "name": "Leeks"})

    def test_a_user_reads_and_a_coordinator_changes(self):
        user = self._new_user("user", self.operator, "off_hub_network.group_user")
        tender = self.tender.with_user(user)
        self.assertEqual(tender.name, "Canteens")
        for record in (tender, tender.lot_ids):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.name = "Changed"
