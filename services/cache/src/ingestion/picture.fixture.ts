import { createRequire } from 'node:module';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { assembled } from './pdf.fixture.js';

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

/** @param degrees clockwise */
export function turnedPicture(picture: Canvas, degrees: number): Canvas {
  const [width, height] = degrees % 180 === 0 ? [picture.width, picture.height] : [picture.height, picture.width];
  const turned = createCanvas(width, height);
  const context = turned.getContext('2d');
  context.translate(width / 2, height / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
  return turned;
}

interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How much of a part of a picture is dark. */
export function inkShare(picture: Canvas, { x, y, width, height }: Part): number {
  const { data } = picture.getContext('2d').getImageData(Math.round(x), Math.round(y), Math.round(width), Math.round(height));
  const dark = Array.from({ length: data.length / 4 }, (_, pixel) => (data[pixel * 4] ?? 255) < 128).filter(Boolean);
  return dark.length / (data.length / 4);
}

interface Scan {
  readonly picture: Canvas;
  /** The page's /Rotate. */
  readonly rotate?: number;
  /** In points, as the page is described; the picture fills it. */
  readonly width: number;
  readonly height: number;
  /** Written on the page besides, by type. */
  readonly text?: string;
}

/** A PDF as scanners make it: each page one picture. */
export function makeScannedPdf(scans: readonly Scan[]): Uint8Array {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  const kids = scans.map(({ picture, rotate = 0, width, height, text = '' }) => {
    const jpeg = picture.toBuffer('image/jpeg', 90).toString('latin1');
    const form = `/Width ${picture.width} /Height ${picture.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`;
    const content = `q ${width} 0 0 ${height} 0 0 cm /I Do Q BT /F 12 Tf 72 72 Td (${text}) Tj ET`;
    const page = objects.length + 3;
    objects.push(
      `<< /Type /XObject /Subtype /Image ${form} /Length ${jpeg.length} >>\nstream\n${jpeg}\nendstream`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      `<< /Type /Page /Parent 2 0 R /Rotate ${rotate} /MediaBox [0 0 ${width} ${height}] /Contents ${page - 1} 0 R ` +
        `/Resources << /XObject << /I ${page - 2} 0 R >> /Font << /F 3 0 R >> >> >>`,
    );
    return `${page} 0 R`;
  });
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`;
  return Buffer.from(assembled(objects), 'latin1');
}
