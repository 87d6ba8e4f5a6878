// A new network namespace has a loopback that is down, and the host's list of servers of names.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LOOPBACK_UP = `
import fcntl, socket, struct
# SIOCSIFFLAGS with IFF_UP | IFF_RUNNING
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 0x41))
`;

/** Whoever asks for a name asks 192.0.2.53, which no machine is: also where the host's own server of names is on loopback. */
export function closeTheDoors(scratch) {
  execFileSync('python3', ['-c', LOOPBACK_UP]);
  const resolver = join(scratch, 'resolv.conf');
  writeFileSync(resolver, 'nameserver 192.0.2.53\noptions timeout:1 attempts:1\n');
  execFileSync('mount', ['--bind', resolver, '/etc/resolv.conf']);
}
