// deploy/install.sh as far as it goes without changing the machine, and every shell script by shellcheck.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { repositoryRoot, temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';

const root = repositoryRoot();
const script = join(root, 'deploy/install.sh');
const isDebian = spawnSync('sh', ['-c', 'grep -qE "^ID(_LIKE)?=.*(debian|ubuntu)" /etc/os-release']).status === 0;
const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;

function install(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', [script, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
  return { status, stdout, stderr };
}

describe.skipIf(!isDebian)('deploy/install.sh', () => {
  it('says what it will do, and does nothing of it', () => {
    const { status, stdout, stderr } = install(['--shape', 'cpu', '--dry-run']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Shape: +cpu[\s\S]*What will be done:[\s\S]*docker compose up -d --wait, shape cpu/);
  });

  it('chooses the shape by what nvidia-smi says, and refuses the GPU shape without an answer', () => {
    const folder = temporaryFolder();
    const tool = join(folder, 'nvidia-smi');
    writeFileSync(tool, "#!/bin/sh\necho 'NVIDIA GeForce RTX 4090, 24564 MiB, 8.9, 565.57.01'\n");
    chmodSync(tool, 0o755);
    const withCard = { PATH: `${folder}:${process.env.PATH}` };
    expect(install(['--dry-run'], withCard).stdout).toMatch(/GPU: +NVIDIA GeForce RTX 4090.*\nShape: +gpu/);
    writeFileSync(tool, '#!/bin/sh\nexit 9\n');
    expect(install(['--dry-run'], withCard).stdout).toMatch(/Shape: +cpu/);
    const refused = install(['--shape', 'gpu', '--dry-run'], withCard);
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining("install NVIDIA's driver, or take --shape cpu") });
  });

  it('names a port that is taken, and the setting that moves it', async () => {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(9091, '127.0.0.1', resolve));
    const { status, stderr } = install(['--shape', 'cpu', '--dry-run']);
    server.close();
    expect(status).toBe(1);
    expect(stderr).toContain('port 9091 is taken: set PROMETHEUS_DOOR');
  });

  it('asks a machine where it runs already neither for disk nor for ports', () => {
    const folder = temporaryFolder();
    const tools = {
      docker: 'case "$*" in "compose version"*) echo 2.40.0 ;; *"ps -q") echo 0123 ;; esac',
      df: 'printf "Avail\\n 1G\\n"',
      sudo: 'exec "$@"',
    };
    for (const [name, text] of Object.entries(tools)) writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    const { status, stdout } = install(['--shape', 'cpu', '--dry-run'], { PATH: `${folder}:${process.env.PATH}` });
    expect(stdout).toMatch(/Disk: +its own, it runs already\nPorts: +its own/);
    expect(status).toBe(0);
  });

  it('installs the packages that this system has, and says in words that no compose is new enough', () => {
    const folder = temporaryFolder();
    const log = join(folder, 'log');
    const tools = {
      // Debian 12: no docker-cli, no docker-buildx, and a docker-compose of version 1.
      'apt-cache': 'case "$2" in docker.io | docker-compose) ;; *) exit 1 ;; esac',
      'apt-get': `echo "$*" >>${log}`,
      docker: 'case "$*" in "compose version"*) exit 1 ;; esac',
      df: 'printf "Avail\\n 99G\\n"',
      sudo: 'exec "$@"',
    };
    for (const [name, text] of Object.entries(tools)) writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    const { status, stderr } = install(['--shape', 'cpu', '--yes'], { PATH: `${folder}:${process.env.PATH}` });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("install Docker's own") });
    expect(readFileSync(log, 'utf8').split('\n')).toEqual(['update -qq', expect.stringMatching(/ docker-compose$/), '']);
  });

  it.each([
    [['--shape'], '--shape is gpu, cpu or ollama'],
    [['--shape', 'tpu'], '--shape is gpu, cpu or ollama, not tpu'],
    [['--quick'], 'there is no option --quick'],
  ])('refuses %j', (args, says) => {
    expect(install(args)).toMatchObject({ status: 1, stderr: expect.stringContaining(says) });
  });
});

it.skipIf(!hasShellcheck)('no shell script gives shellcheck anything to say', () => {
  const files = execFileSync(
    'git',
    ['-C', root, 'ls-files', '*.sh', 'deploy/compose-lab/card/nvidia-smi', 'deploy/compose-lab/llama/vllm', '.ci/run'],
    { encoding: 'utf8' },
  );
  const { stdout } = spawnSync('shellcheck', files.trim().split('\n'), { encoding: 'utf8', cwd: root });
  expect(stdout).toBe('');
});
