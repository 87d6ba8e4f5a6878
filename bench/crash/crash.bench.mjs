// Power cuts at seeded points of a real service's work: what it does to its disk is recorded, and what a cut may have left is put together and opened.
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root as repository } from '../../scripts/steps/steps.mjs';
import { Disk } from './disk.mjs';
import { Ledger } from './ledger.mjs';
import { anyPoints, lookAt, powerCuts, randomOf, writeFiles } from './points.mjs';
import { buildLayer, filesIn, record } from './recording.mjs';

export const about =
  'power cuts, torn writes, failed syncs and full disks at seeded points: what was acknowledged is there, nothing is half';
export const targets = { points: '>= 1000', lost: '= 0', half: '= 0', unreadable: '= 0', bad_backups: '= 0' };
export const options = { points: { type: 'string' }, seed: { type: 'string' } };

const LOAD = fileURLToPath(new URL('load.process.mjs', import.meta.url));
/** Of one recorded run. */
const POINTS = 50;
const ROUNDS = 40;
const BACKUPS_EVERY = 5;
/** A run has some thousands of operations. */
const FAULTS_BEFORE = 4_000;

export async function run({ points = '1000', seed = '1', quick, log }, scope) {
  const root = realpathSync(scope.folder());
  const dist = join(repository, 'services/persistence/dist');
  const how = { layer: buildLayer(root), code: join(dist, 'index.js') };
  const code = await codeOf((path) => import(join(dist, `${path}.js`)));
  const total = {
    figures: { points: 0, runs: 0, faults: 0, operations: 0, acknowledged: 0, refused: 0, backups_checked: 0 },
    wrong: noneWrong(),
  };
  const notes = [];
  const wanted = quick ? POINTS : Number(points);
  let before = nothingYet();
  for (let number = Number(seed); total.figures.points < wanted; number += 1) {
    const random = randomOf(number);
    const crashed = await crashRun({ seed: number, random, faults: faultsOf(random), before, root, how, code });
    for (const part of ['figures', 'wrong']) add(total[part], crashed[part]);
    notes.push(...crashed.notes);
    log([`${total.figures.points} points`, ...crashed.notes].join('; '));
    // Every second run goes on from what the last cut has left.
    before = number % 2 === 0 || crashed.notes.length > 0 ? nothingYet() : crashed.left;
  }
  return { figures: { ...total.figures, ...total.wrong }, notes };
}

const noneWrong = () => ({ lost: 0, half: 0, unreadable: 0, bad_backups: 0 });
function add(total, more) {
  for (const key of Object.keys(total)) total[key] += more[key];
}

export const nothingYet = () => ({ files: new Map(), ledger: new Ledger() });

/** @param load imports a file of persistence by its path without ending */
export async function codeOf(load) {
  const { openSafely } = await load('repositories/open-safely');
  const { BackupArchive } = await load('repositories/backup/backup-archive');
  return { openSafely, BackupArchive };
}

/** For most runs: failed syncs, and a disk that is full for a while. */
function faultsOf(random) {
  const count = Math.floor(random() * 4);
  return Array.from({ length: count }, () => (random() < 0.5 ? 's' : 'f') + Math.floor(random() * FAULTS_BEFORE)).join(',');
}

/**
 * @param how `code`: the file with persistence's exports
 * @returns figures of one run and its points, what was wrong, and what the last cut has left
 */
export async function crashRun({ seed, random, faults, before, root, how, code, points = POINTS, rounds = ROUNDS, isSynced = true }) {
  const { ledger } = before;
  const owedBefore = { acknowledged: ledger.acknowledged, refused: ledger.refused };
  const folder = join(root, `run-${seed}`);
  mkdirSync(folder, { mode: 0o700 });
  writeFiles(folder, before.files);
  const given = { folder, seed, code: how.code, rounds, isSynced };
  const { operations, complaint } = await record({ folder, faults, program: LOAD, given }, how);
  const missed = unrecorded(operations, before.files, filesIn(folder)).map((path) => `the record lacks something of ${path}`);
  rmSync(folder, { recursive: true, force: true });
  const judged = await judge(
    powerCuts(operations, { ...before, at: anyPoints(operations, points, random), random }),
    join(root, 'cut'),
    code,
  );
  const notes = [...missed, ...judged.notes].map((note) => `seed ${seed} ${faults}: ${note} ${complaint.slice(0, 300)}`);
  const { acknowledged, refused } = ledger;
  const counts = { acknowledged: acknowledged - owedBefore.acknowledged, refused: refused - owedBefore.refused, runs: 1 };
  const figures = { ...counts, points, operations: operations.length, backups_checked: judged.backups, faults: faultsIn(faults) };
  return { ...judged, figures, notes, left: { files: judged.files, ledger }, operations };
}

/** A record that lacks something proves nothing. @returns names of files that are not as the record would have them */
function unrecorded(operations, before, real) {
  const disk = new Disk(Math.random, before);
  // Whoever looks while there is power sees also what a failed sync has not written.
  for (const { kind, ...operation } of operations) disk.apply({ ...operation, kind: kind === 'sync-failed' ? 'sync' : kind });
  const recorded = disk.whole();
  const isOther = (path) => !(real.has(path) && recorded.get(path)?.equals(real.get(path)));
  return [...new Set([...real.keys(), ...recorded.keys()])].filter(isOther);
}

const faultsIn = (faults) => faults.split(',').filter(Boolean).length;

async function judge(cuts, folder, code) {
  const judged = { wrong: noneWrong(), notes: [], backups: 0, files: new Map() };
  let number = 0;
  for (const { point, files, ledger } of cuts) {
    writeFiles(folder, files);
    const found = await lookAt(folder, ledger, code, { withBackups: number % BACKUPS_EVERY === 0 });
    for (const kind of Object.keys(judged.wrong)) judged.wrong[kind] += found[kind].length;
    const what = Object.keys(judged.wrong).flatMap((kind) => found[kind].map((one) => `${kind} ${one}`));
    if (what.length > 0) judged.notes.push(`operation ${point}: ${what.slice(0, 3).join('; ')}`);
    judged.backups += found.backups;
    judged.files = files;
    number += 1;
  }
  return judged;
}
