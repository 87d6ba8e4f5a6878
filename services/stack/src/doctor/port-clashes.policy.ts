import type { ConfigFault } from '@docmind/config';

/** Doors that were given the same port; 0 is any free one. */
export function portClashes(ports: Readonly<Record<string, number | undefined>>): ConfigFault[] {
  const set = Object.entries(ports).filter(([, port]) => port !== undefined && port !== 0);
  return set.flatMap(([variable, port], at) => {
    const first = set.slice(0, at).find(([, other]) => other === port);
    return first ? [{ variable, problem: `${port} is the port of ${first[0]}, too; each needs its own` }] : [];
  });
}
