import {
  DOCUMENT_ENDINGS,
  DOCUMENT_FORMATS,
  DOCX_MEDIA_TYPE,
  MEDIA_TYPES,
  type MediaType,
  ODT_MEDIA_TYPE,
  PPTX_MEDIA_TYPE,
  XLSX_MEDIA_TYPE,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { isPicture, pictureIn } from './picture-kind.policy.js';

const BY_EXTENSION: ReadonlyMap<string, MediaType> = new Map(
  MEDIA_TYPES.flatMap((type) => {
    const { endings, alsoNamed = [] } = DOCUMENT_FORMATS[type];
    return [...endings, ...alsoNamed].map((ending) => [ending, type] as const);
  }),
);
const ACCEPTED = `${DOCUMENT_ENDINGS.slice(0, -1).join(', ')} or ${DOCUMENT_ENDINGS.at(-1)}`;
/** How a zip archive begins, which a .docx is, and how Word's older files do. */
const ARCHIVE = [0x50, 0x4b, 0x03, 0x04];
const OLD_OFFICE = [0xd0, 0xcf, 0x11, 0xe0];
/** Bytes of the start that are looked at. */
export const SNIFFED_BYTES = 4_096;

/** The extension says what it should be, the first bytes what it is; both must agree, but for one picture named as another. @throws AppError INVALID_ARGUMENT */
export function mediaTypeOf(name: string, head: Uint8Array): MediaType {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const claimed = BY_EXTENSION.get(extension);
  if (claimed === undefined) {
    throw refused(name, extension === '' ? `has no extension; name it ${ACCEPTED}` : `is a .${extension}; only ${ACCEPTED} can be read`);
  }
  const problem = problemOf(claimed, extension, head);
  if (problem !== undefined) throw refused(name, problem);
  // A picture is shown and read as what it is: a JPEG that is named .png too.
  return pictureIn(head) ?? claimed;
}

/** Formats that are archives, and what people call them. */
const ARCHIVES: ReadonlyMap<MediaType, string> = new Map([
  [DOCX_MEDIA_TYPE, 'Word document'],
  [XLSX_MEDIA_TYPE, 'Excel workbook'],
  [PPTX_MEDIA_TYPE, 'PowerPoint presentation'],
  [ODT_MEDIA_TYPE, 'OpenDocument text'],
  ['application/epub+zip', 'EPUB book'],
]);

function problemOf(claimed: MediaType, extension: string, head: Uint8Array): string | undefined {
  if (head.length === 0) return 'is empty';
  const picture = pictureIn(head);
  if (picture === undefined) return mismatchOf(claimed, extension, head);
  if (isPicture(claimed)) return undefined;
  return `is a picture, but named .${extension}; name it .${DOCUMENT_FORMATS[picture].endings[0]}`;
}

function mismatchOf(claimed: MediaType, extension: string, head: Uint8Array): string | undefined {
  const isPdf = looksLikePdf(head);
  const archive = ARCHIVES.get(claimed);
  if (isPicture(claimed)) return `is named .${extension}, but its content is no picture that can be read`;
  if (archive !== undefined) return archiveProblemOf(extension, archive, head);
  if (claimed === 'application/pdf') return isPdf ? undefined : 'is named .pdf, but its content is no PDF (it does not begin with %PDF-)';
  // A mail may carry a PDF as it is.
  if (isPdf && claimed !== 'message/rfc822') return `is a PDF, but named .${extension}; name it .pdf`;
  return textProblemOf(extension, head);
}

function textProblemOf(extension: string, head: Uint8Array): string | undefined {
  if (startsWith(head, ARCHIVE)) return `is an archive, but named .${extension}; name it .docx if it is a Word document`;
  return looksLikeText(head) ? undefined : `is named .${extension}, but its content is binary`;
}

function archiveProblemOf(extension: string, kind: string, head: Uint8Array): string | undefined {
  if (startsWith(head, ARCHIVE)) return undefined;
  if (!startsWith(head, OLD_OFFICE)) return `is named .${extension}, but its content is no ${kind}`;
  return `is an old .${extension.slice(0, 3)} file or protected by a password; save it as .${extension} without a password`;
}

function startsWith(head: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => head[at] === byte);
}

/** PDF readers accept the marker anywhere in the first kilobyte. */
function looksLikePdf(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 1_024)).includes('%PDF-');
}

/** Text may be in UTF-16 with its mark, in UTF-8 or in a character set of one byte, which its reader finds out. */
function looksLikeText(head: Uint8Array): boolean {
  return startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff]) || !head.includes(0);
}

function refused(name: string, problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `${name} ${problem}`, { details: { faults: [{ field: 'file', problem }] } });
}
