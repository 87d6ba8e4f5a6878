/** What a caller may do: ask; bring documents and answers; judge answers; switch, purge, export and back up. */
export const ROLES = ['query', 'ingest', 'feedback', 'operate'] as const;
export type Role = (typeof ROLES)[number];
