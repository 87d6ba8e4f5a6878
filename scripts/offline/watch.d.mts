export function withoutRoute(): number;
export function callsThatLeave(trace: string): string[];
export function callsToLoopback(trace: string): number;
