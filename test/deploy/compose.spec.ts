// What the compose files promise of every container, so that the next one that is added keeps it too.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { composeFile, type ComposeService, networksOf, startedBy } from './compose-file.js';

const ONCE = ['init', 'gpu-check', 'models', 'gpu-plan'];
const SERVICES = ['orchestrator', 'inference', 'cache', 'persistence', 'metrics'];
const SHAPES = [undefined, 'cpu', 'ollama', 'postgres'] as const;

const dockerfile = readFileSync(join(repositoryRoot(), 'deploy/docker/Dockerfile'), 'utf8');
const MADE_FOLDERS: ReadonlySet<string | undefined> = new Set(
  [...dockerfile.matchAll(/install -d -o (?:[^&]|&(?!&))+/gu)].flatMap(([made]) => made.match(/(?<=\s)\/[\w/-]+/gu) ?? []),
);

const secretsOf = ({ volumes = [] }: ComposeService) =>
  volumes.map((one) => one.split(':')[0] ?? '').filter((name) => /secrets|keys/.test(name));

describe.each(SHAPES)('the shape %s', (shape) => {
  const started = startedBy(shape);

  it('starts what it says', () => {
    const gpu = ['vllm', 'gpu-check', 'gpu-plan'];
    const engine = { gpu, cpu: ['llama'], ollama: [], postgres: [...gpu, 'postgres', 'persistence-2'] }[shape ?? 'gpu'];
    const others = ['init', 'models', 'nats', 'redis', 'qdrant', 'prometheus', 'grafana'];
    expect(started.map(([name]) => name).sort()).toEqual([...SERVICES, ...others, ...engine].sort());
  });

  it.each(started)('%s is closed as far as it can be', (name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], init: true });
    expect(service.mem_limit).toBeDefined();
    expect(service.pids_limit).toBeGreaterThan(0);
    expect(service.stop_grace_period).toBe('20s');
    expect(service.logging).toBeDefined();
    // Our images and these two name a user of their own; the others are told one.
    const isOwn = String(service.image).startsWith('docmind/');
    if (!isOwn && !['prometheus', 'grafana'].includes(name)) expect(service.user).toBeDefined();
  });

  it.each(started)('%s has a way out only where it needs one', (name, service) => {
    const way = name === 'models' ? ['outside'] : networksOf(service).filter((network) => network !== 'doors');
    if (service.network_mode === undefined) expect(way).toEqual(name === 'models' ? ['outside'] : ['backend']);
    else expect(service.network_mode).toBe('none');
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it.each(started)('%s waits for what it needs, and says when it is well', (name, service) => {
    expect(service.restart).toBe(ONCE.includes(name) ? 'no' : 'unless-stopped');
    if (!ONCE.includes(name)) expect(service.healthcheck).toBeDefined();
    for (const [needed, { condition, required }] of Object.entries(service.depends_on ?? {})) {
      expect(condition).toBe(ONCE.includes(needed) ? 'service_completed_successfully' : 'service_healthy');
      if (required !== false) expect(started.map(([one]) => one)).toContain(needed);
    }
  });

  it('gives each container its own secrets only, and only init may write them', () => {
    for (const [name, service] of started.filter(([one]) => one !== 'init')) {
      // verify-host asks the engine's and the metrics' doors for what only operators may see.
      const asksForKeys = ['orchestrator', 'inference', 'metrics'].includes(name);
      const own = asksForKeys ? [`${name}-secrets`, 'keys'] : [`${name.replace(/-\d$/, '')}-secrets`];
      expect(secretsOf(service).filter((secret) => !own.includes(secret))).toEqual([]);
      for (const volume of service.volumes ?? []) if (/secrets|keys/.test(volume)) expect(volume).toMatch(/:ro$/);
    }
  });

  it.each(started.filter(([, { image }]) => image?.startsWith('docmind/')))(
    '%s writes where its image has a folder of its user',
    (_, service) => {
      // A volume that is mounted where the image has nothing belongs to root, whom no container of ours is.
      const written = (service.volumes ?? []).filter((one) => !/:ro$/.test(one) && !one.startsWith('.')).map((one) => one.split(':')[1]);
      expect(written.filter((folder) => !MADE_FOLDERS.has(folder))).toEqual([]);
    },
  );

  it('needs a GPU only in the GPU shape', () => {
    const withGpu = started.filter(([, { deploy }]) => deploy !== undefined).map(([name]) => name);
    expect(withGpu.sort()).toEqual(shape === undefined || shape === 'postgres' ? ['gpu-plan', 'inference', 'metrics', 'vllm'] : []);
  });
});

describe('docker-compose.yml', () => {
  it('pins every image to a version', () => {
    for (const shape of SHAPES)
      for (const [, { image = '' }] of startedBy(shape).filter(([, service]) => !String(service.image).startsWith('docmind/')))
        expect(image.replace(/^\$\{\w+:-(.*)\}$/, '$1')).toMatch(/:(v?\d+\.\d+\.\d+|server-b\d+)(-alpine|-pg\d+)?$/);
  });

  it('keeps the inner network without a way out, and no log of what init shows', () => {
    const { networks, services } = composeFile();
    expect(networks.backend).toEqual({ internal: true });
    expect(services.init?.logging).toEqual({ driver: 'none' });
  });

  it('names every volume that is mounted', () => {
    for (const shape of ['cpu', 'postgres']) {
      const { services, volumes } = composeFile(shape);
      const mounted = Object.values(services).flatMap(({ volumes: own = [] }) => own.map((one) => one.split(':')[0] ?? ''));
      expect([...new Set(mounted.filter((name) => /^[a-z]/.test(name)))].sort()).toEqual(Object.keys(volumes).sort());
    }
  });

  it('gives each persistence over PostgreSQL a volume of its own, and the URL by a file', () => {
    const { persistence, 'persistence-2': other } = composeFile('postgres').services;
    const dataOf = (service: ComposeService | undefined) => service?.volumes?.find((one) => one.endsWith(':/data'));
    expect([dataOf(persistence), dataOf(other)]).toEqual(['persistence-data:/data', 'persistence-2-data:/data']);
    for (const service of [persistence, other])
      expect(service?.environment).toMatchObject({ DATABASE_URL_FILE: '/run/secrets/database_url', NATS_USER: 'persistence' });
  });
});
