import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { callsThatLeave, callsToLoopback } from '../../scripts/offline/watch.mjs';

const NAMESPACES = ['--net', '--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
const refusal = spawnSync('unshare', [...NAMESPACES, 'true'], { encoding: 'utf8' });
const whyNot =
  refusal.status === 0 ? undefined : `the kernel gives no network namespace: ${refusal.stderr || String(refusal.error)}`.trim();

describe.skipIf(whyNot)(whyNot ?? 'a network namespace with loopback only', () => {
  it('has all that five processes need to read a document and answer, and nobody tries to leave it', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(repositoryRoot(), 'scripts/offline.mjs'), '--quick'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stderr + stdout).toContain('five processes: 0 attempts to leave');
    expect(status).toBe(0);
  });
});

describe('what strace wrote', () => {
  const HERE = [
    '12 connect(21, {sa_family=AF_INET, sin_port=htons(4222), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS',
    '12 connect(21, {sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>',
  ];
  const AWAY = [
    '12 connect(21, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 ENETUNREACH (Network is unreachable)',
    '12 connect(21, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1',
    '12 sendto(21, "\\0"..., 29, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 29',
  ];
  const OTHER = [
    '12 connect(21, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    '12 sendto(21, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20',
    '12 <... connect resumed>) = 0',
  ];

  it('holds calls that were meant for another machine or a server of names, and calls that stayed', () => {
    const trace = [...HERE, ...AWAY, ...OTHER].join('\n');
    expect(callsThatLeave(trace)).toEqual(AWAY);
    expect(callsToLoopback(trace)).toBe(3);
  });
});
