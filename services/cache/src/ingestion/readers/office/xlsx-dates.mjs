import { attribute, childrenNamed, descendants } from '../document/xml.mjs';

/** Numbers of Excel's own formats that show a date or a time (ECMA-376, 18.8.30). */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);
const DAY_MS = 86_400_000;
/** Excel counts 1900 as a leap year, so its days begin one earlier from March 1900 on. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** Which cell styles show their number as a date. */
export function dateStyles(styles) {
  const formats = new Map(
    [...descendants(styles, new Set(['numFmt']))].map((format) => [
      Number(attribute(format, 'numFmtId')),
      attribute(format, 'formatCode') ?? '',
    ]),
  );
  const [cellStyles] = descendants(styles, new Set(['cellXfs']));
  const isDate = (id) => BUILT_IN.has(id) || isDateCode(formats.get(id) ?? '');
  return new Set(
    childrenNamed(cellStyles, 'xf').flatMap((style, at) => (isDate(Number(attribute(style, 'numFmtId'))) ? [String(at)] : [])),
  );
}

/** Letters in quotes and brackets are text, colours and currencies. */
function isDateCode(code) {
  return /[dmyhs]/i.test(code.slice(0, 200).replace(/"[^"]{0,200}"|\[[^\][]{0,200}\]|\\./g, '')) && !/^general$/i.test(code);
}

/** 2024-03-01, 2024-03-01 14:30 or 14:30. */
export function dateText(serial, from1904) {
  const moment = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(serial * DAY_MS));
  if (Number.isNaN(moment.getTime())) return String(serial);
  const [date, time] = moment.toISOString().slice(0, 16).split('T');
  if (serial < 1) return time;
  return time === '00:00' ? date : `${date} ${time}`;
}
