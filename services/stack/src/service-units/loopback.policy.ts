const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;
/** Settings that name another machine. */
const ADDRESSES = ['OPENAI_BASE_URL', 'NATS_URL', 'REDIS_URL', 'QDRANT_URL', 'CHECKPOINT_URL', 'DATABASE_URL', 'CACHE_UPSTREAM_URL'];

/** Whether the doors and every address that is configured are this machine's; a file of backends may name any. */
export function staysOnLoopback(environment: Readonly<Record<string, string | undefined>>): boolean {
  if (environment.BACKENDS_FILE || environment.OTEL_EXPORTER_OTLP_ENDPOINT) return false;
  const hosts = ADDRESSES.flatMap((name) => (environment[name] ? [hostOf(environment[name])] : []));
  return [environment.DOCMIND_HOST || '127.0.0.1', ...hosts].every((host) => LOOPBACK.test(host));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}
