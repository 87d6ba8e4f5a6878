/** What a terminal or a reader of lines takes for more than a character: C0, DEL, C1, and Unicode's line breaks. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** On one line, and without a sequence that moves a cursor or colours what follows: nobody's text forges a line of the log. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (sign) => NAMED[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A stack keeps its lines; all but the first are indented, so that none looks like a line of the log. */
export function printableStack(stack: string): string {
  return stack
    .split('\n')
    .map((line, at) => printable(line).replace(/^(?! {4}|$)/, at === 0 ? '' : '    '))
    .join('\n');
}
