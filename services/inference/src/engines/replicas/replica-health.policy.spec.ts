import { describe, expect, it } from 'vitest';
import { type HealthEvent, HEALTHY, nextHealth, type ReplicaHealth } from './replica-health.policy.js';

describe('nextHealth', () => {
  const after = (...events: HealthEvent[]) => events.reduce<ReplicaHealth>(nextHealth, HEALTHY).state;

  it('opens after three failures in a row, of requests or of probes', () => {
    expect(after('failed', 'failed')).toBe('healthy');
    expect(after('failed', 'failed', 'answered', 'failed')).toBe('healthy');
    expect(after('failed', 'failed', 'failed')).toBe('unhealthy');
    expect(after('probe-failed', 'probe-failed', 'probe-passed', 'probe-failed')).toBe('healthy');
    expect(after('probe-failed', 'probe-failed', 'probe-failed')).toBe('unhealthy');
  });

  it('sees a replica that passes its probes and answers nothing', () => {
    expect(after('failed', 'probe-passed', 'failed', 'probe-passed', 'failed')).toBe('unhealthy');
  });

  it('closes by a probe and an answer only', () => {
    const open = ['failed', 'failed', 'failed'] as const;
    expect(after(...open, 'answered')).toBe('unhealthy');
    expect(after(...open, 'probe-passed')).toBe('trial');
    expect(after(...open, 'probe-passed', 'answered')).toBe('healthy');
    expect(after(...open, 'probe-passed', 'failed')).toBe('unhealthy');
    expect(after('load-failed', 'probe-passed')).toBe('trial');
  });
});
