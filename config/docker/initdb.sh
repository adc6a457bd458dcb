#!/usr/bin/env bash
# Runs once, when the PostgreSQL volume is still empty: the roles, so that Odoo is not a
# superuser, the empty databases, and leave for a read replica to follow.
set -euo pipefail

psql --username "${POSTGRES_USER}" --dbname postgres --set ON_ERROR_STOP=1 <<'SQL'
\getenv odoo_password ODOO_DB_PASSWORD
\getenv replication_password REPLICATION_PASSWORD
\getenv database ODOO_DATABASE
CREATE ROLE odoo LOGIN CREATEDB PASSWORD :'odoo_password';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication_password';
CREATE DATABASE :"database" OWNER odoo TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C';
CREATE DATABASE odoo_sessions OWNER odoo;
\connect :"database"
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
-- Else indexes for search do not use it.
ALTER FUNCTION unaccent(text) IMMUTABLE;
SQL

echo "host replication replicator samenet scram-sha-256" >>"${PGDATA}/pg_hba.conf"
