import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root as repository } from '../../scripts/steps/steps.mjs';
import { codeOf, crashRun, nothingYet } from './crash.bench.mjs';
import { randomOf } from './points.mjs';
import { buildLayer, hasCompiler } from './recording.mjs';

const POINTS = 100;
/** Early enough that a slow machine, which does less in as many rounds, gets there too. */
const FAULTS = 's500,f1000';

describe.skipIf(!hasCompiler())(hasCompiler() ? 'power cuts' : 'power cuts (needs Linux and a C compiler)', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'docmind-crash-')));
  const source = join(repository, 'services/persistence/src');
  const loader = join(repository, 'libs/testing/src/processes/register-sources.mjs');
  let how;
  let code;
  beforeAll(async () => {
    how = { layer: buildLayer(root), code: join(source, 'index.ts'), execArgv: ['--import', loader] };
    code = await codeOf((path) => import(join(source, `${path}.ts`)));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const crashAt = (given) => crashRun({ before: nothingYet(), root, how, code, random: randomOf(given.seed), ...given });

  it(`at ${POINTS} points, with a failed sync and a full disk among them, take nothing that was acknowledged and leave nothing half`, async () => {
    const { wrong, notes, figures, operations } = await crashAt({ seed: 1, faults: FAULTS, points: POINTS, rounds: 20 });
    expect(notes).toEqual([]);
    expect(wrong).toEqual({ lost: 0, half: 0, unreadable: 0, bad_backups: 0 });
    expect(figures.points).toBe(POINTS);
    // How many there are depends on how fast the machine writes.
    expect(figures.acknowledged).toBeGreaterThan(20);
    expect(figures.backups_checked).toBeGreaterThan(1);
    // What was to fail has failed, and the service went on.
    expect(figures.refused).toBeGreaterThan(0);
    expect(operations.some(({ kind }) => kind === 'sync-failed')).toBe(true);
  }, 300_000);

  it('are seen: a database that syncs nothing loses what it acknowledged', async () => {
    const { wrong, notes } = await crashAt({ seed: 2, faults: '', points: 10, rounds: 5, isSynced: false });
    expect(wrong.lost).toBeGreaterThan(5);
    expect(notes.join()).toMatch(/lost turn 2-/);
  }, 300_000);
});
