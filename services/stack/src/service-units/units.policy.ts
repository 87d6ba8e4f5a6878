import { engineUnits } from './engine-units.policy.js';
import { COMPILES_AND_SERVES, GPU_DEVICES, HARDENING, LOOPBACK_ONLY, NO_DEVICES, type UnitSection } from './hardening.policy.js';
import { unitCommand, unitText, unitWord } from './unit-text.policy.js';
import type { EngineUnit, UnitSettings } from './unit-settings.js';

export const STACK_UNIT = 'docmind.service';
export const ENGINE_UNIT = 'vllm-server.service';
const WATCHDOG_SECONDS = 60;
/** Who may use the card. A machine without udev lacks them, and a unit that names one that is missing does not start. */
const CARD_GROUPS = ['g video -', 'g render -'];

/** The unit files by name. The stack says when it is up and that it is alive; vLLM says neither, so a timer asks it. */
export function serviceUnits(settings: UnitSettings): Readonly<Record<string, string>> {
  return { [STACK_UNIT]: stackUnit(settings), ...(settings.engine ? engineUnits(settings.engine, settings) : {}) };
}

/** For systemd-sysusers. */
export function serviceUsers({ dataDir, engine }: UnitSettings): string {
  const users = [
    `u docmind - "DocMind Stack" ${dataDir}`,
    ...(engine ? ['u vllm - "vLLM of DocMind Stack" /var/lib/vllm', ...CARD_GROUPS] : []),
  ];
  return `${users.join('\n')}\n`;
}

function stackUnit(settings: UnitSettings): string {
  const { root, loopbackOnly, engine } = settings;
  const network = loopbackOnly ? LOOPBACK_ONLY : [];
  return unitText(
    'DocMind Stack without containers. Made by `docmind service install`; a change of .env or config/vllm_service.yaml: again.',
    [
      [
        'Unit',
        [
          ['Description', 'DocMind Stack: answers about your own documents'],
          ['Documentation', `file://${root}/docs/deployment.md`],
          ['After', ['network.target', ...(engine ? [ENGINE_UNIT] : [])].join(' ')],
          ...(engine ? ([['Wants', ENGINE_UNIT]] as const) : []),
          ['StartLimitIntervalSec', '10min'],
          ['StartLimitBurst', '5'],
        ],
      ],
      ['Service', [...stackProcess(settings), ...HARDENING, ...COMPILES_AND_SERVES, ...network, ...(engine ? GPU_DEVICES : NO_DEVICES)]],
      ['Install', [['WantedBy', 'multi-user.target']]],
    ],
  );
}

function stackProcess({ root, node, dataDir, environmentFile, processes, engine }: UnitSettings): UnitSection {
  const entry = `${root}/services/stack/dist/cli.js`;
  return [
    ['Type', 'notify'],
    // systemd-notify is a process of its own.
    ['NotifyAccess', 'all'],
    ['WatchdogSec', String(WATCHDOG_SECONDS)],
    ['User', 'docmind'],
    ['Group', 'docmind'],
    ['StateDirectory', 'docmind'],
    ['StateDirectoryMode', '0750'],
    ['WorkingDirectory', dataDir],
    ['Environment', [`DOCMIND_DATA_DIR=${dataDir}`, 'LOG_FORMAT=json', ...(engine ? engineOf(engine) : [])].map(unitWord).join(' ')],
    ['EnvironmentFile', `-${environmentFile}`],
    ['ExecStart', unitCommand([node, '--enable-source-maps', entry, 'up', ...(processes ? ['--processes'] : [])])],
    ['Restart', 'on-failure'],
    ['RestartSec', '2'],
    ['TimeoutStartSec', '3min'],
    ['TimeoutStopSec', '30'],
    ['LimitNOFILE', '65536'],
    ['TasksMax', '512'],
    ['MemoryHigh', '4G'],
    ['MemoryMax', '6G'],
  ];
}

function engineOf({ arguments: args, healthUrl }: EngineUnit): string[] {
  const model = args[args.indexOf('--served-model-name') + 1] ?? '';
  return ['INFERENCE_ENGINE=vllm', `INFERENCE_MODEL=${model}`, `OPENAI_BASE_URL=${healthUrl.replace(/\/health$/, '/v1')}`];
}
