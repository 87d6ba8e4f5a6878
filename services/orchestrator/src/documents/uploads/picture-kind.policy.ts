import type { MediaType } from '@docmind/contracts';

type PictureType = Extract<MediaType, `image/${string}`>;
/** Bytes that a file has at a place, as characters of Latin-1. */
type Mark = readonly [at: number, bytes: string];

const MARKS: Readonly<Record<PictureType, readonly (readonly Mark[])[]>> = {
  'image/png': [[[0, '\x89PNG\r\n\x1a\n']]],
  'image/jpeg': [[[0, '\xff\xd8\xff']]],
  'image/webp': [
    [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  ],
  'image/tiff': [[[0, 'II*\0']], [[0, 'MM\0*']]],
  // Two letters say little; four bytes that are reserved follow.
  'image/bmp': [
    [
      [0, 'BM'],
      [6, '\0\0\0\0'],
    ],
  ],
};
const PICTURE_TYPES = Object.keys(MARKS) as readonly PictureType[];

/** What picture a file is, by its first bytes; undefined where it is none. */
export function pictureIn(head: Uint8Array): PictureType | undefined {
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1');
  return PICTURE_TYPES.find((type) => MARKS[type].some((marks) => marks.every(([at, bytes]) => start.startsWith(bytes, at))));
}

export function isPicture(type: MediaType): type is PictureType {
  return Object.hasOwn(MARKS, type);
}
