// A dashboard or an alert that names a metric which is gone shows nothing and says nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { expect, it } from 'vitest';
import { repositoryFiles } from '../boundaries/repository-files.js';

const read = (path: string) => readFileSync(join(repositoryRoot(), path), 'utf8');
const namesIn = (text: string) => new Set([...text.matchAll(/\b(?:docmind|gen_ai)_[a-z0-9_]*[a-z0-9]\b/g)].map(([name]) => name));

// The dashboard of the gates shows what the rules record.
const files = [
  ...repositoryFiles('deploy/grafana/dashboards').filter((path) => !path.endsWith('docmind-gates.json')),
  'deploy/prometheus/alerts.yml',
  'deploy/prometheus/gates.yml',
];

it.each(files)('%s names only metrics that a service has', (file) => {
  const sources = ['libs', 'services'].flatMap((folder) => repositoryFiles(folder)).filter((path) => /\/src\/.*(?<!spec)[.]ts$/.test(path));
  const ours = namesIn(sources.map(read).join('\n'));
  const named = [...namesIn(read(file))].map((name) => name.replace(/_(bucket|sum|count)$/, ''));
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((name) => !ours.has(name))).toEqual([]);
});
