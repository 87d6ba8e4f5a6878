import type { IngestionProgress } from '@docmind/contracts';

/** How far a document is, for who waits: before it is split what counts is pages, where they are read one by one. */
export function progressWords({ step, done, total }: IngestionProgress): string {
  if (total === 0) return step === 'parse' ? 'being read' : step;
  return step === 'parse' ? `reading page ${done + 1} of ${total}` : `${step}, ${done} of ${total} passages`;
}
