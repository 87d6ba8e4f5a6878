// What NATS lets a service ask is what its code asks: no subject too few, and none too many.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '@docmind/contracts';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '../boundaries/repository-files.js';

const subjects = new Map(
  Object.entries(contracts).flatMap(([name, value]) =>
    typeof value === 'object' && 'subject' in value ? [[name, String((value as { subject: string }).subject)] as const] : [],
  ),
);

function askedBy(service: string): string[] {
  // What every service says of itself is in the library that starts it.
  const files = [...repositoryFiles(`services/${service}/src`), ...repositoryFiles('libs/bootstrap/src')].filter(
    (path) => path.endsWith('.ts') && !/\.(spec|fixture|contract)\.ts$/.test(path),
  );
  const code = files.map((path) => readFileSync(join(repositoryRoot(), path), 'utf8')).join('\n');
  const words = new Set(code.replace(/^import [^;]*;/gm, '').match(/\w+/g));
  return [...subjects].filter(([name, subject]) => words.has(name) && !subject.startsWith(`${service}.`)).map(([, subject]) => subject);
}

describe('the messages that NATS lets through', () => {
  it.each(contracts.MESSAGING_SERVICES)('are those that %s sends', (service) => {
    expect(subjects.size).toBeGreaterThan(30);
    expect(askedBy(service).sort()).toEqual(contracts.subjectsCalledBy(service).sort());
  });
});
