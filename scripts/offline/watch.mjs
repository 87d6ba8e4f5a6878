// Who tries to leave a network namespace that has loopback only: what the kernel counted, and what strace wrote down.
import { readFileSync } from 'node:fs';

/** Packets and connections that the kernel had no way for, of all processes of this namespace since it was made. */
export function withoutRoute() {
  const [names, values] = readFileSync('/proc/self/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Ip:'))
    .map((line) => line.split(' '));
  const six = readFileSync('/proc/self/net/snmp6', 'utf8').match(/^Ip6OutNoRoutes\s+(\d+)$/m);
  return Number(values[names.indexOf('OutNoRoutes')]) + Number(six?.[1] ?? 0);
}

const FAMILY = /sa_family=AF_INET6?,/;
const ADDRESS = /(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"/;
const PORT = /sin6?_port=htons\((\d+)\)/;
/** 0.0.0.0 and :: mean this machine to `connect`. */
const HERE = /^(?:(?:::ffff:)?127\.|::1$|0\.0\.0\.0$|::$)/;

/**
 * Calls of a trace by strace (connect, sendto, sendmsg, sendmmsg) that were meant for another machine. A server of names on loopback counts, too: it asks others.
 * @returns their lines
 */
export function callsThatLeave(trace) {
  return trace.split('\n').filter((line) => {
    if (!FAMILY.test(line)) return false;
    return !HERE.test(ADDRESS.exec(line)?.[1] ?? '') || PORT.exec(line)?.[1] === '53';
  });
}

/** Calls that named an address on this machine: how much there was to see. */
export function callsToLoopback(trace) {
  return trace.split('\n').filter((line) => FAMILY.test(line) && HERE.test(ADDRESS.exec(line)?.[1] ?? '')).length;
}
