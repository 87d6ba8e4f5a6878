import type { TextBlock } from '../documents/parsed-document.js';

interface Heading {
  readonly level: number;
  readonly title: string;
}

/**
 * Paragraphs, lists, tables and code in order, each under its headings. Only the structure is read: a chunk shows the author's own text.
 * A fence's content is one block, and a # in it is no heading.
 */
export function markdownBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let trail: Heading[] = [];
  let lines: string[] = [];
  let fence: string | undefined;
  const end = (): void => {
    const block = lines.join('\n').trim();
    lines = [];
    if (block !== '')
      blocks.push(trail.length > 0 ? { text: block, heading: trail.map(({ title }) => title).join(' > ') } : { text: block });
  };
  for (const line of withoutFrontMatter(text).split('\n')) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    const heading = fence === undefined ? headingOf(line) : undefined;
    if (heading) {
      end();
      trail = [...trail.filter(({ level }) => level < heading.level), heading];
    } else if (fence === undefined && mark === undefined && line.trim() === '') end();
    else lines.push(line);
    fence = fenceAfter(fence, mark);
  }
  end();
  return blocks;
}

function headingOf(line: string): Heading | undefined {
  const match = /^\s{0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/.exec(line);
  const [, marks, title] = match ?? [];
  return marks && title ? { level: marks.length, title: title.replace(/[*_`]/g, '') } : undefined;
}

/** A fence ends with a mark of its own kind that is at least as long. */
function fenceAfter(open: string | undefined, mark: string | undefined): string | undefined {
  if (open === undefined || mark === undefined) return open ?? mark;
  return mark.startsWith(open) ? undefined : open;
}

function withoutFrontMatter(text: string): string {
  return text.replace(/^---\n[\s\S]*?\n---\n/, '');
}
