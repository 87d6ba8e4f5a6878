import type { DocumentPassage, Page, Place } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { nameOf } from '../../documents/document-name.policy.js';
import { PassageIndex } from '../../documents/passage-index.port.js';
import type { TextTerm } from '../../documents/text-query.policy.js';
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
/** What a chunk holds of the question's words; a word of which only the beginning is asked counts under that beginning. */
const HITS = (term: string, among: string) => `SELECT w.chunk_id, w.word_count, ${term} AS term, sum(cardinality(t.positions)) AS times
  FROM chunk_words AS w CROSS JOIN LATERAL unnest(w.words) AS t
  WHERE w.tenant = $1 AND w.words @@ $2::tsquery AND ${term} IS NOT NULL ${among} GROUP BY w.chunk_id, w.word_count, 3`;
const WHOLE = `CASE WHEN t.lexeme = ANY($3::text[]) THEN t.lexeme END`;
const BEGINNINGS = `(SELECT q.term FROM unnest($3::text[], $5::boolean[]) AS q (term, is_prefix)
  WHERE t.lexeme = q.term OR q.is_prefix AND starts_with(t.lexeme, q.term) LIMIT 1)`;
const BEST = (hits: string) => `WITH hits AS MATERIALIZED (${hits}),
  corpus AS (SELECT greatest(coalesce(sum(chunk_count), 0), 1)::float8 AS chunks FROM documents WHERE tenant = $1),
  usual AS (SELECT avg(word_count)::float8 AS length FROM (SELECT DISTINCT chunk_id, word_count FROM hits) AS each),
  weights AS (SELECT term, greatest(ln((chunks - count(*) + 0.5) / (count(*) + 0.5)), 1e-6) AS weight FROM hits, corpus GROUP BY term, chunks)
  SELECT chunk_id AS id
  FROM hits JOIN weights USING (term), usual
  GROUP BY chunk_id
  ORDER BY sum(weight * times * ${K1 + 1} / (times + ${K1} * (${1 - B} + ${B} * word_count / usual.length))) DESC, chunk_id
  LIMIT $4`;
const AMONG = (place: number) => `AND w.chunk_id IN (SELECT id FROM chunks WHERE document_id = ANY($${place}))`;

interface Row extends Omit<DocumentPassage, 'chunkId' | 'documentName' | 'page' | 'heading' | 'place'> {
  readonly id: number;
  readonly page: number | null;
  readonly heading: string | null;
  readonly place: string | null;
}

@Injectable()
export class PostgresPassageIndex extends PassageIndex {
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  async matchText(tenant: string, query: readonly TextTerm[], limit: number, documentIds?: readonly string[]): Promise<number[]> {
    const terms = await this.termsOf(query);
    if (terms.length === 0) return [];
    const words = terms.map(({ word }) => word);
    const values: unknown[] = [tenant, terms.map(toTsQuery).join(' | '), words, limit];
    const isBegun = terms.some(({ isPrefix }) => isPrefix);
    if (isBegun) values.push(terms.map(({ isPrefix }) => isPrefix));
    if (documentIds) values.push(documentIds);
    const hits = HITS(isBegun ? BEGINNINGS : WHOLE, documentIds ? AMONG(values.length) : '');
    return (await this.database.rows<{ id: number }>(BEST(hits), values)).map(({ id }) => id);
  }

  async chunkIdsOf(tenant: string, documentIds: readonly string[]): Promise<number[]> {
    return (await this.database.rows<{ id: number }>(CHUNK_IDS, [documentIds, tenant])).map(({ id }) => id);
  }

  async load(tenant: string, chunkIds: readonly number[]): Promise<Map<number, DocumentPassage>> {
    const rows = await this.database.rows<Row>(LOAD, [tenant, chunkIds]);
    return new Map(rows.map((row) => [row.id, toPassage(row)]));
  }

  async read(tenant: string, documentId: string, { limit, offset }: Page): Promise<DocumentPassage[]> {
    return (await this.database.rows<Row>(READ, [tenant, documentId, limit, offset])).map(toPassage);
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

function toPassage({ id, page, heading, place, ...rest }: Row): DocumentPassage {
  return {
    ...rest,
    documentName: nameOf(rest.documentPath),
    chunkId: String(id),
    ...(page === null ? {} : { page }),
    ...(heading === null ? {} : { heading }),
    ...(place === null ? {} : { place: JSON.parse(place) as Place }),
  };
}
