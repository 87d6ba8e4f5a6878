// What is told of the packages that ship: all of them, nothing else, and never "fine" where nobody knows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';

interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly path: string;
}
interface Bom {
  readonly components: readonly { readonly 'bom-ref': string; readonly hashes?: unknown }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
interface Supply {
  shippedFrom(root: string): Shipped[];
  closureOf(lock: object, starts: readonly string[]): Set<string>;
  packagesOf(lock: object, paths: Iterable<string>): Shipped[];
  refused(packages: readonly Shipped[]): string[];
  bomOf(product: object, packages: readonly Shipped[]): Bom;
  verdictOf(output: string): { faults?: string[]; notChecked?: string };
  imagesIn(text: string): string[];
  withDigests(text: string, digests: ReadonlyMap<string, string>): string;
  filesWithImages(root: string): string[];
}

const root = repositoryRoot();
const parts = ['shipped', 'licences', 'bom', 'audit', 'digests'].map(
  (name) => pathToFileURL(join(root, `scripts/supply/${name}.mjs`)).href,
);
const supply = Object.assign({}, ...(await Promise.all(parts.map((part) => import(part))))) as Supply;

describe('what ships', () => {
  const shipped = supply.shippedFrom(root);
  const names = shipped.map(({ name }) => name);

  it('is what the services and the page need, and the runtime with its own lock file', () => {
    expect(names).toEqual(expect.arrayContaining(['zod', 'better-sqlite3-multiple-ciphers', 'preact', 'node-llama-cpp', '@nestjs/core']));
    for (const tool of ['vitest', 'eslint', 'nx', 'spdx-satisfies', 'openai']) expect(names).not.toContain(tool);
    expect(supply.refused(shipped)).toEqual([]);
  });

  it('is in the bill of materials once, with hashes and what needs what', () => {
    const { components, dependencies } = supply.bomOf({ name: 'docmind-stack', version: '1.0.0' }, shipped);
    const refs = components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    expect(refs).toEqual(expect.arrayContaining([expect.stringMatching(/^pkg:npm\/%40nestjs\/core@12\./)]));
    expect(components.filter(({ hashes }) => hashes === undefined)).toEqual([]);
    expect(dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.includes(ref))).toEqual([]);
    const nest = dependencies.find(({ ref }) => ref.startsWith('pkg:npm/%40nestjs/core@'));
    expect(nest?.dependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^pkg:npm\/%40nestjs\/common@/)]));
  });

  it('is refused by name where its licence is not allowed, or none that is known', () => {
    const lock = {
      packages: {
        'services/cache': { dependencies: { one: '1' }, devDependencies: { tool: '1' } },
        'node_modules/one': { version: '1.0.0', license: '(MIT OR GPL-3.0-only)', dependencies: { two: '1', three: '1' } },
        'node_modules/one/node_modules/two': { version: '2.0.0', license: 'GPL-3.0-only' },
        'node_modules/two': { version: '1.0.0', license: 'MIT' },
        'node_modules/three': { version: '3.0.0' },
        'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0-only' },
      },
    };
    const packages = supply.packagesOf(lock, supply.closureOf(lock, ['services/cache']));
    expect(supply.refused(packages)).toEqual([
      expect.stringMatching(/^two@2\.0\.0: GPL-3\.0-only is not among/),
      expect.stringMatching(/^three@3\.0\.0: none is not among/),
    ]);
    expect(() => supply.packagesOf(lock, ['node_modules/four'])).toThrow('node_modules/four is not in the lock file');
  });
});

describe('known weaknesses', () => {
  it('are not checked where the registry gives no report, and never none then', () => {
    const refusal = JSON.stringify({ message: '405 Method Not Allowed', method: 'POST' });
    expect(supply.verdictOf(refusal)).toEqual({ notChecked: '405 Method Not Allowed' });
    for (const output of ['', '{}', 'npm error', '{"auditReportVersion":2}']) expect(supply.verdictOf(output).notChecked).toBeDefined();
  });

  it('are told with their reason where they are high or critical', () => {
    const via = [{ title: 'Request smuggling', url: 'https://example.org/1' }, 'llhttp'];
    const vulnerabilities = {
      undici: { name: 'undici', severity: 'high', range: '<7.1', via },
      ms: { name: 'ms', severity: 'moderate', range: '<2', via },
    };
    expect(supply.verdictOf(JSON.stringify({ auditReportVersion: 2, vulnerabilities }))).toEqual({
      faults: ['high: undici <7.1: Request smuggling https://example.org/1; by llhttp'],
    });
    expect(supply.verdictOf(JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} }))).toEqual({ faults: [] });
  });
});

describe('images of others', () => {
  const files = supply.filesWithImages(root).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const images = [...new Set(files.flatMap(({ text }) => supply.imagesIn(text)))];

  it('have a version in every file that names them', () => {
    expect(images.map((image) => image.split(':')[0])).toEqual(
      expect.arrayContaining([
        'node',
        'nats',
        'redis',
        'qdrant/qdrant',
        'prom/prometheus',
        'grafana/grafana',
        'vllm/vllm-openai',
        'ghcr.io/ggml-org/llama.cpp',
      ]),
    );
    expect(images.filter((image) => !/\d/.test(image.split(':')[1] ?? ''))).toEqual([]);
    const named = files.flatMap(({ text }) => [...text.matchAll(/^\s*image: (?!docmind\/)(\S+)/gm)].map(([, image = '']) => image));
    expect(named.filter((image) => !images.some((known) => image.includes(known)))).toEqual([]);
  });

  it('get the digest of today, also in the place of an older one', () => {
    const digests = (digit: string) => new Map(images.map((image) => [image, `sha256:${digit.repeat(64)}`]));
    for (const { text } of files) {
      const pinned = supply.withDigests(text, digests('1'));
      expect(supply.imagesIn(pinned)).toEqual(supply.imagesIn(text));
      const again = supply.withDigests(pinned, digests('2'));
      expect(again.replaceAll(`@sha256:${'2'.repeat(64)}`, '')).toBe(text);
      expect(again).not.toContain('1'.repeat(64));
    }
  });
});
