import { createRequire } from 'node:module';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';

const FONT = 'Liberation Sans';
// The same letters on every machine.
GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve('pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf'), FONT);

export interface DrawnText {
  readonly x: number;
  /** Of the baseline, from the top. */
  readonly y: number;
  readonly text: string;
  /** Of the type, in pixels. */
  readonly size?: number;
}

/** Paper with black words on it. */
export function drawPicture(width: number, height: number, texts: readonly DrawnText[]): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'black';
  for (const { x, y, text, size = 40 } of texts) {
    context.font = `${size}px "${FONT}"`;
    context.fillText(text, x, y);
  }
  return canvas;
}
