/** Whether a variable holds a secret itself, by its name. One that names a file of a secret, or counts tokens, holds none. */
export function isSecret(variable: string): boolean {
  return /(?:^|_)(?:KEY|SECRET|PASSWORD|PASSPHRASE|TOKEN|HEADERS)$/.test(variable);
}

/** `//user:password@host` as `//***@host`. A password may hold "@", "/" and ",", so whatever stands before the last "@" is hidden; and `password=` of a query. */
export function withoutCredentials(text: string): string {
  const [start, end] = [text.indexOf('//') + 2, text.lastIndexOf('@')];
  const safe = start > 1 && end >= start ? `${text.slice(0, start)}***${text.slice(end)}` : text;
  return safe.replace(/([?&](?:password|api[-_]?key|token)=)[^&]*/gi, '$1***');
}
