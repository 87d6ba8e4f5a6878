// `npm run bom -- [FOLDER]`: a bill of materials (CycloneDX 1.6) of what ships, and the list of its licences. Images have their own at /app/bom.cdx.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isMain, root, say } from '../steps/steps.mjs';
import { shippedFrom } from './shipped.mjs';

/**
 * @param {{ name: string, version: string }} product
 * @param packages as `shippedFrom` returns them. The same ones give the same bytes: there is no time and no serial number in it
 */
export function bomOf(product, packages) {
  const refs = new Map(packages.map(({ path, name, version }) => [path, purlOf(name, version)]));
  const own = purlOf(product.name, product.version);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...componentOf(product, own, 'Apache-2.0'), type: 'application' } },
    // A package that lies in two places is one component.
    components: [...new Map(packages.map((entry) => [refs.get(entry.path), entry]))].map(([ref, { licence, integrity, ...names }]) => ({
      ...componentOf(names, ref, licence),
      ...(integrity && { hashes: [hashOf(integrity)] }),
    })),
    dependencies: [{ ref: own, dependsOn: [...new Set(refs.values())] }, ...edgesOf(packages, refs)],
  };
}

function componentOf({ name, version }, ref, licence) {
  const [, group, rest] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  const licences = /^[\w.-]+$/.test(licence) ? [{ license: { id: licence } }] : [{ expression: licence }];
  return { 'bom-ref': ref, type: 'library', ...(group && { group }), name: rest ?? name, version, licenses: licences, purl: ref };
}

function edgesOf(packages, refs) {
  const edges = new Map();
  for (const { path, needs } of packages) {
    const known = edges.get(refs.get(path)) ?? new Set();
    for (const needed of needs) if (refs.has(needed)) known.add(refs.get(needed));
    edges.set(refs.get(path), known);
  }
  return [...edges].map(([ref, dependsOn]) => ({ ref, dependsOn: [...dependsOn] }));
}

function purlOf(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version.replace('+', '%2B')}`;
}

function hashOf(integrity) {
  const [algorithm, hash] = integrity.split(/-(.*)/s);
  return { alg: algorithm.toUpperCase().replace('SHA', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') };
}

/** One line a package and version. */
export function listOf(packages) {
  const rows = new Set(packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`));
  return `# Packages of others in DocMind Stack

The texts of the licences are in the packages' folders of \`node_modules\`, in the orchestrator's image also in \`licences\`.

| package | version | licence |
| --- | --- | --- |
${[...rows].sort().join('\n')}
`;
}

export function writeBom(folder) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const packages = shippedFrom(root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bom.cdx.json'), `${JSON.stringify(bomOf({ name, version }, packages), null, 2)}\n`);
  writeFileSync(join(folder, 'THIRD-PARTY.md'), listOf(packages));
  say(`bom.cdx.json and THIRD-PARTY.md in ${relative(process.cwd(), folder) || '.'}: ${packages.length} packages`);
}

if (isMain(import.meta.url)) writeBom(process.argv[2] ?? join(root, 'dist/release'));
