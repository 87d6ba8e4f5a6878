import { COMPILES_AND_SERVES, GPU_DEVICES, HARDENING, LOOPBACK_ONLY, NO_DEVICES, type UnitSection } from './hardening.policy.js';
import { unitCommand, unitText, unitWord } from './unit-text.policy.js';
import type { EngineUnit, UnitSettings } from './unit-settings.js';

/** Loading and compiling takes that long the first time. */
const START_MINUTES = 15;
const PROBE_EVERY_SECONDS = 30;
const PROBE_LIMIT_SECONDS = 20;

/** vLLM, and what asks it whether it is alive: after its start and each restart the timer waits until it may have loaded. */
export function engineUnits(engine: EngineUnit, settings: UnitSettings): Readonly<Record<string, string>> {
  return {
    'vllm-server.service': serverUnit(engine, settings),
    'vllm-probe.timer': probeTimer(),
    'vllm-probe.service': probeUnit(engine),
    'vllm-restart.service': restartUnit(),
  };
}

function serverUnit(engine: EngineUnit, settings: UnitSettings): string {
  return unitText('vLLM without containers. Made by `docmind service install` from config/vllm_service.yaml, .env and the card.', [
    [
      'Unit',
      [
        ['Description', `vLLM: ${engine.arguments[0] ?? ''}`],
        ['Documentation', 'https://docs.vllm.ai'],
        ['After', 'network.target nvidia-persistenced.service'],
        ['Wants', 'vllm-probe.timer'],
        // Five failed starts are no bad luck: a card that is too small fails the same way each time.
        ['StartLimitIntervalSec', '30min'],
        ['StartLimitBurst', '5'],
      ],
    ],
    [
      'Service',
      [
        ...serverProcess(engine),
        ...HARDENING,
        ['ReadOnlyPaths', unitWord(settings.dataDir)],
        ...COMPILES_AND_SERVES,
        ...LOOPBACK_ONLY,
        ...GPU_DEVICES,
      ],
    ],
    ['Install', [['WantedBy', 'multi-user.target']]],
  ]);
}

function serverProcess({ program, arguments: args, environment }: EngineUnit): UnitSection {
  const home = '/var/lib/vllm';
  return [
    ['Type', 'exec'],
    ['User', 'vllm'],
    ['Group', 'vllm'],
    ['SupplementaryGroups', 'docmind video render'],
    ['StateDirectory', 'vllm'],
    ['StateDirectoryMode', '0750'],
    ['WorkingDirectory', home],
    ...[['HOME', home] as const, ...environment].map(([name, value]) => ['Environment', unitWord(`${name}=${value}`)] as const),
    // VLLM_API_KEY=..., never on the command line, which every user of the machine can read.
    ['EnvironmentFile', '-/etc/docmind/vllm.env'],
    ['ExecStart', unitCommand([program, 'serve', ...args])],
    ['Restart', 'on-failure'],
    ['RestartSec', '10'],
    ['TimeoutStartSec', `${START_MINUTES}min`],
    ['TimeoutStopSec', '60'],
    ['KillSignal', 'SIGINT'],
    ['LimitNOFILE', '65536'],
    ['TasksMax', '8192'],
    ['MemoryHigh', '24G'],
    ['MemoryMax', '32G'],
  ];
}

function probeTimer(): string {
  return unitText('Asks vLLM whether it is alive. It goes with vllm-server, and begins anew with each of its starts.', [
    [
      'Unit',
      [
        ['Description', 'Asks vLLM whether it is alive'],
        ['PartOf', 'vllm-server.service'],
      ],
    ],
    [
      'Timer',
      [
        ['OnActiveSec', `${START_MINUTES}min`],
        ['OnUnitInactiveSec', `${PROBE_EVERY_SECONDS}s`],
        ['AccuracySec', '1s'],
      ],
    ],
  ]);
}

function probeUnit({ healthUrl }: EngineUnit): string {
  return unitText('One question to vLLM. No answer: vllm-restart.service starts it again.', [
    [
      'Unit',
      [
        ['Description', 'Whether vLLM answers'],
        ['OnFailure', 'vllm-restart.service'],
      ],
    ],
    [
      'Service',
      [
        ['Type', 'oneshot'],
        ['DynamicUser', 'yes'],
        ['ExecStart', unitCommand(['/usr/bin/curl', '-fsS', '-o', '/dev/null', '-m', String(PROBE_LIMIT_SECONDS), healthUrl])],
        ...HARDENING,
        ['MemoryDenyWriteExecute', 'yes'],
        ['ProcSubset', 'pid'],
        ['RestrictAddressFamilies', 'AF_INET AF_INET6'],
        ...LOOPBACK_ONLY,
        ...NO_DEVICES,
      ],
    ],
  ]);
}

function restartUnit(): string {
  return unitText('Starts a vLLM that hangs again; one that was stopped stays so.', [
    ['Unit', [['Description', 'Start a vLLM that hangs again']]],
    [
      'Service',
      [
        ['Type', 'oneshot'],
        ['ExecStart', '/usr/bin/systemctl --no-block try-restart vllm-server.service'],
        ...HARDENING,
        ['MemoryDenyWriteExecute', 'yes'],
        ['PrivateNetwork', 'yes'],
        ['RestrictAddressFamilies', 'AF_UNIX'],
        ['IPAddressDeny', 'any'],
        ...NO_DEVICES,
      ],
    ],
  ]);
}
