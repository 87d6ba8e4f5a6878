const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** `Host: name:port` without its port, in lower case. */
export function hostNameOf(hostHeader: string): string {
  return hostHeader.replace(/:\d+$/, '').toLowerCase();
}

/** A page elsewhere that had its name point at 127.0.0.1 (DNS rebinding) still sends its own name. */
export function isAllowedHost(hostHeader: string | undefined, allowed: readonly string[]): boolean {
  if (allowed.includes('*')) return true;
  const name = hostNameOf(hostHeader ?? '');
  return isLoopback(name) || allowed.includes(name);
}

/** Absent for anything but a browser. */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined) return true;
  const host = URL.canParse(origin) ? new URL(origin).host : '';
  return host !== '' && isAllowedHost(host, allowed);
}
