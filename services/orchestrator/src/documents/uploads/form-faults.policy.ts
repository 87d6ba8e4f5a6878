/** Of a form that brings a document: its file, and with it its path and tags. */
export const FORM_LIMITS = { files: 1, fields: 40, parts: 41, fieldSize: 8 * 1024 };

const OF_CODE: Readonly<Record<string, string>> = {
  FST_FILES_LIMIT: 'the form has more than one file',
  FST_FIELDS_LIMIT: `the form has more than ${FORM_LIMITS.fields} fields`,
  FST_PARTS_LIMIT: `the form has more than ${FORM_LIMITS.parts} parts`,
};
/** RFC 2046; what reads forms takes up to 252. */
const BOUNDARY = /;\s*boundary\s*=\s*(?:"[^"]{1,252}"|[^\s;"]{1,252})\s*(?:;|$)/i;
const NO_BOUNDARY =
  'the content type names no boundary of 1 to 70 characters; write "multipart/form-data; boundary=...", or leave the content type to your client';
const BROKEN =
  'the form breaks off before its closing boundary, or the content type names another boundary than the one that parts the body';

/** What is wrong with the head of a request that should bring a form. */
export function formFaultOf(contentType: string | undefined): string | undefined {
  if (!/^multipart\/form-data\b/i.test(contentType ?? '')) return 'the body is not multipart/form-data';
  return BOUNDARY.test(contentType ?? '') ? undefined : NO_BOUNDARY;
}

/** What is wrong with the form that its parser threw this about; undefined where it isn't the form: the sender left, or the disk is full. */
export function parsingFaultOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code } = thrown as { code?: string };
  if (code !== undefined) return OF_CODE[code];
  // Its errors about bytes that are no form have no code.
  return /multipart|terminated early/i.test(thrown.message) ? BROKEN : undefined;
}
