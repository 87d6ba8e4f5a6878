// What an error of PostgreSQL, or of the way to it, means for whoever asked.
import { AppError } from '@docmind/errors';

const BELOW = 'The database of DATABASE_URL';
/** Of the classes that a later try may get past: connection, resources, an operator's hand, and the machine below. */
const PASSING = /^(?:08|53|57P|58|25006|55P03)/u;
/** Of two transactions at once: the same one, begun again, has its turn. */
const TURNED_AWAY = new Set(['40001', '40P01']);
const NO_WAY = /^E(?:CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|PIPE)$/u;
/** As node-postgres says what has no code. */
const LOST =
  /^(?:Connection terminated|Client was closed|Client has encountered a connection error|timeout expired|timeout exceeded|Query read timeout)/u;
const WORDS: Readonly<Record<string, string>> = {
  '53100': 'has no room left on its disk',
  '53300': 'has no connection left: raise its max_connections, or end other clients',
  '25006': 'takes no writes: it is a standby, or was set read-only',
  '57014': 'took longer than it may for one statement',
  '57P03': 'is starting or shutting down',
  '40001': 'was asked for the same rows again and again',
  '40P01': 'was asked for the same rows again and again',
};

const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'refuses the user or the password of its URL: set it anew in psql with \\password USER, and write it with %-signs into the URL',
  '28000': 'lets this user not in from here: make it (createuser --pwprompt USER), and see the lines of pg_hba.conf',
  '3D000': 'is not there: createdb --owner=USER --encoding=UTF8 --template=template0 DATABASE',
  '42501': 'does not let this user do what is needed: it must own the schema `docmind`',
  ENOENT: 'is to be reached by a file that is not there: see sslrootcert, sslcert, sslkey and host in its URL',
};

export function isTurnedAway(error: unknown): boolean {
  return TURNED_AWAY.has(codeOf(error));
}

/** In words for who called, and for who runs the database. Never with a value of a row. */
export function explainPostgres(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const refusal = refusalOf(error, code);
  if (refusal !== undefined) return new AppError('FAILED_PRECONDITION', `${BELOW} ${refusal}`, { cause: error });
  const passing = WORDS[code] ?? (mayPass(error, code) ? `cannot be reached (${code || messageOf(error)})` : undefined);
  if (passing !== undefined) return new AppError('UNAVAILABLE', `${BELOW} ${passing}`, { cause: error, retryable: true });
  return new AppError('INTERNAL', `${BELOW} could not do it (${code || 'no code'})`, { cause: error });
}

/** What stays so until somebody changes a setting. */
function refusalOf(error: unknown, code: string): string | undefined {
  const words = REFUSALS[code] ?? (code.startsWith('28') ? REFUSALS['28000'] : undefined);
  if (words !== undefined) return `${words} (${code})`;
  if (/CERT|SIGNATURE/u.test(code))
    return `shows a certificate that is not trusted (${code}): name its issuer's by sslrootcert=FILE in the URL`;
  return messageOf(error).includes('does not support SSL')
    ? 'speaks no TLS: turn it on there (ssl = on), or leave sslmode out of the URL'
    : undefined;
}

function mayPass(error: unknown, code: string): boolean {
  return PASSING.test(code) || NO_WAY.test(code) || LOST.test(messageOf(error));
}

/** What node throws after several addresses were tried keeps the errors of each. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error instanceof AppError) return codeOf(error.cause);
  const { code, errors } = error as { code?: unknown; errors?: unknown[] };
  return typeof code === 'string' ? code : codeOf(errors?.[0]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
