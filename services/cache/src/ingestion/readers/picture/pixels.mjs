import { Refusal } from '../document/refusal.mjs';

/** Before a picture is unpacked: what its size says it will take. */
export function assertPixels(width, height, maxPixels) {
  if (width * height <= maxPixels) return;
  const most = Math.floor(maxPixels / 1_000_000);
  throw new Refusal(`holds a picture of ${width} x ${height} pixels; at most ${most} million are taken, so send it smaller`);
}
