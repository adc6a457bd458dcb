"""Customers, members of hubs and members of the network, with who signs in for them."""

from odoo.tools import SQL

# Those who sign in for a household or an enterprise, and when last. Staff of operators
# is nobody else's to watch.
SIGNED_IN = """
    LEFT JOIN LATERAL (
         SELECT string_agg(DISTINCT u.login, ', ') AS logins,
                MAX(log.create_date) AS last_seen
           FROM res_users u
           JOIN res_partner person ON person.id = u.partner_id
           LEFT JOIN res_users_log log ON log.create_uid = u.id
          WHERE u.active AND u.share
            AND person.commercial_partner_id = base.household_id
         ) signed ON TRUE"""


def get_customers_ctes(env, report, layout, orders, grain):
    """:return: SQL of ``f``: a row for each customer of a hub that ordered"""
    return SQL(
        """
        f AS (
            SELECT o.off_hub_id AS hub_id, o.partner_id, o.currency_id,
                   COUNT(*) AS order_count, SUM(o.amount_total) AS spent,
                   MIN(o.date_order) AS first_order, MAX(o.date_order) AS last_order,
                   MAX(known.state) AS membership, MAX(known.date_end) AS member_until
              FROM sale_order o
              JOIN res_partner customer ON customer.id = o.partner_id
              LEFT JOIN off_hub_customer known
                ON known.hub_id = o.off_hub_id
               AND known.partner_id = customer.commercial_partner_id
             WHERE o.id IN %s
             GROUP BY o.off_hub_id, o.partner_id, o.currency_id
        )""",
        orders.subselect(),
    )


def get_members_ctes(env, report, layout, customers, grain):
    """:return: SQL of ``f``: a row for each whom a hub knows as its customer or member,
    ordered or not"""
    return SQL(
        """
        f AS (
            SELECT base.*, signed.logins, signed.last_seen, ordered.order_count,
                   ordered.last_order
              FROM (
            SELECT known.id AS known_id, known.hub_id, known.partner_id,
                   known.partner_id AS household_id, company.currency_id,
                   known.state AS membership, known.date_start AS member_from,
                   known.date_end AS member_until,
                   (SELECT string_agg(%(group)s, ', ' ORDER BY part.sequence, part.id)
                      FROM off_customer_group_off_hub_customer_rel rel
                      JOIN off_customer_group part
                        ON part.id = rel.off_customer_group_id
                     WHERE rel.off_hub_customer_id = known.id) AS groups
              FROM off_hub_customer known
              JOIN off_hub hub ON hub.id = known.hub_id
              JOIN res_company company ON company.id = hub.company_id
             WHERE known.id IN %(customers)s) base
              LEFT JOIN LATERAL (
                   SELECT NULLIF(COUNT(*), 0) AS order_count,
                          MAX(o.date_order) AS last_order
                     FROM sale_order o
                     JOIN res_partner who ON who.id = o.partner_id
                    WHERE who.commercial_partner_id = base.household_id
                      AND o.off_hub_id = base.hub_id AND o.state = 'sale'
                   ) ordered ON TRUE
              %(signed_in)s
        )""",
        customers=customers.subselect(),
        group=env["off.customer.group"]._field_to_sql("part", "name"),
        signed_in=SQL(SIGNED_IN),
    )


def get_network_ctes(env, report, layout, members, grain):
    """:return: SQL of ``f``: a row for each member of the network"""
    return SQL(
        """
        f AS (
            SELECT base.*, signed.logins, signed.last_seen
              FROM (
            SELECT member.id AS partner_id, member.id AS household_id,
                   NULL::int AS currency_id, member.off_visibility AS visibility,
                   (SELECT string_agg(%(role)s, ', ' ORDER BY role.sequence, role.id)
                      FROM off_member_role_res_partner_rel rel
                      JOIN off_member_role role ON role.id = rel.off_member_role_id
                     WHERE rel.res_partner_id = member.id) AS roles,
                   (SELECT string_agg(hub.name, ', ' ORDER BY hub.name)
                      FROM off_hub hub
                     WHERE hub.partner_id = member.id AND hub.active) AS hubs,
                   (SELECT NULLIF(COUNT(*), 0) FROM product_template t
                     WHERE t.off_producer_id = member.id AND t.active) AS products
              FROM res_partner member
             WHERE member.id IN %(members)s) base
              %(signed_in)s
        )""",
        members=members.subselect(),
        role=env["off.member.role"]._field_to_sql("role", "name"),
        signed_in=SQL(SIGNED_IN),
    )
