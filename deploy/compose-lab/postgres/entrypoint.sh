#!/bin/bash
# What the official entrypoint does with an empty folder, as far as deploy/compose/postgres.yml asks for it.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  read -ra given <<<"${POSTGRES_INITDB_ARGS:-}"
  initdb --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust "${given[@]}"
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  # At its socket only until the database is made.
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  psql --no-psqlrc -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -c "CREATE DATABASE \"$POSTGRES_DB\""
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@" -c listen_addresses='*'
