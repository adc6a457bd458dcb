#!/usr/bin/env bash
# A read replica: copies the main server once, into an empty volume, then follows it.
set -euo pipefail

mkdir -p "${PGDATA}"
chown postgres:postgres "${PGDATA}"
chmod 0700 "${PGDATA}"

if [[ ! -s "${PGDATA}/PG_VERSION" ]]; then
    echo "replica: copying the main server"
    # A copy that was cut short is worth nothing: pg_basebackup wants an empty folder.
    find "${PGDATA}" -mindepth 1 -delete
    gosu postgres pg_basebackup --host=db --username=replicator --pgdata="${PGDATA}" \
        --wal-method=stream --checkpoint=fast --write-recovery-conf --progress
fi

exec docker-entrypoint.sh "$@"
