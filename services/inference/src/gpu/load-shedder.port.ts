/** Asked before a generation is let in. */
export abstract class LoadShedder {
  /** @throws AppError RESOURCE_EXHAUSTED with `retryAfterSeconds` while new work would risk the engine's memory */
  abstract admit(): void;
}
