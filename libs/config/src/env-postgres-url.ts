import { z } from 'zod';

const EXAMPLE = 'postgres://USER:PASSWORD@HOST/DATABASE';
/** As the client of PostgreSQL that is used here knows them. */
const TLS_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];
const SCHEME = /^postgres(?:ql)?:\/\//u;

/** A PostgreSQL in the words of its own clients; said wrong in one of the usual ways, it is told which. */
export function envPostgresUrl() {
  return z
    .string()
    .superRefine((text, context) => {
      const fault = postgresUrlFault(text);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    })
    .meta({ values: 'a URL, postgres:// or postgresql://', mayHoldPassword: true });
}

/** What would be right, without a part of what is there. */
export function postgresUrlFault(text: string): string | undefined {
  if (!SCHEME.test(text)) return `must begin with postgres:// or postgresql://, as in ${EXAMPLE}`;
  const rest = text.replace(SCHEME, '');
  const end = rest.lastIndexOf('@');
  return loginFault(rest.slice(0, Math.max(end, 0))) ?? hostFault(rest.slice(end + 1), text) ?? tlsFault(text);
}

/** Who writes a password as it is ends its URL's host early, where one of these stands in it. */
function loginFault(login: string): string | undefined {
  const ending = /[/?#]/u.exec(login)?.[0];
  if (ending !== undefined)
    return `must have ${JSON.stringify(ending)} as ${encodeURIComponent(ending)} in its user and password (and "@" behind its host as %40)`;
  return isEncoded(login) ? undefined : 'must have "%" as %25 in its user and password';
}

function hostFault(afterLogin: string, text: string): string | undefined {
  const [authority = ''] = /^[^/?#]*/u.exec(afterLogin) ?? [];
  if (hasBadPort(authority))
    return 'must have a port from 1 to 65535 behind the colon of its host; "/", "?" and "#" of a password before the "@" as %2F, %3F and %23';
  if (afterLogin.includes('#')) return `must end with the database, without a "#", as in ${EXAMPLE}`;
  if (authority.includes(',')) return 'must name one host';
  return namesHost(authority, text) ? undefined : `must name a host, as in ${EXAMPLE}`;
}

/** One that the client doesn't know is taken for another without a word. */
function tlsFault(text: string): string | undefined {
  const mode = new URL(text).searchParams.get('sslmode');
  return mode === null || TLS_MODES.includes(mode) ? undefined : `must have one of ${TLS_MODES.join(', ')} as sslmode`;
}

function hasBadPort(authority: string): boolean {
  const port = /^(?:\[[^\]]*\]|[^:[]*)(?::(.*))?$/u.exec(authority)?.[1];
  return port !== undefined && !isPort(port);
}

/** Also that of a socket, as `?host=/run/postgresql`. */
function namesHost(authority: string, text: string): boolean {
  if (!URL.canParse(text)) return false;
  return authority !== '' || new URL(text).searchParams.has('host');
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/u.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function isEncoded(login: string): boolean {
  try {
    decodeURIComponent(login);
    return true;
  } catch {
    return false;
  }
}
