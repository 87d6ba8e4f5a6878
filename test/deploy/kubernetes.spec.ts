// The manifests as kustomize makes them, held to Kubernetes' own schemas; no cluster is asked.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeWithPythonClients, repositoryRoot, temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const OVERLAYS = ['single-gpu', 'many-nodes'];
/** The oldest that is looked at after, and the newest that the schemas know. */
const VERSIONS = ['1.32', '1.37'];
const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;
const built = new Map<string, string>();

interface Container {
  readonly securityContext?: object;
  readonly resources?: { readonly limits?: { readonly memory?: string } };
}
interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template?: { readonly spec: { readonly containers: readonly Container[]; readonly securityContext?: object } };
    readonly jobTemplate?: { readonly spec: Resource['spec'] };
  };
}

/** A copy of deploy/ with a secret wherever one is named. */
function manifestsOf(overlay: string): string {
  const known = built.get(overlay);
  if (known !== undefined) return known;
  const folder = join(temporaryFolder(), 'deploy');
  for (const part of ['kubernetes', 'nats', 'redis', 'compose'])
    cpSync(join(repositoryRoot(), 'deploy', part), join(folder, part), { recursive: true });
  for (const part of readdirSync(join(folder, 'kubernetes'))) {
    const kustomization = join(folder, 'kubernetes', part, 'kustomization.yaml');
    for (const [path] of readFileSync(kustomization, 'utf8').matchAll(/(?<=[[ ])secrets\/[\w/.]+/g)) {
      mkdirSync(dirname(join(folder, 'kubernetes', part, path)), { recursive: true });
      writeFileSync(join(folder, 'kubernetes', part, path), 'x');
    }
  }
  const text = execFileSync('kubectl', ['kustomize', join(folder, 'kubernetes', overlay)], { encoding: 'utf8' });
  built.set(overlay, text);
  return text;
}

function podsOf(overlay: string) {
  const resources = parseAllDocuments(manifestsOf(overlay)).map((document) => document.toJSON() as Resource);
  return resources.flatMap(({ kind, metadata, spec }) => {
    const pod = (spec?.jobTemplate?.spec ?? spec)?.template?.spec;
    return pod ? [{ name: `${kind} ${metadata.name}`, pod }] : [];
  });
}

describe.skipIf(!hasKubectl)('deploy/kubernetes', () => {
  it.each(OVERLAYS)('%s: every pod is closed as far as it can be', (overlay) => {
    const pods = podsOf(overlay);
    expect(pods.length).toBeGreaterThan(8);
    for (const { name, pod } of pods) {
      expect(pod.securityContext, name).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const { securityContext, resources } of pod.containers) {
        expect(securityContext, name).toEqual({
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        });
        expect(resources?.limits?.memory, name).toBeDefined();
      }
    }
  });

  it('many-nodes: persistence runs twice over PostgreSQL, each with a volume of its own', () => {
    const resources = parseAllDocuments(manifestsOf('many-nodes')).map((document) => document.toJSON() as Resource);
    const own = resources.filter(({ metadata }) => metadata.name === 'persistence');
    expect(own.find(({ kind }) => kind === 'StatefulSet')).toMatchObject({
      spec: {
        replicas: 2,
        volumeClaimTemplates: [{ metadata: { name: 'data' } }],
        template: {
          spec: { containers: [{ env: expect.arrayContaining([expect.objectContaining({ name: 'DATABASE_URL' })]) as unknown }] },
        },
      },
    });
    expect(own.filter(({ kind }) => kind === 'Deployment' || kind === 'PersistentVolumeClaim')).toEqual([]);
  });

  describeWithPythonClients('kubernetes', 'by Kubernetes’ schemas', (python) => {
    it.each(OVERLAYS)('%s is what Kubernetes takes', async (overlay) => {
      const file = join(temporaryFolder(), 'manifests.yaml');
      writeFileSync(file, manifestsOf(overlay));
      const versions = VERSIONS.flatMap((version) => ['-k', version]);
      const said = await python.run(
        '-c',
        'import sys; from kubernetes_validate.__main__ import main; sys.exit(main())',
        '--strict',
        ...versions,
        file,
      );
      expect(said).not.toContain('did not validate');
    });
  });
});
