import type { DocumentPassage, Page } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { PassageIndex } from '../../documents/passage-index.port.js';
import type { TextTerm } from '../../documents/text-query.policy.js';
import { type PassageRow, toPassage } from '../rows/passage-row.js';
import { wordsOf } from './content/words.policy.js';
import { PostgresDatabase } from './database/postgres-database.js';

const CHUNK_IDS = `SELECT c.id FROM chunks AS c JOIN documents AS d ON d.id = c.document_id WHERE c.document_id = ANY($1) AND c.tenant = $2`;
const CHUNKS = `SELECT c.id, c.document_id AS "documentId", d.path AS "documentPath", d.updated_at AS "documentDate", c.chunk_index AS index,
    c.page, c.heading, c.place, c.text
  FROM chunks AS c JOIN documents AS d ON d.id = c.document_id`;
const LOAD = `${CHUNKS} WHERE c.tenant = $1 AND c.id = ANY($2::bigint[])`;
const READ = `${CHUNKS} WHERE c.tenant = $1 AND c.document_id = $2 ORDER BY c.chunk_index LIMIT $3 OFFSET $4`;
const STEMS = `SELECT word, tsvector_to_array(to_tsvector('docmind.words', word)) AS stems FROM unnest($1::text[]) AS word`;

/** As SQLite's bm25() has them. */
const K1 = 1.2;
const B = 0.75;
/**
 * How often a word is in a chunk. ts_rank() of one word is the sum of 1/i² over its occurrences, in units of its own: it finds the word by binary search,
 * where unnest() would give all words of the chunk and take some ten times as long.
 */
const TIMES = `width_bucket(ts_rank(w.words, q.query)::float8, $4::float8[])`;
const ONE_OCCURRENCE = 0.1 / 1.644_934_066_85;
/** More often counts as this often. */
const MOST_TIMES = 64;
/** What ts_rank() gives for 1, 2, 3 and so on; a little less, as it counts in single precision. */
const THRESHOLDS = Array.from({ length: MOST_TIMES }, (_, most) => {
  const sum = Array.from({ length: most + 1 }, (_one, at) => 1 / (at + 1) ** 2).reduce((all, one) => all + one, 0);
  return sum * ONE_OCCURRENCE - 1e-6;
});
const BEST = (among: string) => `WITH hits AS MATERIALIZED (
    SELECT w.chunk_id, w.word_count, q.place, greatest(${TIMES}, 1) AS times
    FROM unnest($2::tsquery[]) WITH ORDINALITY AS q (query, place) JOIN chunk_words AS w ON w.words @@ q.query WHERE w.tenant = $1 ${among}),
  corpus AS (SELECT greatest(coalesce(sum(chunk_count), 0), 1)::float8 AS chunks FROM documents WHERE tenant = $1),
  usual AS (SELECT avg(word_count)::float8 AS length FROM hits),
  weights AS (SELECT place, greatest(ln((chunks - count(*) + 0.5) / (count(*) + 0.5)), 1e-6) AS weight FROM hits, corpus GROUP BY place, chunks)
  SELECT chunk_id AS id FROM hits JOIN weights USING (place), usual GROUP BY chunk_id
  ORDER BY sum(weight * times * ${K1 + 1} / (times + ${K1} * (${1 - B} + ${B} * word_count / greatest(usual.length, 1)))) DESC, chunk_id
  LIMIT $3`;
const AMONG = 'AND w.chunk_id IN (SELECT id FROM chunks WHERE document_id = ANY($5))';

@Injectable()
export class PostgresPassageIndex extends PassageIndex {
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  async matchText(tenant: string, query: readonly TextTerm[], limit: number, documentIds?: readonly string[]): Promise<number[]> {
    const terms = await this.termsOf(query);
    if (terms.length === 0) return [];
    const values: unknown[] = [tenant, terms.map(toTsQuery), limit, THRESHOLDS];
    if (documentIds) values.push(documentIds);
    return (await this.database.rows<{ id: number }>(BEST(documentIds ? AMONG : ''), values)).map(({ id }) => id);
  }

  async chunkIdsOf(tenant: string, documentIds: readonly string[]): Promise<number[]> {
    return (await this.database.rows<{ id: number }>(CHUNK_IDS, [documentIds, tenant])).map(({ id }) => id);
  }

  async load(tenant: string, chunkIds: readonly number[]): Promise<Map<number, DocumentPassage>> {
    const rows = await this.database.rows<PassageRow>(LOAD, [tenant, chunkIds]);
    return new Map(rows.map((row) => [row.id, toPassage(row)]));
  }

  async read(tenant: string, documentId: string, { limit, offset }: Page): Promise<DocumentPassage[]> {
    return (await this.database.rows<PassageRow>(READ, [tenant, documentId, limit, offset])).map(toPassage);
  }

  /** In the form that the index has them in: a word may be several there. */
  private async termsOf(query: readonly TextTerm[]): Promise<TextTerm[]> {
    const begun = query.filter(({ isPrefix }) => isPrefix).map(({ word }) => ({ word: wordsOf(word), isPrefix: true }));
    const whole = query.filter(({ isPrefix }) => !isPrefix).map(({ word }) => wordsOf(word));
    const rows = await this.database.rows<{ stems: string[] }>(STEMS, [whole]);
    const stems = [...new Set(rows.flatMap((row) => row.stems))].map((word) => ({ word, isPrefix: false }));
    return [...stems, ...begun].filter(({ word }) => word !== '');
  }
}

/** Quoted, so that nothing in it is read as syntax; letters and digits are all there is. */
function toTsQuery({ word, isPrefix }: TextTerm): string {
  return `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'${isPrefix ? ':*' : ''}`;
}
