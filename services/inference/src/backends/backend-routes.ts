import { AppError } from '@docmind/errors';
import type { ModelInfo } from '@docmind/contracts';
import { unknownModel } from './model-names.js';
import type { Backend } from './backend.js';

/** Which backend a model name leads to, and what its engine calls that model. */
export class BackendRoutes {
  active: Backend;

  /** @param alias a name for whichever backend is active */
  constructor(
    readonly all: readonly Backend[],
    active: string | undefined,
    private readonly alias: string | undefined,
  ) {
    this.active = active === undefined ? (all[0] as Backend) : this.get(active);
  }

  /** @throws AppError NOT_FOUND naming the backends there are */
  get(name: string): Backend {
    const found = this.all.find((backend) => backend.name === name);
    if (found) return found;
    const names = this.all.map((backend) => backend.name).join(', ');
    throw new AppError('NOT_FOUND', `There is no backend "${name}"; there is ${names}`);
  }

  /** The active one for every name that no loaded backend serves, unless a request may have one loaded. */
  of(asked: string, onDemand: boolean): Backend {
    if (asked === this.alias || this.active.serves(asked)) return this.active;
    const named = this.all.find((backend) => backend.serves(asked));
    return named && (onDemand || named.state === 'ready') ? named : this.active;
  }

  /** Another backend's model becomes this one's own: the request was moved here. */
  modelAt(backend: Backend, asked: string): string | Promise<string> {
    const isOurs = backend.serves(asked) || asked === this.alias || this.all.some((one) => one.serves(asked));
    return isOurs ? backend.names.configured(backend.spec.model) : backend.names.resolve(asked);
  }

  /** What requests may name now: the active engine's models, the alias, and those of the other backends that `of` would find. */
  async models(onDemand: boolean): Promise<readonly ModelInfo[]> {
    const { active, alias } = this;
    const models = [...(await active.names.list())];
    const add = (id: string, like: ModelInfo | undefined) => {
      if (!models.some((model) => model.id === id)) models.push({ ownedBy: 'docmind', ...like, id });
    };
    const own = models.find(({ id }) => id === active.spec.model);
    for (const name of [...(alias === undefined ? [] : [alias]), ...active.spec.aliases]) add(name, own);
    for (const { state, spec } of this.all) if (onDemand || state === 'ready') add(spec.model, undefined);
    return models;
  }

  /** @throws AppError NOT_FOUND naming the models there are */
  async model(id: string, onDemand: boolean): Promise<ModelInfo> {
    const models = await this.models(onDemand);
    const found = models.find((model) => model.id === id);
    if (found) return found;
    throw unknownModel(id, models);
  }
}
