import { cpus, freemem, totalmem } from 'node:os';
import { Injectable } from '@nestjs/common';
import { cpuPercent, type CpuTimes } from '../resources/cpu.policy.js';
import { HostProbe, type HostReading } from '../resources/host-probe.port.js';

@Injectable()
export class NodeHostCollector extends HostProbe {
  private before = readTimes();
  private percent = 0;

  read(): HostReading {
    const now = readTimes();
    this.percent = cpuPercent(this.before, now, this.percent);
    this.before = now;
    return { ramUsedBytes: totalmem() - freemem(), cpuPercent: this.percent };
  }
}

function readTimes(): CpuTimes {
  const times = cpus().map((core) => core.times);
  return {
    busyMs: times.reduce((total, { user, nice, sys, irq }) => total + user + nice + sys + irq, 0),
    idleMs: times.reduce((total, { idle }) => total + idle, 0),
  };
}
