// The one form that every benchmark's result has.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missesOf } from './targets.mjs';

/**
 * @param {string} bench
 * @param {{figures: object, samples?: object, notMeasured?: object, notes?: string[]}} measured
 * @param {Record<string, string>} targets
 * @param {object} environment
 */
export function resultOf(bench, { figures, samples = {}, notMeasured = {}, notes = [] }, targets, environment) {
  const rounded = Object.fromEntries(Object.entries(figures).map(([key, figure]) => [key, roundedOf(figure)]));
  return {
    bench,
    figures: rounded,
    targets,
    pass: missesOf(figures, targets, notMeasured).length === 0,
    environment,
    at: new Date().toISOString(),
    samples,
    ...(Object.keys(notMeasured).length > 0 ? { not_measured: notMeasured } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** Four significant digits: what lies beyond them is noise. Whole numbers stay whole. */
function roundedOf(figure) {
  if (typeof figure !== 'number' || Number.isInteger(figure)) return figure;
  return Math.abs(figure) >= 1_000 ? Math.round(figure) : Number(figure.toPrecision(4));
}

/** A reader never sees half a file. */
export function saveResult(folder, result) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${result.bench}.json`);
  writeFileSync(`${file}.tmp`, `${JSON.stringify(result, null, 2)}\n`);
  renameSync(`${file}.tmp`, file);
}

/** For people, above the line for programs. */
export function tableOf({ figures, targets, samples, not_measured: notMeasured = {} }) {
  const missed = new Set(missesOf(figures, targets, notMeasured).map(({ key }) => key));
  const verdictOf = (key) => {
    if (targets[key] === undefined) return '';
    return `${missed.has(key) ? 'MISSED' : 'ok'}  ${targets[key]}`;
  };
  const countOf = (key) => (samples[key] === undefined ? '' : `n=${samples[key]}`);
  const rows = Object.entries(figures).map(([key, figure]) => [key, String(figure), countOf(key), verdictOf(key)]);
  for (const [key, reason] of Object.entries(notMeasured)) rows.push([key, 'not measured', '', reason]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
