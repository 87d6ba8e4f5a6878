// What is owed after a crash: everything that was acknowledged, nothing by halves, and nothing that was never tried.

export class Ledger {
  acknowledged = 0;
  refused = 0;
  /** The id of the one that was acknowledged last; those before may have gone with their retention. */
  newestBackup;
  #turns = new Set();
  #triedTurns = new Set();
  /** By path: the hashes that may be there now (null: none), the last one that was acknowledged and what was tried after it. */
  #documents = new Map();

  read(text) {
    for (const line of text.split('\n')) if (line !== '') this.#readPromise(JSON.parse(line));
  }

  #readPromise({ tried, acknowledged, refused }) {
    if (refused) this.refused += 1;
    if (tried) this.#try(tried);
    if (acknowledged) this.#owe(acknowledged);
  }

  #try({ turn, document, hash }) {
    if (turn) this.#triedTurns.add(turn);
    if (document) this.#allowed(document).add(hash);
  }

  #owe({ turn, document, hash, backup, id }) {
    this.acknowledged += 1;
    if (turn) this.#turns.add(turn);
    if (document) this.#documents.set(document, new Set([hash]));
    if (backup) this.newestBackup = id;
  }

  #allowed(document) {
    if (!this.#documents.has(document)) this.#documents.set(document, new Set([null]));
    return this.#documents.get(document);
  }

  /** @returns {{lost: string[], half: string[]}} */
  check(connection) {
    const [turns, documents] = [this.#checkTurns(connection), this.#checkDocuments(connection)];
    const dangling = connection.pragma('foreign_key_check').length > 0 ? ['rows refer to what is not there'] : [];
    return { lost: [...turns.lost, ...documents.lost], half: [...turns.half, ...documents.half, ...dangling] };
  }

  #checkTurns(connection) {
    const found = new Map(
      connection
        .prepare(TURNS)
        .all()
        .map(({ turn, messages }) => [turn, messages]),
    );
    const lost = [...this.#turns].filter((turn) => !found.has(turn)).map((turn) => `turn ${turn}`);
    const isHalf = ([turn, messages]) => messages !== 2 || !this.#triedTurns.has(turn);
    return { lost, half: [...found].filter(isHalf).map(([turn, messages]) => `turn ${turn}: ${messages} messages`) };
  }

  #checkDocuments(connection) {
    const rows = partsOf(connection);
    const hashes = new Map(rows.map(({ path, hash }) => [path, hash]));
    const isLost = ([path, allowed]) => !allowed.has(hashes.get(path) ?? null);
    const half = rows.filter((row) => isHalf(row) || !this.#documents.has(row.path));
    return {
      lost: [...this.#documents].filter(isLost).map(([path]) => `document ${path}`),
      half: half.map((row) => `document ${JSON.stringify(row)}`),
    };
  }
}

const isHalf = ({ expected, chunks, texts, vectors }) => [chunks, texts, vectors].some((count) => count !== expected);

/** The table of vectors is made with the first document. */
function partsOf(connection) {
  const isAny = connection.prepare('SELECT 1 FROM documents LIMIT 1').get() !== undefined;
  return isAny ? connection.prepare(PARTS).all() : [];
}

const TURNS = `SELECT substr(content, 1, instr(content, ' ') - 1) AS turn, count(*) AS messages FROM chat_history GROUP BY 1`;
const PARTS = `SELECT d.path, d.content_hash AS hash, d.chunk_count AS expected, count(c.id) AS chunks,
    sum(c.id IN (SELECT rowid FROM chunks_fts WHERE chunks_fts MATCH 'passage')) AS texts,
    sum(c.id IN (SELECT chunk_id FROM chunks_vec)) AS vectors
  FROM documents d LEFT JOIN chunks c ON c.document_id = d.id GROUP BY d.id`;
