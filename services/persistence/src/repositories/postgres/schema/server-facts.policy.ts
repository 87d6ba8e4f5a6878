const OLDEST_VERSION = 150_000;

/** What decides whether a PostgreSQL can be used, as it says so itself. */
export interface ServerFacts {
  readonly version: number;
  readonly versionName: string;
  readonly encoding: string;
  readonly path: string | null;
  readonly database: string;
  readonly user: string;
  /** Of pgvector in the database; null where it is not made there. */
  readonly vector: string | null;
  /** Of pgvector on the server's disk. */
  readonly vectorOffered: string | null;
  /** Whether this user may make it. */
  readonly mayMakeVector: boolean;
  readonly mayMakeSchema: boolean;
  /** Null where there is none yet. */
  readonly ownsSchema: boolean | null;
  readonly isReadOnly: boolean;
  readonly connections: number;
}

export const SERVER_FACTS = `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS "versionName",
  current_setting('server_encoding') AS encoding, current_setting('search_path') AS path, current_database() AS database, current_user AS "user",
  (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS vector,
  (SELECT default_version FROM pg_available_extensions WHERE name = 'vector') AS "vectorOffered",
  (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
    OR EXISTS (SELECT 1 FROM pg_available_extension_versions WHERE name = 'vector' AND trusted) AS "mayMakeVector",
  has_database_privilege(current_database(), 'CREATE') AS "mayMakeSchema",
  (SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'docmind') AS "ownsSchema",
  pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS "isReadOnly",
  current_setting('max_connections')::int AS connections`;

/** What keeps it from being used, each with what to type; to be read behind "The database of DATABASE_URL". */
export function faultsOfServer(facts: ServerFacts): string[] {
  const faults: (string | undefined)[] = [
    facts.version < OLDEST_VERSION ? `is PostgreSQL ${facts.versionName}: this needs 15 or newer` : undefined,
    facts.encoding === 'UTF8' ? undefined : `is kept in ${facts.encoding}: make one with ENCODING 'UTF8' TEMPLATE template0`,
    /^docmind\b/u.test(facts.path ?? '') ? undefined : 'is given another search_path by the options of its URL: leave them out',
    facts.isReadOnly ? 'takes no writes: it is a standby, or was set read-only. Name the one that takes them' : undefined,
    vectorFault(facts),
    rightsFault(facts),
  ];
  return faults.filter((fault) => fault !== undefined);
}

function vectorFault({ vector, vectorOffered, mayMakeVector, version, database }: ServerFacts): string | undefined {
  if (vector !== null) return undefined;
  if (vectorOffered === null) {
    const packaged = `postgresql-${Math.floor(version / 10_000)}-pgvector`;
    return `has no pgvector on its server: install it (the package ${packaged} of apt.postgresql.org, or the image pgvector/pgvector) and start again`;
  }
  if (mayMakeVector) return undefined;
  return `has pgvector on its server, but not in it: let a superuser run, once: psql -d ${database} -c 'CREATE EXTENSION vector'`;
}

function rightsFault({ ownsSchema, mayMakeSchema, user, database }: ServerFacts): string | undefined {
  if (ownsSchema === false)
    return `has a schema docmind of another user: let its owner or a superuser run: ALTER SCHEMA docmind OWNER TO "${user}", and the same for its tables`;
  if (ownsSchema || mayMakeSchema) return undefined;
  return `does not let this user make the schema docmind: let its owner or a superuser run: GRANT CREATE ON DATABASE "${database}" TO "${user}"`;
}
