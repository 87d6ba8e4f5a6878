const SECRET_KEY = /(^|_)(api[-_]?key|key|secret|password|authorization|cookie|token)$/i;
const URL_CREDENTIALS = /\/\/[^@/\s]*@/g;
/** Keys of ours, and whatever is sent as one. */
const KEYS = /\bdm_[\w-]{8,}|\bBearer [^\s"]+/g;

/** A copy without secrets: values under telling names, and credentials inside URLs. */
export function redact(value: unknown, key = ''): unknown {
  if (value === undefined || value === null) return value;
  if (SECRET_KEY.test(key)) return '[redacted]';
  if (typeof value === 'string') return value.replace(URL_CREDENTIALS, '//[redacted]@').replace(KEYS, '[redacted]');
  return typeof value === 'object' ? redactInside(value) : value;
}

function redactInside(value: object): unknown {
  if (Array.isArray(value)) return value.map((item) => redact(item));
  if (value instanceof Error) return redact(value.message);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redact(inner, name)]));
}
