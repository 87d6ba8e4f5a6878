// What a start loads. That the bundles work is what every other test here shows: they run the built services.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { builtFile, SERVICES } from './stack-process.js';

const PROJECTS = [...SERVICES, 'stack'];
const IMPORTED = /^(?:import|export)\b[^"\n]*"([^"\n]+)";$/gm;
/** Packages with native parts, and the one that must come first. */
const OUTSIDE = ['better-sqlite3', 'reflect-metadata', 'sqlite-vec'];

function bundleOf(project: string): string {
  return builtFile(`services/${project}/dist/bundle`);
}

describe('bundles', () => {
  it('start the command by its own name, through a link too', () => {
    const link = join(temporaryFolder(), 'docmind');
    symlinkSync(builtFile('services/stack/dist/cli.js'), link);
    expect(spawnSync(link, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each(PROJECTS)('%s starts from few files, and from packages only where it must', (project) => {
    const [files, packages] = [new Set<string>(), new Set<string>()];
    const load = (file: string) => {
      if (files.has(file)) return;
      files.add(file);
      const code = readFileSync(join(bundleOf(project), file), 'utf8');
      for (const [, name = ''] of code.matchAll(IMPORTED)) {
        if (name.startsWith('./')) load(name.slice(2));
        else if (!name.startsWith('node:') && !builtinModules.includes(name)) packages.add(name);
      }
    };
    load(project === 'stack' ? 'cli.js' : 'main.js');
    expect(files.size).toBeLessThan(60);
    expect(OUTSIDE).toEqual(expect.arrayContaining([...packages]));
  });

  it.each(PROJECTS)("%s says where in its sources something was thrown, and carries no package's map", (project) => {
    const maps = readdirSync(bundleOf(project)).filter((name) => name.endsWith('.map'));
    const sources = maps.flatMap(
      (name) => (JSON.parse(readFileSync(join(bundleOf(project), name), 'utf8')) as { sources: string[] }).sources,
    );
    expect(sources.filter((source) => /node_modules\/.*js$/.test(source))).toEqual([]);
    expect(sources.filter((source) => source.endsWith('.ts')).length).toBeGreaterThan(50);
  });

  it('shows the written line in a stack', () => {
    const script = join(temporaryFolder(), 'throws.mjs');
    const host = pathToFileURL(join(bundleOf('stack'), 'index.js')).href;
    writeFileSync(script, `import { loadStackConfig } from '${host}';\nloadStackConfig({ LOG_LEVEL: 'loud' });\n`);
    const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', script], { encoding: 'utf8' });
    expect(stderr).toMatch(/services\/stack\/src\/config\/stack-config\.ts:\d+/);
  });
});
