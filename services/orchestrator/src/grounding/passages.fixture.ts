import type { Passage } from '@docmind/contracts';

let count = 0;

export function passage(text: string, given: Partial<Passage> = {}): Passage {
  count += 1;
  return {
    chunkId: `c${count}`,
    documentId: 'd1',
    documentName: 'backups.md',
    documentPath: 'backups.md',
    index: 0,
    text,
    score: 1 / count,
    ...given,
  };
}

export const BACKUPS = 'Daily snapshots are kept 35 days; weekly a year. Restores are tested every quarter by the platform team.';
export const PORTS = 'The orchestrator listens on 8080, inference on 8001 and the cache on 8899. Nothing else is exposed.';
