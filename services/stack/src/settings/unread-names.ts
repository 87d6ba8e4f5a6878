import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { environmentWith, readDotEnv } from '@docmind/config';
import { foreignNames } from './foreign-names.js';
import { listSettings } from './setting-list.js';
import { meantName, nearestName } from './nearest-name.policy.js';

export interface UnreadName {
  readonly name: string;
  readonly says: string;
  /** Probably meant for us, and without any effect. */
  readonly isMisspelt: boolean;
}

const COMPOSE_FOLDER = 'deploy/compose';
/** First words of our variables that are not those of other programs, too. */
const OURS =
  /^(?:DOCMIND|ORCHESTRATOR|INFERENCE|CACHE|GPTCACHE|PERSISTENCE|METRICS|ENGINE|AGENT|EMBEDDER|INGESTION|RETRIEVAL|BACKUP|CHECKPOINT|CONTEXT|VRAM)_/;

/** Names that are set and that no service reads, each with what becomes of it: those of other tools, and misspelt ones. */
export function unreadNames(): UnreadName[] {
  const dotEnv = readDotEnv();
  const known = [...new Set([...listSettings().map(({ name }) => name), ...composeNames()])];
  const foreign = new Map(foreignNames().map((one) => [one.name, one]));
  const set = Object.entries({ ...dotEnv, ...environmentWith({}) }).flatMap(([name, value]) => (value ? [name] : []));
  return set.flatMap((name): UnreadName[] => {
    if (known.includes(name)) return [];
    const other = foreign.get(name);
    if (other) return [{ name, says: `${other.outcome}: ${other.says}`, isMisspelt: false }];
    const isOurs = name in dotEnv || OURS.test(name);
    const meant = isOurs ? meantName(name, known) : nearestName(name, known);
    return isOurs || meant !== undefined ? [{ name, says: misspelt(meant), isMisspelt: true }] : [];
  });
}

function misspelt(meant: string | undefined): string {
  return meant === undefined ? 'nobody reads it' : `nobody reads it; did you mean ${meant}?`;
}

/** What the compose files beside .env read; they are told by the same file. */
function composeNames(): string[] {
  const overlays = existsSync(COMPOSE_FOLDER) ? readdirSync(COMPOSE_FOLDER).map((name) => `${COMPOSE_FOLDER}/${name}`) : [];
  const files = ['docker-compose.yml', ...overlays.filter((name) => name.endsWith('.yml'))].filter((name) => existsSync(name));
  const names = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name));
  return [...names, 'COMPOSE_PROFILES', 'COMPOSE_FILE', 'COMPOSE_PROJECT_NAME'];
}
